"""Ratings: after a deal only, once a side, sealed until both are in; and the bomb, which lies."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen
from services.living import rentals, seats
from services.modules import Wiring
from services.money import envelopes, transfers
from services.people import identity
from services.people.facts import FACTS
from services.people.identity import NobodyOfThatName
from services.social import friends, ratings, requests
from services.social.ratings import DealNoted, DealOpened, NoDeal, RateSelf, RatingOver, Stars
from services.social.ratings.tables import deals
from services.social.ratings.tables import ratings as given
from services.standing import scores
from services.workshops import scenarios
from tests.db.hiring import begun
from tests.db.lawgiving import look, remember
from tests.support.moving import acting
from tests.support.world import ON_SQLITE

WIRING = Wiring()
RESIDENTS = ("rui", "sam", "tao")
TIMERS = {ratings.SEAL: ratings.open_seal, **{k: WIRING.timers[k] for k in (rentals.DUE,)}}


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", "cy", timers=TIMERS)


def do(world, name, verb, *args, **kwargs):
    with world.acting(name) as town:
        done = verb(town, *args, **kwargs)
        WIRING.settle(town)
    return done


def deal(world, payer="ana", receiver="bo", note="lunch", fen=5_00):
    """Somebody pays another for something; the number of the deal."""
    payment = do(world, payer, transfers.offer, receiver, Fen(fen), note)
    do(world, receiver, transfers.accept, payment.payment_id)
    found = world.rows(select(deals.c.deal_id).where(deals.c.key == payment.cause))
    return found[0][0] if found else None


def stars_of(world, name):
    with world.office() as town:
        return ratings.stars_of(town, world.ids[name])


def told_of(world, name, kind):
    mine = (FACTS.c.participant_id == world.ids[name], FACTS.c.kind == kind)
    return [(f.amount, f.is_true) for f in world.rows(select(FACTS).where(*mine))]


def check(world):
    world.check_books()
    with world.office() as town:
        assert ratings.audit(town.conn) == []


# ── sealed, and opened together ──────────────────────────────────────────────


def test_what_one_side_gave_is_sealed_until_the_other_has_rated(world):
    number = deal(world)
    mine = do(world, "ana", ratings.rate, number, service=4, person=2, word="late <b>again</b>")
    assert (mine.mine.service, mine.mine.person, mine.is_open) == (4, 2, False)
    assert do(world, "bo", ratings.my_side, number).theirs is None
    assert stars_of(world, "bo").count == 0
    assert told_of(world, "bo", "rated") == told_of(world, "ana", "gave_rating") == []
    check(world)
    theirs = do(world, "bo", ratings.rate, number, person=5)
    assert theirs.is_open
    assert theirs.theirs == mine.mine
    assert (stars_of(world, "bo").counts, stars_of(world, "ana").counts) == (
        (0, 1, 0, 0, 0),
        (0, 0, 0, 0, 1),
    )
    assert told_of(world, "bo", "rated") == [(2, True)]
    assert told_of(world, "bo", "service_rated") == [(4, True)]
    assert told_of(world, "ana", "rated") == [(5, True)]
    assert told_of(world, "ana", "gave_rating") == [(2, True)]
    assert do(world, "cy", ratings.repute, "bo").words == ("late <b>again</b>",)
    check(world)


def test_after_a_day_what_there_is_is_opened_and_nobody_rates_any_more(world):
    first, second = deal(world), deal(world, "cy", "bo")
    do(world, "ana", ratings.rate, first, service=5, person=3)
    world.forward(hours=23)
    assert stars_of(world, "bo").count == 0
    world.forward(hours=1)
    assert stars_of(world, "bo").counts == (0, 0, 1, 0, 0)
    with pytest.raises(RatingOver):
        do(world, "bo", ratings.rate, first, person=1)
    with pytest.raises(RatingOver):
        do(world, "cy", ratings.rate, second, service=1, person=1)
    assert len(world.emitted(DealOpened)) == 2
    assert do(world, "bo", ratings.waiting).sides == ()
    check(world)


def test_stars_are_given_once_and_the_same_again_is_the_same(world):
    number = deal(world)
    half = do(world, "ana", ratings.rate, number, service=4)
    assert (half.waits, half.asks_service, half.asks_person) == (True, False, True)
    do(world, "ana", ratings.rate, number, person=3)
    for stars in (3, 1):
        assert do(world, "ana", ratings.rate, number, service=stars, person=stars).again
    do(world, "ana", ratings.rate, number, word="a word fits while it is sealed")
    assert do(world, "ana", ratings.rate, number, word="and only one").again
    side = do(world, "ana", ratings.my_side, number)
    assert (side.mine.service, side.mine.person) == (4, 3)
    assert side.mine.word == "a word fits while it is sealed"
    with pytest.raises(ratings.WordTooLong):
        do(world, "bo", ratings.rate, number, person=3, word="x" * 101)


def test_both_at_once_open_it_once(world):
    number = deal(world)
    world.race_all_done(
        ("ana", lambda town: ratings.rate(town, number, service=5, person=5)),
        ("bo", lambda town: ratings.rate(town, number, person=4)),
        ("bo", lambda town: ratings.rate(town, number, person=4)),
    )
    assert len(world.emitted(DealOpened)) == 1
    assert (stars_of(world, "ana").count, stars_of(world, "bo").count) == (1, 1)
    check(world)


# ── no deal, no stars ────────────────────────────────────────────────────────


def test_without_a_deal_with_somebody_there_are_no_stars_and_none_for_oneself(world):
    number = deal(world)
    assert deal(world, note="") is None, "a gift is no deal"
    assert deal(world, fen=99) is None, "stars that cost nothing would be anybody's"
    for name, refusal in (("cy", NoDeal), ("ana", RateSelf), ("nobody", NobodyOfThatName)):
        with pytest.raises(refusal):
            do(world, "ana", ratings.rate_by_name, name, (1,), "")
    with pytest.raises(Outdated):
        do(world, "cy", ratings.rate, number, person=1)
    with world.office() as town:
        bo = world.ids["bo"]
        ratings.note_deal(town, ratings.Deal(key="k", kind="sale", customer=bo, provider=bo))
    assert len(world.emitted(DealNoted)) == 1
    side = do(world, "ana", ratings.rate_by_name, "Bo", (4, 5), "thanks")
    assert (side.mine.service, side.mine.person, side.mine.word) == (4, 5, "thanks")
    with pytest.raises(NoDeal):
        do(world, "ana", ratings.rate_by_name, "bo", (4,), "")


def test_nobody_rates_who_has_left_and_their_words_go_along(world):
    first, second = deal(world), deal(world, "ana", "cy", note="secret note")
    do(world, "ana", ratings.rate, first, service=2, person=2, word="secret word")
    do(world, "cy", ratings.rate, second, person=4)
    with acting(world, world.visitors["ana"]) as (uow, _):
        seats.leave(uow)
    with world.office() as town:
        identity.erase_words(town, world.ids["ana"])
        ratings.let_go(town, world.ids["ana"])
        assert [side.what for side in ratings.waiting_for(town, world.ids["bo"])] == [""]
    assert stars_of(world, "ana").counts == (0, 0, 0, 1, 0), "nothing more was to come"
    do(world, "bo", ratings.rate, first, person=5)
    assert stars_of(world, "bo").counts == (0, 1, 0, 0, 0), "given before leaving: it stays"
    assert world.rows(select(given.c.word).where(given.c.word != "")) == []
    with world.office() as town:
        persona = identity.participant_actor(town, world.ids["ana"])
        ghost = town.as_actor(persona, key="ghost")
        with pytest.raises(RatingOver):
            ratings.rate(ghost, second, service=1, person=1)
    check(world)


# ── what comes back ──────────────────────────────────────────────────────────


def pays_back(world, how):
    """Bo gives ana ¥5 again, one way or another."""
    if how == "payment":
        assert deal(world, "bo", "ana", note="and back") is None
    elif how == "request":
        with world.office() as town:
            friends.acquaint(town, world.ids["ana"], world.ids["bo"])
        bill = do(world, "ana", requests.ask, "bo", Fen(5_00))
        do(world, "bo", requests.pay, bill.shares[0].share_id)
    else:
        sent = do(world, "bo", envelopes.send_to, "ana", Fen(5_00), "luck")
        do(world, "ana", envelopes.open_share, sent.envelope_id)


@ON_SQLITE
@pytest.mark.parametrize("how", ["payment", "request", "envelope"])
@pytest.mark.parametrize("is_open", [True, False])
def test_money_that_goes_there_and_back_buys_no_stars(world, how, is_open):
    remember(world, "ana", "joined")
    remember(world, "bo", "joined")
    before = {who: ratings_count(world, who) for who in ("ana", "bo")}
    number = deal(world)
    do(world, "ana", ratings.rate, number, service=5, person=5)
    if is_open:
        do(world, "bo", ratings.rate, number, person=5)
        assert ratings_count(world, "bo") > before["bo"]
    world.forward(hours=40 if is_open else 20)
    pays_back(world, how)
    assert {who: ratings_count(world, who) for who in ("ana", "bo")} == before
    assert (stars_of(world, "ana").count, stars_of(world, "bo").count) == (0, 0)
    side = do(world, "bo", ratings.my_side, number)
    assert (side.is_returned, side.is_open, side.waits, side.theirs) == (True, True, False, None)
    assert len(world.emitted(ratings.DealReturned)) == 1
    world.forward(hours=48)
    assert ratings_count(world, "bo") == before["bo"], "no timer brings them back"
    check(world)


def ratings_count(world, name):
    """What stars give somebody's Pay Score."""
    with world.acting(name) as town:
        mine = scores.evaluate_for(town, [town.actor.pid], "pay_score", scores.law_of(town))
    rules = {i.rule: i.points for c in mine[world.ids[name]].result.contributions for i in c.inputs}
    return rules.get("ratings", 0)


