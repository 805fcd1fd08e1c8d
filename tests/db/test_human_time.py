"""What waits for a person waits real minutes, whatever becomes of the town clock."""

from __future__ import annotations

import pytest

from services.kernel.errors import Outdated
from services.kernel.money import Fen
from services.living import errands, rentals
from services.money import envelopes, transfers
from services.money.envelopes import EnvelopeLapsed, ShareOpened
from services.money.transfers import TransferExpired
from services.social import calls, friends, ratings, requests
from services.social.calls import CallClosed
from services.social.requests import RequestEnded, RequestReminded
from services.standing import courts
from services.workshops.sessions import clockwork
from tests.support.world import Builder, World

TIMERS = {
    transfers.TIMER: transfers.expire,
    envelopes.TIMER: envelopes.expire,
    calls.CALL_TIMEOUT: calls.time_out,
    requests.REMIND: requests.remind,
    requests.LAPSE: requests.lapse,
    ratings.SEAL: ratings.open_seal,
    errands.DUE: errands.fall_due,
    rentals.EXPIRY: rentals.expire,
    rentals.DUE: rentals.fall_due,
    rentals.LOST: rentals.lose,
    rentals.DEBIT: rentals.debit_due,
    courts.JUDGMENT_DUE: courts.enforce_overdue,
}
WAIT_S = 300
KEEPERS = ("Candle", "Ledger")


@pytest.fixture
def world(town_of: Builder) -> World:
    made = town_of("ana", "bo", residents=("rui", *KEEPERS), timers=TIMERS)
    made.human_wait_s = WAIT_S
    return made


def pay(world: World, to: str) -> transfers.Payment:
    with world.acting("ana") as town:
        return transfers.offer(town, to, Fen(100))


def test_a_payment_waits_five_minutes_for_a_person_and_a_town_day_for_a_resident(world: World):
    assert (pay(world, "bo").minutes, pay(world, "rui").minutes) == (5, 0)
    world.forward(days=30)
    (first,) = world.emitted(TransferExpired)
    assert first.payment.receiver_name == "Rui"
    world.pass_wall(ms=WAIT_S * 1_000 - 1)
    assert len(world.emitted(TransferExpired)) == 1
    world.pass_wall(ms=1)
    assert len(world.emitted(TransferExpired)) == 2
    world.check_books()


def test_what_waits_can_be_answered_until_its_time_is_up(world: World):
    payment = pay(world, "bo")
    world.forward(days=3)
    with world.acting("bo") as town:
        assert transfers.accept(town, payment.payment_id).state is transfers.PaymentState.ACCEPTED


def test_while_the_town_stands_still_nothing_runs_out(world: World):
    pay(world, "bo")
    for act, ms in ((clockwork.pause, 2 * WAIT_S * 1_000), (clockwork.resume, 1_000)):
        with world.facilitating() as town:
            act(town)
        world.clock.pass_ms(ms)
        if act is clockwork.resume:
            world.run_due()
    assert world.emitted(TransferExpired) == []
    world.pass_wall(ms=WAIT_S * 1_000)
    assert len(world.emitted(TransferExpired)) == 1


def test_a_request_waits_five_minutes_for_a_person_and_three_days_for_a_resident(world: World):
    with world.office() as town:
        for name in ("bo", "rui"):
            friends.acquaint(town, world.ids["ana"], world.ids[name])
    shares = {}
    for name in ("bo", "rui"):
        with world.acting("ana") as town:
            (shares[name],) = requests.ask(town, name, Fen(100)).shares
    world.forward(days=30)
    assert [one.share.payer_name for one in world.emitted(RequestEnded)] == ["Rui"]
    with world.acting("bo") as town:
        assert [share for _, share in requests.waiting_shares(town)] == [shares["bo"]]
    for ms, reminded, ended in ((WAIT_S * 500, 2, 1), (WAIT_S * 500 - 1, 2, 1), (1, 2, 2)):
        world.pass_wall(ms=ms)
        assert len(world.emitted(RequestReminded)) == reminded
        assert len(world.emitted(RequestEnded)) == ended
    with world.acting("bo") as town:
        assert requests.waiting_shares(town) == []


def test_a_request_can_be_paid_from_home_for_as_long_as_it_waits(world: World):
    with world.office() as town:
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
    with world.acting("ana") as town:
        (share,) = requests.ask(town, "bo", Fen(100)).shares
    world.forward(days=10)
    with world.acting("ana") as town, pytest.raises(Outdated):
        requests.my_share(town, share.share_id)
    with world.acting("bo") as town:
        requests.pay(town, requests.my_share(town, share.share_id)[1].share_id)
    world.check_books()


