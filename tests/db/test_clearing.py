"""The regulator's view: blank without clearing, filled with it, and what was blank stays so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from services.kernel.errors import NotAllowed
from services.kernel.money import Fen
from services.law import switchboard
from services.modules import Wiring
from services.money import clearing, merchants, transfers
from services.money.clearing import (
    AlreadyWatching,
    NamedBefore,
    NoPlot,
    NoRegulator,
    NotRegulator,
    PlotBegun,
    SuspectNamed,
)
from services.money.clearing.tables import laundering_plots
from services.people.identity import ParticipantLeft

SHOPS = ("Ledger", "Magpie", "Cassava", "Dice", "Acorn", "Candle")
TIMERS = {clearing.PLOT_STEP: clearing.step}


@pytest.fixture
def world(town_of):
    world = town_of("ana", "bo", "cy", residents=SHOPS, timers=TIMERS)
    with world.facilitating() as town:
        clearing.appoint(town, "bo")
    return world


def paid(world, fen, key):
    world.pass_wall(ms=100)
    with world.acting("ana") as town:
        merchants.charge(town, "tricycle", Fen(fen), "", key=key)
    world.pass_wall(ms=100)


def spend(world, names):
    """Have some pay all they hold to Ana."""
    for name in names:
        held = Fen(world.balance(name))
        with world.acting(name) as town:
            envelope = transfers.offer(town, "ana", held)
        with world.acting("ana") as town:
            transfers.accept(town, envelope.payment_id)


def cleared(world, value="on"):
    with world.facilitating() as town:
        switchboard.enact(town, "clearing", value)


def seen(world, who="bo"):
    with world.acting(who) as town:
        return clearing.feed(town)


def test_flipping_the_switch_fills_what_comes_and_nothing_that_was(world):
    paid(world, 100, "before")
    (blank,) = seen(world).rows.items
    assert (blank.amount, blank.payer, blank.payee, blank.place) == (100, None, None, None)
    cleared(world)
    paid(world, 200, "during")
    with world.acting("ana") as town:
        payment = transfers.offer(town, "cy", Fen(50))
    with world.acting("cy") as town:
        transfers.accept(town, payment.payment_id)
    found = seen(world)
    person, bought, still_blank = found.rows.items
    assert (person.payer, person.payee, person.place) == ("Ana", "Cy", None)
    assert (bought.payer, bought.payee.en, bought.place.en) == (
        "Ana", "Ledger's Tricycle", "East Gate",
    )  # fmt: skip
    assert (still_blank, found.blank, found.is_cleared) == (blank, 1, True)
    world.pass_wall(ms=100)
    cleared(world, "off")
    paid(world, 300, "after")
    assert [row.payee is None for row in seen(world).rows.items] == [True, False, False, True]


def test_only_the_appointed_and_the_facilitator_look(world):
    for who in ("ana", "Ledger"):
        with pytest.raises(NotRegulator):
            seen(world, who)
    with world.facilitating() as town:
        assert clearing.feed(town).tally == (0, (0, 0), (0, 0))
        with pytest.raises(AlreadyWatching):
            clearing.appoint(town, "Bo")
    assert seen(world).tally is None
    with world.acting("ana") as town, pytest.raises(NotAllowed):
        clearing.appoint(town, "ana")


def test_a_plot_is_seen_only_through_clearing_and_one_suspect_is_counted(world):
    with world.acting("bo") as town, pytest.raises(NoPlot):
        clearing.accuse(town, "Ledger")
    with world.facilitating(key="turn:1") as town:
        clearing.begin_plot(town)
        clearing.begin_plot(town)
    assert [told.watchers for told in world.emitted(PlotBegun)] == [(world.ids["bo"],)]
    world.forward(days=1)
    found = seen(world)
    assert (found.evasive, found.blank) == ((), 6)
    cleared(world)
    world.forward(days=2)
    (front, count, payers, total), *_ = seen(world).evasive
    assert (count, payers) == (12, 4)
    assert 12 * 940 <= total <= 12 * 995
    keeper = next(one.keeper.en for one in merchants.catalogue().values() if one.title == front)
    with world.acting("ana") as town, pytest.raises(NotRegulator):
        clearing.accuse(town, keeper)
    with world.acting("bo") as town:
        assert clearing.accuse(town, keeper).is_right
    with world.acting("bo") as town, pytest.raises(NamedBefore):
        clearing.accuse(town, "Ana")
    with world.facilitating() as town:
        assert clearing.feed(town).tally == (1, (1, 1), (0, 0))
    assert world.fact_kinds(keeper).count("laundering_named") == 1
    world.forward(days=9)
    with world.office() as town:
        assert clearing.feed(town).rows.total == 24, "the plot ends"
    world.check_books()


def test_whoever_has_no_money_left_is_stood_in_for(world):
    with world.facilitating() as town:
        clearing.begin_plot(town)
    cleared(world)
    spend(world, SHOPS[:3])
    world.forward(days=4)
    assert seen(world).evasive[0][1] == 24, "no turn is missed"


def test_a_front_takes_what_everybody_pays_with(world):
    for turn in range(40):
        with world.facilitating(key=f"turn:{turn}") as town:
            clearing.begin_plot(town)
    with world.office() as town:
        fronts = set(town.conn.scalars(select(laundering_plots.c.front)))
    assert len(fronts) > 3
    assert {merchants.catalogue()[front].platforms.count("wechat_pay") for front in fronts} == {1}


def test_a_wrong_name_is_counted_and_told(world):
    with world.facilitating() as town:
        clearing.begin_plot(town)
    with world.acting("bo") as town:
        done = clearing.accuse(town, "ana")
    assert (done.is_right, done.suspect_name) == (False, "Ana")
    assert world.emitted(SuspectNamed) == [done]
    with world.facilitating() as town:
        assert clearing.feed(town).tally == (1, (0, 0), (1, 0))


def test_no_plot_where_nobody_watches_or_nobody_sells(town_of):
    world = town_of("ana", "bo")
    with world.facilitating() as town, pytest.raises(NoRegulator):
        clearing.begin_plot(town)
    with world.facilitating() as town:
        clearing.appoint(town, "ana")
        with pytest.raises(NoPlot):
            clearing.begin_plot(town)


def test_whoever_watches_and_leaves_watches_no_more(world):
    with world.office() as town:
        town.emit(ParticipantLeft(town.workshop_id, world.ids["bo"], "Bo"))
        Wiring().settle(town)
    with pytest.raises(NotRegulator):
        seen(world)