@ON_SQLITE
def test_two_who_do_business_both_ways_are_rated_for_what_is_left(world):
    first = deal(world, fen=5_00)
    second = deal(world, "bo", "ana", note="and your work", fen=12_00)
    assert first
    assert second
    assert do(world, "bo", ratings.my_side, first).is_returned
    assert not do(world, "bo", ratings.my_side, second).is_returned
    world.forward(days=4)
    assert deal(world, fen=12_00), "what was long ago is another matter"
    check(world)


# ── what they come to ────────────────────────────────────────────────────────


def test_the_average_waits_for_the_fifth_rating_and_the_distribution_does_not():
    four = Stars((1, 0, 0, 1, 2))
    assert (four.count, four.average, four.exact) == (4, None, 375)
    assert Stars((1, 0, 0, 1, 3)).average == 400
    assert Stars((0,) * 5).exact is None


def test_stars_move_the_score_when_they_are_open_and_not_before(world):
    remember(world, "bo", "joined")
    number = deal(world)
    before = look(world, "bo").standing.score
    do(world, "ana", ratings.rate, number, service=5, person=1)
    assert look(world, "bo").standing.score == before
    do(world, "bo", ratings.rate, number, person=5)
    assert look(world, "bo").standing.score == before - 16


def test_what_was_hired_is_rated_as_a_service(world):
    remember(world, "ana", "joined")
    order = begun(world)
    with world.acting("ana") as town:
        rentals.give_back(town, order.order_id)
        (side,) = ratings.waiting(town).sides
        assert (side.other, side.asks_service, side.asks_person) == (None, True, False)
        assert ratings.rate_by_name(town, "dry_lane", (4,), "dry").is_open
        assert ratings.stars_of_service(town, "dry_lane").counts == (0, 0, 0, 1, 0)
    assert told_of(world, "ana", "gave_rating") == [(4, True)]
    check(world)


