"""Services as data: the taps of a use, what it costs, what it leaves, and what is left to do."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from sqlalchemy import select

from bot.living.privacy import views
from bot.living.services import views as views_of_services
from bot.words import words_for
from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.kernel.time import DAY_S
from services.living import errands
from services.living.errands import (
    ClosedToday,
    ErrandState,
    NothingChosen,
    SellerShort,
    services,
    tables,
)
from services.living.residents import move_in
from services.modules import Wiring
from services.money import ledger, merchants
from services.money.ledger import NotEnoughMoney
from services.money.merchants.tables import sales
from services.people.facts import FACTS
from services.people.identity import PEOPLE
from services.standing import listings
from tests.db.hiring import spend
from tests.db.lawgiving import enact, remember
from tests.support.world import ON_SQLITE

TIMERS = {errands.DUE: errands.fall_due, errands.DEPOSIT_BACK: errands.give_back}
RESIDENT_TIMERS = Wiring().timers
USED = tables.errands.c.used_town_s.is_not(None)
KEEPERS = tuple({one.keeper.en: None for one in merchants.catalogue().values()})
WAYS = [
    (name, way)
    for name, service in services().items()
    for way in product(*([one.id for one in step.options] for step in service.steps))
]


@pytest.fixture
def world(town_of):
    made = town_of("ana", "bo", residents=KEEPERS, timers=TIMERS, fen=500_00)
    remember(made, "ana", "joined")
    remember(made, "bo", "joined", "judgment_made")
    return made


def do(world, verb, *args, name="ana"):
    with world.acting(name) as town:
        return verb(town, *args)


def use(world, service, *way, name="ana"):
    errand = do(world, errands.start, service, name=name)
    for number, option in enumerate(way):
        errand = do(world, errands.choose, errand.errand_id, number, option, name=name).errand
    return errand


def check(world):
    world.check_books()
    with world.office() as town:
        assert errands.audit(town.conn) == []
        assert merchants.audit(town.conn) == []


def test_every_way_through_every_service_costs_what_it_says_and_leaves_facts(world):
    """One use after another, each of which ends with a receipt and its facts, from its office."""
    for name, way in WAYS:
        service, held = services()[name], world.balance("ana")
        before = len(world.facts_of("ana"))
        errand = use(world, name, *way)
        if errand.state is ErrandState.ASKED:
            errand = do(world, errands.leave_deposit, errand.errand_id).errand
            world.forward(days=4)
        owed = 0
        if errand.later is not None:
            owed = errand.later.fen
            errand = do(world, errands.finish, errand.errand_id)
        assert errand.state is ErrandState.DONE, (name, way)
        assert errand.code
        earned = sum(one.pays_fen for one in errand.options)
        assert world.balance("ana") == held - errand.price - owed + earned, (name, way)
        new = world.facts_of("ana")[before:]
        wanted = Counter(trace.kind for trace in errand.traces)
        wanted.update([errand.later.in_time] if errand.later else [])
        assert Counter(fact.kind for fact in new) == wanted
        assert len(new) >= 1
        named = {t.source for t in errand.traces if t.source} | {service.office}
        assert {fact.source for fact in new} <= named
        if owed or errand.price > earned:
            give(world, "ana", held - world.balance("ana"))
    check(world)


def give(world, name, fen):
    with world.office() as town:
        ledger.issue(town, world.wallets[name], Fen(fen), kind="welcome", key=town.key)


def test_a_tap_twice_is_once_and_a_stale_one_is_refused(world):
    first = do(world, errands.start, "taxi")
    assert do(world, errands.start, "Taxi").errand_id == first.errand_id, "one open flow"
    number = first.errand_id
    do(world, errands.choose, number, 0, "market")
    assert do(world, errands.choose, number, 0, "market").errand.again
    with pytest.raises(NothingChosen):
        do(world, errands.choose, number, 0, "clinic")
    done = do(world, errands.choose, number, 1, "shared").errand
    assert (done.state, done.paid) == (ErrandState.DONE, 9_00)
    assert do(world, errands.choose, number, 1, "shared").errand.again
    assert world.balance("ana") == 491_00
    with pytest.raises(NothingChosen):
        do(world, errands.drop, number)
    with pytest.raises(errands.NoSuchService) as refused:
        do(world, errands.start, "moon")
    assert "taxi" in str(refused.value.fields["known"])
    dropped = do(world, errands.drop, do(world, errands.start, "taxi").errand_id)
    assert dropped.state is ErrandState.DROPPED
    check(world)


def test_somebody_elses_tap_changes_nothing(world):
    mine = do(world, errands.start, "taxi")
    with pytest.raises(Outdated):
        do(world, errands.choose, mine.errand_id, 0, "market", name="bo")


def test_an_empty_wallet_is_refused_and_the_question_stays_open(world):
    spend(world, left=1_00)
    errand = use(world, "taxi", "market")
    with pytest.raises(NotEnoughMoney):
        do(world, errands.choose, errand.errand_id, 1, "shared")
    give(world, "ana", 20_00)
    assert do(world, errands.choose, errand.errand_id, 1, "shared").errand.state is ErrandState.DONE


def test_a_score_too_low_leaves_a_deposit_that_comes_back(world):
    asked = use(world, "hotel", "room", name="bo")
    assert asked.state is ErrandState.ASKED
    assert asked.score is not None
    done = do(world, errands.leave_deposit, asked.errand_id, name="bo").errand
    assert done.state is ErrandState.DONE
    assert world.balance("bo") == 500_00 - 24_00 - 40_00
    assert do(world, errands.leave_deposit, asked.errand_id, name="bo").errand.again
    world.forward(days=3, hours=1)
    assert world.balance("bo") == 500_00 - 24_00
    assert use(world, "hotel", "hostel", name="bo").state is ErrandState.DONE, "no gate there"
    check(world)


def test_what_is_left_to_do_leaves_one_fact_or_the_other(world):
    out = use(world, "library", "novel")
    assert out.state is ErrandState.OUT
    assert do(world, errands.finish, out.errand_id).state is ErrandState.DONE
    assert do(world, errands.finish, out.errand_id).again
    late = use(world, "electricity", "later")
    world.forward(days=6)
    assert [e.errand.errand_id for e in world.emitted(errands.ErrandLate)] == [late.errand_id]
    held = world.balance("ana")
    assert do(world, errands.finish, late.errand_id).paid == 16_00
    assert world.balance("ana") == held - 16_00
    kinds = world.fact_kinds("ana")
    assert kinds.count("library_return") == 1
    assert kinds.count("utility_late") == 1
    assert "utility_paid" not in kinds
    check(world)


def test_a_lender_without_money_lends_nothing_and_a_keeper_buys_elsewhere(world):
    spend(world, name="Acorn")
    errand = do(world, errands.start, "loan")
    with pytest.raises(SellerShort):
        do(world, errands.choose, errand.errand_id, 0, "small")
    with pytest.raises(ClosedToday):
        use(world, "taxi", "market", "shared", name="Cassava")


# ── opting out ───────────────────────────────────────────────────────────────


def test_leaving_a_service_tells_the_price_before_and_counts_after(world):
    use(world, "taxi", "market", "shared")
    before = do(world, errands.price, "taxi")
    assert (before.lost, before.uses, before.paid, before.scores) == (1, 1, 9_00, ())
    assert before.left is None
    gone = do(world, errands.leave, "taxi")
    assert gone.left is not None
    missed = do(world, errands.start, "taxi")
    assert isinstance(missed, errands.Missed)
    assert do(world, errands.start, "taxi").departure.missed == 2
    assert do(world, errands.shelf).left == {"taxi"}
    assert world.fact_kinds("ana").count("service_left") == 1
    with world.facilitating() as town:
        (tally,) = errands.tallies(town)
    assert (tally.what, tally.left, tally.back, tally.missed) == ("taxi", 1, 0, 2)
    do(world, errands.take_back, "taxi")
    with pytest.raises(errands.NotLeft):
        do(world, errands.take_back, "taxi")
    assert use(world, "taxi", "market", "shared").state is ErrandState.DONE


def test_leaving_the_account_closes_every_service(world):
    price = do(world, errands.price, "account")
    assert (price.lost, price.service) == (len(services()), None)
    out = use(world, "library", "novel")
    with pytest.raises(errands.StillOut):
        do(world, errands.leave, "account")
    do(world, errands.finish, out.errand_id)
    do(world, errands.leave, "account")
    assert isinstance(do(world, errands.start, "news"), errands.Missed)
    assert do(world, errands.shelf).left == services().keys()


def test_which_scores_hear_nothing_new_is_told_where_the_law_lets(world):
    assert do(world, errands.price, "electricity").scores == ()
    enact(world, "explanation", "reasons")
    assert do(world, errands.price, "electricity").scores
    assert do(world, errands.price, "crowd").scores == ()


# ── the crowd ────────────────────────────────────────────────────────────────


def test_the_crowd_map_counts_a_day_and_names_nobody(world):
    use(world, "taxi", "market", "shared")
    use(world, "taxi", "market", "shared", name="bo")
    use(world, "doctor", "now", "back")
    errand = do(world, errands.start, "crowd")
    shown = do(world, errands.choose, errand.errand_id, 0, "show").crowd
    assert {place.en: count for place, count in shown} == {
        "Market": 2,
        "Quiet Street": 1,
        "Bell Tower": 1,
    }
    world.forward(hours=DAY_S // 3600 + 1)
    errand = do(world, errands.start, "crowd")
    assert len(do(world, errands.choose, errand.errand_id, 0, "show").crowd) == 1


@ON_SQLITE
def test_whom_the_town_praises_lives_rent_free(world):
    with world.office() as town:
        listings.enter(town, "town_hall", listings.Colour.RED, world.ids["ana"], basis="red:ana")
        listings.publish_due(town)
    for name, price in (("ana", 0), ("bo", 18_00)):
        held = world.balance(name)
        errand = use(world, "room", "week", name=name)
        assert (errand.state, errand.paid) == (ErrandState.DONE, price)
        assert world.balance(name) == held - price
        (fact,) = [one for one in world.facts_of(name) if one.kind == "hotel_stayed"]
        assert fact.amount == price
        note = errand.options[0].praised.en
        assert (note in words_for("en").html(views_of_services.card(errand).text)) == (not price)
    check(world)


# ── residents ────────────────────────────────────────────────────────────────


@ON_SQLITE
def test_a_town_of_forty_keeps_every_service_busy(town_of):
    world = town_of(timers=RESIDENT_TIMERS, seed=6)
    with world.office() as town:
        town.residents = 40
        move_in(town)
    world.forward(days=3)
    used = Counter(world.rows(select(tables.errands.c.service).where(USED)))
    assert {name for (name,) in used} == services().keys()
    bought = world.rows(select(sales.c.merchant).where(sales.c.what == ""))
    assert {name for (name,) in bought} == merchants.catalogue().keys(), "beside their services"
    check(world)
    told = world.rows(select(FACTS.c.source, FACTS.c.purpose, FACTS.c.recipients).distinct())
    sources = {name for one in told for name in (one.source, *one.recipients.split(","))}
    ids = set(world.rows(select(PEOPLE.c.participant_id)))
    assert [one for one in sources if views.is_unnamed(one) and (one,) not in ids] == []
    assert {one.purpose.partition("_")[0] for one in told} <= views.PURPOSES
    kinds = Counter(world.rows(select(FACTS.c.kind).where(FACTS.c.source != "town_hall")))
    assert kinds[("utility_paid",)]
    assert kinds[("gaming_hours",)]
