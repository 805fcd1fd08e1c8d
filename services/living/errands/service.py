"""Using a service: start, choose, leave a deposit where a gate asks for one, do what is left to do.

One row a use. Money goes to the seller at once; facts are those that the service's file names.
Whoever has opted out of a service finds it closed, and that is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import change_row, insert_new
from services.kernel.time import DAY_S
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import Event, Town
from services.living.errands.catalogue import TYPED_MAX, named, services
from services.living.errands.counters import asked_gate, stopped_at_counter
from services.living.errands.optouts import Missed, NoSuchService, left_by, miss
from services.living.errands.records import (
    WAITING,
    Errand,
    ErrandState,
    Shelf,
    crowd,
    duties,
    find_errand,
    locked_errand,
)
from services.living.errands.tables import errands
from services.money import ledger, merchants
from services.people.facts import Fact, record
from services.people.identity import by_id, human_wait_s
from services.standing import listings

DUE = "errand_due"  # the timers' kinds
DEPOSIT_BACK = "errand_deposit_back"
DEPOSIT = "errand_deposit"  # the purpose of the hold, and the kind of its transfer
PAYS = "errand_pay"


class NothingChosen(RuleError):
    """This question was answered or given up before."""


class SellerShort(RuleError):
    """The seller would have to pay and cannot. Field: `seller`."""


class ClosedToday(RuleError):
    """Whoever keeps it does not live in this town, or is the one who asks. Field: `service`."""


@dataclass(frozen=True, slots=True)
class ErrandLate(Event):
    """What was to be done was not done by its day."""

    errand: Errand


@dataclass(frozen=True, slots=True)
class Chosen:
    """An errand after a tap, and what it shows when it is done: places and how many are there."""

    errand: Errand
    crowd: tuple[tuple[Localized, int], ...] = ()


def shelf(town: Town) -> Shelf:
    """All services, and how the asker stands."""
    return Shelf(tuple(services().values()), left_by(town), tuple(duties(town)))


def start(town: Town, typed: str) -> Errand | Missed:
    """A use to be chosen, or the one that waits already. Raises `NoSuchService`."""
    service = named(typed)
    if service is None:
        raise NoSuchService(typed=typed.strip()[:TYPED_MAX], known=", ".join(services()))
    missed = miss(town, service)
    if missed is not None:
        return missed
    me, name = town.actor.pid, service.service_id
    new = {"workshop_id": town.workshop_id, "who": me, "service": name, "begun_town_s": town.now}
    is_new = insert_new(town.conn, errands, key=f"{me}:{town.key}", **new)
    mine = (errands.c.who == me, errands.c.service == name)
    found = town.conn.scalar(
        select(errands.c.errand_id).where(*mine).order_by(errands.c.errand_id.desc()).limit(1)
    )
    if found is None:
        raise Outdated
    return replace(find_errand(town, found), again=not is_new)


def choose(town: Town, errand_id: int, step: int, option: str) -> Chosen:
    """Answer one question; the last answer uses the service, or a gate asks for a deposit.

    The same answer again is the same. Raises `NothingChosen`, `Outdated`, `SellerShort`,
    `ClosedToday`, and what paying raises.
    """
    errand = locked_errand(town, errand_id)
    picked = [one.id for one in errand.options]
    if step < len(picked) and picked[step] == option:
        return Chosen(replace(errand, again=True))
    if errand.state is not ErrandState.OPEN or step != len(picked):
        raise NothingChosen
    if errand.step is None or option not in {one.id for one in errand.step.options}:
        raise Outdated
    errand = _change(town, errand, picked=" ".join((*picked, option)))
    if errand.step is not None:
        return Chosen(errand)
    stopped = stopped_at_counter(town, errand)
    return _used(town, errand) if stopped is None else Chosen(_change(town, errand, **stopped))


def leave_deposit(town: Town, errand_id: int) -> Chosen:
    """Leave the deposit that was asked for, and use the service. Raises `NothingChosen`."""
    errand = locked_errand(town, errand_id)
    if errand.has_deposit:
        return Chosen(replace(errand, again=True))
    gate = asked_gate(errand)
    if errand.state is not ErrandState.ASKED or gate is None:
        raise NothingChosen
    wallet, subject = by_id(town, errand.who).wallet, str(errand_id)
    held = ledger.hold(town, wallet, Fen(gate.deposit_fen), purpose=DEPOSIT, subject=subject)
    set_timer(town, DEPOSIT_BACK, subject, due=town.now + gate.deposit_days * DAY_S)
    return _used(town, _change(town, errand, deposit=held))


def drop(town: Town, errand_id: int) -> Errand:
    """Give up a use that has not happened. Twice is once. Raises `NothingChosen`."""
    errand = locked_errand(town, errand_id)
    if errand.state is ErrandState.DROPPED:
        return replace(errand, again=True)
    if errand.state not in WAITING:
        raise NothingChosen
    return _change(town, errand, state=ErrandState.DROPPED)


def finish(town: Town, errand_id: int) -> Errand:
    """Do what was still to be done: bring back, pay back, go there. Raises `NothingChosen`."""
    errand = locked_errand(town, errand_id)
    if errand.state is ErrandState.DONE and errand.due is not None:
        return replace(errand, again=True)
    if errand.later is None or errand.state not in (ErrandState.OUT, ErrandState.LATE):
        raise NothingChosen
    clear_timer(town, DUE, str(errand_id))
    paid = _charge(town, errand, Fen(errand.later.fen), "later")
    if errand.state is ErrandState.OUT:
        _note(town, errand, errand.later.in_time, errand.later.fen)
    total = errand.paid + (errand.later.fen if paid else 0)
    return _change(town, errand, state=ErrandState.DONE, paid_fen=total)


def fall_due(town: Town, subject: str) -> None:
    """A timer's verb: the day has passed on which something was to be done."""
    errand = find_errand(town, int(subject))
    if errand.state is ErrandState.OUT and errand.later is not None:
        _note(town, errand, errand.later.late, errand.later.fen)
        town.emit(ErrandLate(_change(town, errand, state=ErrandState.LATE)))