# ── the bomb ─────────────────────────────────────────────────────────────────


def test_a_bomb_says_exactly_what_it_did_and_its_facts_are_untrue(town_of):
    world = town_of("ana", "bo", residents=RESIDENTS, timers=TIMERS)
    number = deal(world)
    do(world, "ana", ratings.rate, number, service=5, person=4)
    do(world, "bo", ratings.rate, number, person=5)
    for _ in range(2):  # delivered twice is once
        with world.facilitating(key="7:7") as town:
            scenarios.run(town, "rating_bomb Bo")
    (told,) = world.emitted(ratings.RatingBombed)
    assert (told.name, told.raters) == ("Bo", 3), "as many of the six as there are residents"
    assert (told.before.counts, told.before.exact) == ((0, 0, 0, 1, 0), 400)
    assert (told.after.counts, told.after.exact) == ((3, 0, 0, 1, 0), 175)
    assert stars_of(world, "bo") == told.after
    assert told_of(world, "bo", "rated") == [(4, True)] + [(1, False)] * 3
    assert told_of(world, "rui", "gave_rating") == [(1, False)]
    with world.facilitating() as town:
        scenarios.run(town, "rating_bomb")
    assert world.emitted(ratings.RatingBombed)[-1].target in {world.ids[n] for n in RESIDENTS}
    check(world)


