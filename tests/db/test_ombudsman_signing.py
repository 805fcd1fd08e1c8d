"""Two signers: one drafts, another signs or sends it back; alone, one signer is said to be one."""

from __future__ import annotations

import pytest

from services.standing import complaints, ombudsman
from services.standing.complaints import ComplaintState, DecidedBy
from tests.db.appealing import appeal, appoint, case, file, lawful, listed, settled
from tests.support.world import ON_SQLITE, Builder, World

pytestmark = ON_SQLITE


@pytest.fixture
def held(town_of: Builder) -> World:
    """Bo and Dee hold the office."""
    made = lawful(town_of)
    for name in ("bo", "dee"):
        appoint(made, name)
    return made


def done(world: World, by: str, verb, *given):
    with world.acting(by) as town:
        found = verb(town, *given)
        settled(world, town)
    return found


def test_nothing_is_carried_out_before_another_has_signed(held: World):
    number = appeal(held, listed(held))
    drafted = done(held, "bo", ombudsman.rule, number, "no_basis", None, "Rumours.")
    assert (drafted.state, drafted.orders) == (ComplaintState.OPEN, ())
    [asked] = held.emitted(ombudsman.SignatureAsked)
    assert asked.others == (held.ids["dee"],)
    with pytest.raises(ombudsman.SignedByYou), held.acting("bo") as town:
        ombudsman.sign(town, number)
    with pytest.raises(ombudsman.NotOfOffice), held.acting("ana") as town:
        ombudsman.sign(town, number)
    with pytest.raises(ombudsman.SignatureWaits), held.acting("dee") as town:
        ombudsman.rule(town, number, "not_shown")
    ruled = done(held, "dee", ombudsman.sign, number)
    assert (ruled.state, ruled.signer, ruled.second) == ("upheld", held.ids["bo"], held.ids["dee"])
    assert ruled.decided_words == "Rumours."
    assert ruled.orders
    with held.office() as town:
        [copy] = ombudsman.decisions(town)
        assert ombudsman.drafted_of(town, ruled) is None
    assert copy.signers == 2


def test_it_is_sent_back_with_a_word_and_decided_anew(held: World):
    number = file(held)
    with pytest.raises(ombudsman.NothingToSign), held.acting("dee") as town:
        ombudsman.sign(town, number)
    done(held, "bo", ombudsman.rule, number, "does_not_follow")
    with pytest.raises(ombudsman.SignedByYou), held.acting("bo") as town:
        ombudsman.send_back(town, number, "no")
    done(held, "dee", ombudsman.send_back, number, "The books agree.")
    [back] = held.emitted(ombudsman.SentBack)
    assert (back.drafted.signer, back.drafted.returned_words) == (
        held.ids["bo"],
        "The books agree.",
    )
    with pytest.raises(ombudsman.NothingToSign), held.acting("dee") as town:
        ombudsman.sign(town, number)
    done(held, "dee", ombudsman.rule, number, "follows")  # either may draft now
    ruled = done(held, "bo", ombudsman.sign, number)
    assert (ruled.state, ruled.signer, ruled.second) == (
        "dismissed",
        held.ids["dee"],
        held.ids["bo"],
    )


def test_one_member_is_one_signer_and_so_are_the_rules(held: World):
    mine, scripted = file(held), file(held, name="bo")
    done(held, "bo", ombudsman.rule, mine, "follows")
    appoint(held, "dee off")
    alone = done(held, "bo", ombudsman.sign, mine)
    assert (alone.state, alone.signers, alone.second) == ("dismissed", 1, None)
    held.forward(hours=13)
    assert (case(held, scripted).decided_by, case(held, scripted).signers) == (DecidedBy.RULES, 1)
    with held.office() as town:
        assert {copy.signers for copy in ombudsman.decisions(town)} == {1}


def test_a_draft_of_somebody_who_holds_the_office_no_more_is_void(held: World):
    number = file(held)
    done(held, "bo", ombudsman.rule, number, "does_not_follow")
    appoint(held, "bo off")
    with pytest.raises(ombudsman.NothingToSign), held.acting("dee") as town:
        ombudsman.sign(town, number)
    assert done(held, "dee", ombudsman.rule, number, "follows").signers == 1


def test_who_is_a_party_signs_nothing(held: World):
    number = file(held, name="dee")
    for verb in (ombudsman.sign, lambda town, one: ombudsman.send_back(town, one, "no")):
        with pytest.raises(ombudsman.NotImpartial), held.acting("bo") as town:
            verb(town, number)


def test_what_contradicts_is_refused_before_anybody_signs(held: World):
    first = file(held)
    with held.acting("ana") as town:
        second = complaints.in_words(town, "again").complaint.number
        complaints.concerns(town, second, complaints.About.ARITHMETIC)
        settled(held, town)
    done(held, "bo", ombudsman.rule, first, "follows")
    done(held, "dee", ombudsman.rule, second, "does_not_follow")  # drafted while nothing stands
    done(held, "dee", ombudsman.sign, first)
    with pytest.raises(complaints.OrdersConflict), held.acting("bo") as town:
        ombudsman.sign(town, second)
    with pytest.raises(complaints.OrdersConflict), held.acting("dee") as town:
        ombudsman.rule(town, second, "does_not_follow")