def give_back(town: Town, subject: str) -> None:
    """A timer's verb: a deposit goes back."""
    errand = find_errand(town, int(subject))
    held = ledger.open_account(town, ledger.HOLD, f"{DEPOSIT}:{subject}")
    wallet = by_id(town, errand.who).wallet
    ledger.release(town, held, wallet, kind=DEPOSIT_BACK, subject=subject)


def _used(town: Town, errand: Errand) -> Chosen:
    """The service is used: money, facts, receipt."""
    number = str(errand.errand_id)
    price = _price(town, errand)
    sold = _charge(town, errand, price, "use")
    _pay_out(town, errand)
    code = sold.code if sold else _code(town, number)
    said: dict[str, Any] = {"paid_fen": price, "code": code, "place": errand.place.en}
    if errand.later is not None:
        due, waits_s = town.now + errand.later.days * DAY_S, human_wait_s(town, errand.who)
        due = set_timer(town, DUE, number, due=due, waits_s=waits_s)
        said |= {"state": ErrandState.OUT, "due_town_s": due}
    else:
        said |= {"state": ErrandState.DONE}
    for trace in errand.traces:
        amount = price if trace.amount == "price" else trace.amount
        _note(town, errand, trace.kind, amount, trace.source)
    done = _change(town, errand, used_town_s=town.now, **said)
    return Chosen(done, crowd(town) if done.service.shows == "crowd" else ())


def _price(town: Town, errand: Errand) -> Fen:
    """What it costs the actor: what the town gives to those it praises costs them nothing."""
    given = Fen(sum(one.fen for one in errand.options if one.praised))
    is_given = given and listings.is_praised(town, errand.who)
    return Fen(errand.price - given) if is_given else errand.price


def _charge(town: Town, errand: Errand, amount: Fen, part: str) -> merchants.Sale | None:
    """Pay the seller, once for each part of an errand; nothing where nothing is to be paid."""
    if not amount:
        return None
    service = errand.service
    key = f"errand:{errand.errand_id}:{part}"
    try:
        return merchants.charge(
            town, service.merchant, amount, service.service_id, key=key, fact=False
        )
    except (merchants.NoSuchMerchant, merchants.OwnShop) as closed:
        raise ClosedToday(service=service.title) from closed


def _pay_out(town: Town, errand: Errand) -> None:
    """What the seller pays: wages, a loan. Raises `SellerShort`, `ClosedToday`."""
    amount = Fen(sum(one.pays_fen for one in errand.options))
    if not amount:
        return
    try:
        at = merchants.shop(town, errand.service.merchant)
    except merchants.NoSuchMerchant as closed:
        raise ClosedToday(service=errand.service.title) from closed
    if at.keeper == errand.who:
        raise ClosedToday(service=errand.service.title)
    try:
        ledger.move(
            town,
            ledger.Transfer(
                key=f"errand:{errand.errand_id}:pay",
                kind=PAYS,
                source=by_id(town, at.keeper).wallet,
                target=by_id(town, errand.who).wallet,
                amount=amount,
                subject=errand.service.service_id,
            ),
        )
    except ledger.NotEnoughMoney as short:
        raise SellerShort(seller=at.merchant.title) from short


def _note(town: Town, errand: Errand, kind: str, amount: int, source: str | None = None) -> None:
    service = errand.service
    fact = Fact(
        errand.who,
        kind,
        amount,
        counterpart=service.merchant,
        source=source or service.office,
        key=f"errand:{errand.errand_id}:{kind}",
    )
    record(town, fact)


def _code(town: Town, number: str) -> str:
    """What is on the receipt of something that cost nothing."""
    return merchants.receipt_code(town, "E", int(number))


def _change(town: Town, errand: Errand, **said: Any) -> Errand:  # noqa: ANN401 - columns
    change_row(town.conn, errands, errand.errand_id, **said)
    return find_errand(town, errand.errand_id)