def test_only_whoever_runs_the_town_can_set_a_bomb_off(town_of):
    world = town_of("ana", "bo", timers=TIMERS)
    with pytest.raises(NotAllowed):
        do(world, "ana", ratings.bomb, raters=1, who="bo")
    nobody = ratings.NobodyToBomb
    for who, refusal in (("bo", nobody), ("", nobody), ("moon", NobodyOfThatName)):
        with pytest.raises(refusal), world.facilitating() as town:
            ratings.bomb(town, raters=6, who=who)
    assert stars_of(world, "bo").count == 0


# ── each guard of the database alone ─────────────────────────────────────────


@pytest.mark.parametrize(
    "change",
    [{"person_stars": 6}, {"person_stars": 0}, {"service_stars": 6}, {"to": "ana"}, {"to": None}],
)
def test_the_database_refuses_impossible_stars(world, change):
    rated = world.ids.get(change.get("to", "bo"))
    row = {"deal_id": deal(world), "rater": world.ids["ana"], "rated": rated, "person_stars": 3}
    row |= {name: stars for name, stars in change.items() if name != "to"}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(given).values(row))


def test_the_database_refuses_a_second_rating_of_a_side(world):
    number = deal(world)
    do(world, "ana", ratings.rate, number, service=5, person=5)
    row = {"rater": world.ids["ana"], "rated": world.ids["bo"], "person_stars": 1}
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(insert(given).values(deal_id=number, **row))


def test_the_audit_notices_what_was_not_given_or_not_told(world):
    number = deal(world)
    do(world, "ana", ratings.rate, number, service=5, person=5)
    do(world, "bo", ratings.rate, number, person=5)
    with world.office() as town:
        mine = given.c.rater == world.ids["ana"]
        town.conn.execute(update(given).where(mine).values(person_stars=1))
        assert [f.invariant for f in ratings.audit(town.conn)] == ["rating_without_fact"]
        town.conn.execute(update(given).where(mine).values(person_stars=5, rater=world.ids["cy"]))
        assert [f.invariant for f in ratings.audit(town.conn)] == ["rating_without_deal"]
        town.conn.execute(update(given).values(rater=given.c.rater))
        town.conn.execute(update(deals).values(opened_town_s=None, customer_waits=True))
        found = {f.invariant for f in ratings.audit(town.conn)}
        assert "rating_told_too_early" in found
