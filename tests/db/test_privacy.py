"""The identity card and its breach, the ledger of one's own data, the price of privacy."""

from __future__ import annotations

import json

import pytest

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen
from services.law.clocks import due_after
from services.living import errands, privacy
from services.living.privacy import AccountLeft, AskedTwice, DataSecret
from services.people import identity
from services.people.facts import FactNoteTooLong, kinds, strike
from services.standing import ombudsman
from tests.db.appealing import appoint, file, lawful
from tests.db.lawgiving import enact, look, remember
from tests.db.test_errands import KEEPERS, do, use


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", residents=KEEPERS)


def test_a_card_gathers_what_is_used_and_is_the_same_each_time(world):
    before = do(world, privacy.my_card)
    assert len(before.fields) == len(privacy.first_fields().fields)
    use(world, "doctor", "now", "back")
    use(world, "news", "town")
    card = do(world, privacy.my_card)
    assert card.fields[: len(before.fields)] == before.fields
    assert [title.en for title, _ in card.fields[len(before.fields) :]] == ["Medical card"]
    assert [(title.en, uses) for title, uses in card.used] == [("Doctor", 1), ("News", 1)]
    assert card == do(world, privacy.my_card)
    assert card.fields != do(world, privacy.my_card, name="bo").fields
    do(world, errands.leave, "account")
    with pytest.raises(AccountLeft):
        do(world, privacy.my_card)
    do(world, errands.take_back, "account")
    assert do(world, privacy.my_card) == card


def test_a_breach_tells_each_participant_what_leaked_of_theirs_and_nothing_else(world):
    use(world, "doctor", "now", "back")
    with world.facilitating() as town:
        privacy.breach(town)
    told = {event.who: event for event in world.emitted(privacy.IdLeaked)}
    assert told.keys() == {world.ids["ana"], world.ids["bo"]}, "no resident is told"
    for name in ("ana", "bo"):
        card, event = do(world, privacy.my_card, name=name), told[world.ids[name]]
        assert set(event.fields) <= set(card.fields)
        assert event.fields
        assert len(event.fields) + event.kept == len(card.fields)
        assert world.fact_kinds(name).count("id_leaked") == 1


def test_what_is_known_is_refused_until_the_law_opens_it(world):
    remember(world, "ana", "joined")
    use(world, "doctor", "now", "back")
    with pytest.raises(DataSecret):
        do(world, privacy.my_data)
    enact(world, "explanation", "receipt")
    page = do(world, privacy.my_data)
    known = world.facts_of("ana")
    assert page.total == len(known)
    assert [one.fact for one in page.items] == known[::-1][: len(page.items)]
    seen = next(one for one in page.items if one.fact.kind == "doctor_seen")
    assert (seen.fact.source, seen.fact.purpose) == ("health_office", "care")
    assert seen.fact.recipients == "offices,raters"
    assert seen.sensitivity == "high"
    assert seen.kind is kinds()["doctor_seen"]
    assert do(world, privacy.my_data, 99).number == page.pages - 1


def test_by_right_all_of_it_comes_as_a_file_with_who_read_it_and_a_codebook(world):
    remember(world, "ana", "joined")
    remember(world, "ana", "rental_late", key="late")
    look(world)
    with pytest.raises(DataSecret):
        do(world, privacy.take_data)
    enact(world, "data_rights", "on")
    taken = do(world, privacy.take_data)
    assert taken.due is not None
    assert taken.due.town_s == due_after("gdpr", "answer", world.now())
    read = {one.fact.kind: one.read_by for one in do(world, privacy.my_data).items}
    [reading] = read["rental_late"]
    assert (reading.agency, reading.times) == ("pay_score", 1)
    file = json.loads(taken.text)
    assert (file["clock"]["answered"], file["clock"]["due"]) == (world.now(), taken.due.town_s)
    assert [one["kind"] for one in file["facts"]] == world.fact_kinds("ana")
    [late] = [one for one in file["facts"] if one["kind"] == "rental_late"]
    assert [(one["agency"], one["times"]) for one in late["read_by"]] == [("pay_score", 1)]
    assert file["codebook"]["kinds"]["rental_late"]["title"]["zh"]
    said = {key for one in file["facts"] for key in one} | set(file) - {"format", "codebook"}
    assert said == set(file["codebook"]["fields"])
    assert "bo" not in taken.text.split()
    with world.acting("ana") as town:
        strike(town, world.ids["ana"], ["late"], "town_hall")
    again = json.loads(do(world, privacy.take_data).text)
    [late] = [one for one in again["facts"] if one["kind"] == "rental_late"]
    assert not late["is_standing"]


def test_a_price_is_sealed_once_a_moment_and_paired(world):
    with pytest.raises(Outdated):
        do(world, privacy.bid, 1, Fen(10_00))
    for moment, bids in ((1, {"ana": Fen(10_00), "bo": None}), (2, {"ana": None, "bo": None})):
        with world.facilitating() as town:
            privacy.ask(town)
        for name, fen in bids.items():
            assert not do(world, privacy.bid, moment, fen, name=name).again
        assert do(world, privacy.bid, moment, Fen(1_00)).again, "the first one stands"
    assert [event.moment for event in world.emitted(privacy.PrivacyAsked)] == [1, 2]
    with pytest.raises(Outdated):
        do(world, privacy.bid, 1, Fen(10_00))
    with pytest.raises(Outdated):
        do(world, privacy.bid, 2, Fen(7))
    with world.facilitating() as town:
        found = privacy.auction(town)
        with pytest.raises(AskedTwice):
            privacy.ask(town)
    assert found.moments == (privacy.Moment(2, 1, Fen(10_00)), privacy.Moment(2, 2, None))
    assert found.pairs == privacy.Pairs(more=1, same=1, less=0)
    with pytest.raises(NotAllowed):
        do(world, privacy.auction)
    assert "privacy_priced" in world.fact_kinds("bo")


def test_a_note_stands_beside_a_fact_and_whoever_decides_reads_it_once_the_law_says_so(town_of):
    world = lawful(town_of)
    remember(world, "ana", "rental_late")
    late = world.facts_of("ana")[-1].fact_id
    with pytest.raises(DataSecret):
        do(world, privacy.note, late, "I was ill")
    enact(world, "explanation", "receipt")
    assert not do(world, privacy.note, late, "I was ill").is_shown
    with pytest.raises(Outdated):
        do(world, privacy.note, late, "Not mine", name="bo")
    with pytest.raises(FactNoteTooLong):
        do(world, privacy.note, late, "x" * 201)
    score, number = look(world).standing.score, file(world)
    appoint(world, "bo")
    for law, shown in (("off", ()), ("on", (("rental_late", "I was ill"),))):
        enact(world, "data_rights", law)
        assert do(world, ombudsman.file_of, number, name="bo").notes == shown
    assert do(world, privacy.note, late, "In hospital").is_shown
    [entry] = [one for one in do(world, privacy.my_data).items if one.note]
    assert (entry.fact.fact_id, entry.note) == (late, "In hospital")
    assert look(world).standing.score == score, "it counts in no score"
    with world.office() as town:
        identity.erase_words(town, world.ids["ana"])
    assert do(world, ombudsman.file_of, number, name="bo").notes == ()
