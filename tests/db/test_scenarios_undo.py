"""Taking plays of cards back: what comes back, what does not, and once."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from services.kernel.audit_log import latest
from services.kernel.errors import NotAllowed, Outdated
from services.kernel.money import Fen, Money
from services.kernel.time import HOUR_S
from services.kernel.town import ParticipantId
from services.law import switchboard
from services.law.switchboard import Switch
from services.living import rentals
from services.money import clearing, envelopes, ledger
from services.money.envelopes import gala
from services.people.facts.tables import FACT_STRUCK
from services.people.identity import give_up_seat
from services.social import ratings
from services.standing import accusations, courts, listings, payrolls
from services.standing.accusations import FallState
from services.standing.listings import Colour
from services.workshops import scenarios
from services.workshops.scenarios import Undone
from services.workshops.scenarios.tables import scenario_plans
from tests.support.world import Builder, World

TIMERS = {
    courts.JUDGMENT_DUE: courts.enforce_overdue,
    payrolls.PAYROLL_DUE: payrolls.report_overdue,
    accusations.ACCUSATION_DUE: accusations.fall_due,
    clearing.PLOT_STEP: clearing.step,
    scenarios.CARD_DUE: scenarios.play_due,
    envelopes.TIMER_OPEN: envelopes.open_gala,
    envelopes.TIMER_TICK: envelopes.tick,
    envelopes.TIMER_END: envelopes.end_gala,
    rentals.EXPIRY: rentals.expire,
    rentals.DUE: rentals.fall_due,
    rentals.LOST: rentals.lose,
    rentals.DEBIT: rentals.debit_due,
    rentals.DEBITED: rentals.debit_done,
    ratings.SEAL: ratings.open_seal,
}


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=("Ledger", "rui", "sam", "tao"), timers=TIMERS)


def run(world: World, typed: str) -> scenarios.Ran:
    with world.facilitating() as town:
        return scenarios.run(town, typed)


def undo(world: World, run_id: int | None = None) -> Undone:
    """Take back what is named, else the newest that still can be."""
    with world.facilitating() as town:
        return scenarios.undo(town, run_id or scenarios.undoable(town)[0].run_id)


def codes(done: Undone) -> list[str]:
    return [one.code for one in done.restored]


def blamed(world: World) -> list[str]:
    with world.office() as town:
        listings.strike_lifted(town)
        listings.publish_due(town)
        return [one.name for one in listings.standing(town, Colour.BLACK)]


@pytest.mark.parametrize("is_published", [False, True])
def test_a_judgment_is_withdrawn_with_its_listing_whether_it_shows_or_not(
    world: World, *, is_published: bool
):
    run(world, "journalist ana")
    if is_published:
        assert blamed(world) == ["Ana"]
    assert codes(undo(world)) == ["withdraw_judgment"]
    assert blamed(world) == []
    counted = set(world.fact_kinds("ana")) - {FACT_STRUCK}
    struck = [fact.key for fact in world.facts_of("ana") if fact.kind == FACT_STRUCK]
    assert counted >= {"judgment_made", "listed", "delisted"}
    assert len(struck) == 2
    with world.facilitating() as town:
        assert courts.open_judgments(town) == []
        assert latest(town.conn)[0].action == "undo"


def test_a_paid_judgment_gives_back_what_the_court_has(world: World):
    run(world, "judgment_served ana")
    with world.facilitating() as town:
        [judgment] = courts.open_judgments(town)
    with world.acting("ana") as town:
        courts.pay_judgment(town, judgment.judgment_id)
    assert world.balance("ana") == 40_00
    [told] = undo(world).restored
    assert (told.code, told.fields["back"]) == ("judgment_paid_back", judgment.amount)
    assert world.balance("ana") == 100_00
    with pytest.raises(courts.JudgmentSettled), world.acting("ana") as town:
        courts.pay_judgment(town, judgment.judgment_id)
    world.check_books()


def test_a_gala_of_any_amount_is_taken_back_as_its_card_is(world: World):
    with world.facilitating() as town:
        given = scenarios.give_gala(town, Fen(300_00), 2)
        assert scenarios.give_gala(town, Fen(300_00), 2) == given
    with world.office() as town:
        gala.open_gala(town, str(given.gala_id))
    world.pass_wall(ms=gala.COUNTDOWN_MS)
    with world.acting("ana") as town:
        envelopes.tap(town, given.gala_id)
    share = world.balance("ana") - 100_00
    assert share > 0
    [told] = undo(world).restored
    assert (told.code, told.fields["back"]) == ("take_back_gala", Money(Fen(share)))
    assert world.balance("ana") == 100_00
    with world.acting("bo") as town:
        assert envelopes.tap(town, given.gala_id).luck is gala.Luck.GONE
    world.check_books()


def test_of_a_gala_comes_back_only_what_is_still_there(world: World):
    run(world, "gala")
    [announced] = world.emitted(envelopes.GalaAnnounced)
    number = announced.card.gala_id
    with world.office() as town:
        gala.open_gala(town, str(number))
    world.pass_wall(ms=gala.COUNTDOWN_MS)
    for name in ("ana", "bo"):
        with world.acting(name) as town:
            envelopes.tap(town, number)
    shares = [world.balance(name) - 100_00 for name in ("ana", "bo")]
    with world.office() as town:  # she spends all she has
        spent = ledger.balance(town, world.wallets["ana"])
        ana, rui = world.wallets["ana"], world.wallets["rui"]
        paid = ledger.Transfer(key="spent", kind="sale", amount=spent, source=ana, target=rui)
        ledger.move(town, paid)
    [told] = undo(world).restored
    assert told.fields == {"back": Money(Fen(shares[1])), "spent": Money(Fen(shares[0]))}
    assert (world.balance("ana"), world.balance("bo")) == (0, 100_00)
    [heard] = world.emitted(envelopes.ShareTakenBack)
    assert heard == envelopes.ShareTakenBack(ParticipantId(world.ids["bo"]), Fen(shares[1]))
    world.check_books()


def test_wages_an_accusation_and_stars_are_taken_back(world: World):
    run(world, "wages ana")
    world.forward(days=2)
    assert blamed(world) == ["Ana"]
    assert codes(undo(world)) == ["withdraw_payroll"]
    assert blamed(world) == []
    with pytest.raises(payrolls.NoPayroll):
        run(world, "wages_paid")
    run(world, "pengci bo")
    [event] = world.emitted(accusations.Accused)
    world.forward(days=3)
    assert blamed(world) == ["Bo"]
    assert codes(undo(world)) == ["drop_accusation"]
    assert blamed(world) == []
    with world.office() as town:
        one = accusations.accusation_of(town, event.accusation.accusation_id)
        assert one.state is FallState.WON
    run(world, "rating_bomb ana")
    with world.office() as town:
        assert ratings.stars_of(town, world.ids["ana"]).count > 0
    assert codes(undo(world)) == ["strike_ratings"]
    with world.office() as town:
        assert ratings.stars_of(town, world.ids["ana"]).count == 0


def test_money_paid_to_be_left_alone_comes_back(world: World):
    run(world, "fall ana")
    with world.acting("ana") as town:
        accusations.settle(town)
    assert world.balance("ana") == 80_00
    undo(world)
    assert world.balance("ana") == 100_00
    world.check_books()


def test_the_law_is_set_back_unless_it_moved_on(world: World):
    run(world, "clearing")
    assert codes(undo(world)) == ["law_back"]
    with world.office() as town:
        assert not switchboard.is_on(town, Switch.CLEARING)
    run(world, "clearing")
    with world.facilitating() as town:
        switchboard.enact(town, "clearing", "off")
    assert codes(undo(world)) == ["law_moved_on"]
    run(world, "friends_free")
    with pytest.raises(scenarios.LawIsOtherwise):
        run(world, "friends_free")


def test_a_plot_stops_and_a_wrong_report_counts_no_more(world: World):
    with world.facilitating() as town:
        clearing.appoint(town, "ana")
    run(world, "laundering")
    assert codes(undo(world)) == ["stop_plot"]
    held = [world.balance(name) for name in ("Ledger", "rui", "sam", "tao")]
    world.forward(days=2)
    assert [world.balance(name) for name in ("Ledger", "rui", "sam", "tao")] == held
    run(world, "feed_error ana")
    assert world.fact_kinds("ana").count("tax_late") == 1
    assert codes(undo(world)) == ["correct_report"]
    assert world.fact_kinds("ana")[-1] == FACT_STRUCK


def test_a_lost_thing_is_found_within_a_month_only(world: World):
    run(world, "umbrella ana")
    lost = world.balance("ana")
    assert lost < 100_00
    assert codes(undo(world)) == ["find_thing"]
    assert lost < world.balance("ana")
    run(world, "umbrella bo")
    world.forward(days=365)
    held = world.balance("bo")
    assert codes(undo(world)) == ["found_too_late"]
    assert world.balance("bo") == held
    world.check_books()


def test_undo_twice_of_nothing_and_of_what_cannot_be_undone_is_refused(world: World):
    with pytest.raises(scenarios.NothingPlayed):
        undo(world)
    first = run(world, "judgment_served ana").run_id
    second = run(world, "clearing").run_id
    undo(world)
    with pytest.raises(scenarios.UndoneBefore):
        undo(world, second)
    assert codes(undo(world, first)) == ["withdraw_judgment"]
    lists = run(world, "lists").run_id
    with pytest.raises(scenarios.CannotUndo) as refused:
        undo(world, lists)
    assert "stays" in str(refused.value.fields["why"])
    with pytest.raises(scenarios.NothingPlayed):
        undo(world)


def test_the_latest_plays_can_each_be_taken_back_and_a_card_s_own_by_its_name(world: World):
    made = [run(world, typed) for typed in ("journalist ana", "clearing", "judgment", "rumour bo")]
    run(world, "lists")
    with world.facilitating() as town:
        shown = scenarios.undoable(town)
        assert [one.run_id for one in shown] == [one.run_id for one in reversed(made)]
        assert [one.name for one in shown] == ["Bo", made[2].name, "", "Ana"]
        assert made[2].name in {"Ledger", "Rui", "Sam", "Tao"}
        assert scenarios.latest_undoable(town, "judgment").run_id == made[2].run_id
    undo(world)
    assert codes(undo(world, made[0].run_id)) == ["withdraw_judgment"], "older than what was undone"
    with world.facilitating() as town:
        assert [one.run_id for one in scenarios.undoable(town)] == [made[2].run_id, made[1].run_id]
        with pytest.raises(scenarios.UndoneBefore):
            scenarios.latest_undoable(town, "rumour")
        with pytest.raises(scenarios.NotPlayed):
            scenarios.latest_undoable(town, "gala")
    with pytest.raises(NotAllowed), world.acting("ana") as town:
        scenarios.undoable(town)


def test_six_plays_are_shown_and_none_on_somebody_who_left(world: World):
    run(world, "rumour bo")
    made = [run(world, "feed_error").run_id for _ in range(7)]
    run(world, "journalist ana")
    with world.office() as town:
        give_up_seat(town.conn, ParticipantId(world.ids["ana"]))
    with world.facilitating() as town:
        shown = scenarios.undoable(town)
    assert [one.run_id for one in shown] == made[:0:-1]


def test_after_they_left_nothing_is_changed(world: World):
    made = run(world, "journalist ana")
    with world.office() as town:
        give_up_seat(town.conn, ParticipantId(world.ids["ana"]))
    with pytest.raises(scenarios.HasLeft) as refused:
        undo(world, made.run_id)
    assert refused.value.fields["name"] == "Ana"
    assert blamed(world) == ["Ana"]


def test_a_child_and_a_flag_for_a_rumour_are_taken_off_with_what_put_them_there(world: World):
    run(world, "student ana")
    assert "Ana" in blamed(world)
    assert codes(undo(world)) == ["withdraw_judgment"]
    assert blamed(world) == []
    run(world, "rumour bo")
    assert blamed(world) == ["Bo"]
    assert codes(undo(world)) == ["withdraw_listing"]
    assert blamed(world) == []


def test_a_card_for_all_strikes_each_once_and_is_taken_back_from_all(world: World):
    made = run(world, "journalist all")
    assert sorted(blamed(world)) == ["Ana", "Bo"]
    assert codes(undo(world, made.run_id)) == ["withdraw_judgment"] * 2
    assert blamed(world) == []


def test_a_planned_card_is_played_at_its_time_and_can_be_taken_back(world: World):
    with world.facilitating() as town:
        planned = scenarios.order(town, "journalist ana in 3 hours")
        assert isinstance(planned, scenarios.Planned)
        assert planned.due.town_s == town.now + 3 * HOUR_S
        assert scenarios.plans(town) == (planned,)
        assert latest(town.conn)[0].action == "card_planned"
    world.forward(hours=2)
    assert blamed(world) == []
    world.forward(hours=1)
    assert blamed(world) == ["Ana"]
    [event] = world.emitted(scenarios.PlanPlayed)
    assert (event.ran.card.card_id, event.ran.name) == ("journalist", "Ana")
    assert codes(undo(world, event.ran.run_id)) == ["withdraw_judgment"]
    with world.facilitating() as town:
        assert scenarios.plans(town) == ()


def test_a_plan_is_cancelled_once_waits_while_the_town_stands_and_says_why_it_cannot(world: World):
    for typed in ("gala 20:00", "judgment_paid tonight"):
        with world.facilitating() as town:
            scenarios.order(town, typed)
    with world.facilitating() as town:
        late, _ = scenarios.plans(town)
        scenarios.cancel(town, late.plan_id)
        with pytest.raises(Outdated):
            scenarios.cancel(town, late.plan_id)
    world.set_clock(lambda clock: clock.paused(world.clock.ms))
    world.pass_wall(ms=86_400_000)
    with world.facilitating() as town:
        assert len(scenarios.plans(town)) == 1
    world.set_clock(lambda clock: clock.resumed(world.clock.ms))
    world.forward(days=365)
    [event] = world.emitted(scenarios.PlanRefused)
    assert (event.card_id, event.why.code) == ("judgment_paid", "no_open_judgment")
    assert world.emitted(envelopes.GalaAnnounced) == []


def test_a_planned_card_that_a_new_version_lacks_hides_no_other_and_is_refused(world: World):
    for typed in ("gala 20:00", "journalist ana in 3 hours"):
        with world.facilitating() as town:
            scenarios.order(town, typed)
    with world.office() as town:
        old = update(scenario_plans).where(scenario_plans.c.card == "journalist")
        town.conn.execute(old.values(card="the_old_journalist"))
    with world.facilitating() as town:
        assert [one.card.card_id for one in scenarios.plans(town)] == ["gala"]
    world.forward(hours=3)
    [event] = world.emitted(scenarios.PlanRefused)
    assert (event.card_id, event.why.code) == ("the_old_journalist", "no_such_card")


def test_a_card_that_binds_the_town_to_votes_can_be_taken_back_and_no_other_law_then(world: World):
    freed = run(world, "friends_free")
    bound = run(world, "consultation")
    with pytest.raises(switchboard.PollNeeded):
        undo(world, freed.run_id)
    assert codes(undo(world, bound.run_id)) == ["law_back"]
    with world.office() as town:
        assert not switchboard.is_on(town, Switch.CONSULTATION)
    assert "law_back" in codes(undo(world, freed.run_id))