def test_envelopes_wait_for_people_as_well(world: World):
    for to in ("bo", "rui"):
        with world.acting("ana") as town:
            envelopes.send_to(town, to, Fen(100))
    with world.acting("ana") as town:
        envelopes.send(town, Fen(100), 2)
    world.forward(days=2)
    assert [one.card.recipient for one in world.emitted(EnvelopeLapsed)] == [world.ids["rui"]]
    assert world.emitted(ShareOpened) == []
    world.pass_wall(ms=WAIT_S * 1_000)
    assert len(world.emitted(EnvelopeLapsed)) == 3


def borrow(world: World, who: str) -> errands.Errand:
    with world.acting(who) as town:
        errand = errands.start(town, "library")
        for step in (0, 1):
            assert isinstance(errand, errands.Errand)
            if errand.step is None:
                break
            errand = errands.choose(town, errand.errand_id, step, errand.step.options[0].id).errand
    assert isinstance(errand, errands.Errand)
    return errand


def test_a_duty_waits_for_a_person_and_is_late_for_a_resident_on_its_day(world: World):
    borrowed = {who: borrow(world, who) for who in ("ana", "rui")}
    assert borrowed["rui"].due is not None
    assert borrowed["ana"].due == max(borrowed["rui"].due, town_after(world, WAIT_S))
    world.forward(days=30)
    assert [one.errand.who for one in world.emitted(errands.ErrandLate)] == [world.ids["rui"]]
    with world.acting("ana") as town:
        assert errands.duties(town) == [borrowed["ana"]]
    world.pass_wall(ms=WAIT_S * 1_000)
    assert len(world.emitted(errands.ErrandLate)) == 2


def town_after(world: World, real_s: int) -> int:
    with world.office() as town:
        return town.workshop.clock.at(town.wall_ms + 1_000 * real_s)


def hire(world: World, who: str) -> rentals.Order:
    with world.acting(who) as town:
        order = rentals.start(town, "umbrella")
        if rentals.confirm(town, order.order_id).order.state is not rentals.OrderState.IN_USE:
            rentals.pay_deposit(town, order.order_id)
        return rentals.find_order(town, order.order_id)


def test_what_is_hired_is_late_and_lost_only_after_real_minutes(world: World):
    orders = {who: hire(world, who) for who in ("ana", "bo", "rui")}
    world.forward(days=60)
    assert [one.order.who for one in world.emitted(rentals.RentalEnded)] == [world.ids["rui"]]
    with world.acting("ana") as town:
        back = rentals.give_back(town, orders["ana"].order_id)
    assert back.ending is rentals.Ending.IN_TIME, "a leap of the town clock makes nobody late"
    world.pass_wall(ms=WAIT_S * 1_000)
    assert world.emitted(rentals.RentalDue)[-1].order.who == world.ids["bo"]
    with world.acting("bo") as town:
        late = rentals.give_back(town, orders["bo"].order_id)
    assert late.ending is rentals.Ending.LATE
    world.check_books()


def test_an_order_that_waits_to_be_confirmed_outlives_a_leap(world: World):
    with world.acting("ana") as town:
        order = rentals.start(town, "umbrella")
    world.forward(days=60)
    with world.acting("ana") as town:
        assert rentals.confirm(town, order.order_id).order.state is not rentals.OrderState.EXPIRED


def test_a_judgment_lists_a_person_only_after_real_minutes(world: World):
    for who in ("ana", "rui"):
        with world.facilitating() as town:
            judged = courts.judge(town, world.ids[who])
        if who == "ana":
            assert judged.due.town_s >= town_after(world, WAIT_S)
    world.forward(days=30)
    with world.office() as town:
        assert [one.debtor for one in courts.open_judgments(town) if one.enforced] == [
            world.ids["rui"]
        ]
    world.pass_wall(ms=WAIT_S * 1_000)
    with world.office() as town:
        assert all(one.enforced for one in courts.open_judgments(town))


@pytest.mark.parametrize(("callee", "rings"), [("bo", True), ("rui", False)])
def test_a_call_rings_a_real_minute_for_a_person(world: World, callee: str, rings: bool):
    with world.acting("ana") as town:
        calls.ring(town, callee)
    world.pass_wall(ms=59_000)
    assert (world.emitted(CallClosed) == []) is rings
    world.pass_wall(ms=1_000)
    assert len(world.emitted(CallClosed)) == 1
