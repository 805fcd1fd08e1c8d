"""Judgments: made and served, paid, or enforced by a listing.

The judgment is served on the debtor; that an unpaid one leads to a listing is not. What the court
is paid goes to its own account, from where it is nobody's wallet's business any more.
"""

from __future__ import annotations

from dataclasses import replace

from services.kernel.errors import Outdated, Retryable, RuleError
from services.kernel.money import Fen, Money
from services.kernel.schema import change_row, insert_new
from services.kernel.time import DAY_S, Moment
from services.kernel.timers import clear_timer, set_timer
from services.kernel.town import STEWARDS, ParticipantId, Town, require
from services.money import ledger
from services.people.facts import Fact, record, strike
from services.people.identity import Neighbour, by_id, human_wait_s, neighbours
from services.standing import listings
from services.standing.courts.judgments import (
    AGENCY,
    Judgment,
    JudgmentDefaulted,
    JudgmentPaid,
    JudgmentServed,
    JudgmentWithdrawn,
    judgment_by_key,
    judgment_of,
    next_number,
    open_judgments,
)
from services.standing.courts.tables import judgments


class NobodyToJudge(RuleError):
    """No resident is left who has no open judgment; participants are not judged by chance."""


class NoOpenJudgment(RuleError):
    """There is no judgment that waits for its payment."""


class JudgmentSettled(RuleError):
    """The judgment was paid or withdrawn; there is nothing left to do. Field: `case`."""


class DebtorCannotPay(RuleError):
    """The debtor holds too little. Fields: `name`, `balance`, `needed` (Money)."""


JUDGMENT_DUE = "judgment_due"  # the timer's kind
PAY_WITHIN_DAYS = 3
DEFAULT_AMOUNT = Fen(60_00)


def judge(
    town: Town,
    against: ParticipantId | None = None,
    amount: Fen = DEFAULT_AMOUNT,
    *,
    days: int = PAY_WITHIN_DAYS,
    tell: type[JudgmentServed | JudgmentDefaulted] | None = JudgmentServed,
) -> Judgment:
    """Make a judgment and serve it (on nobody: `tell` None). Without a debtor, chance names a
    resident.

    Raises `NotAllowed`, `NobodyOfThatName`, `NobodyToJudge`.
    """
    require(town, *STEWARDS)
    key = f"{town.key}:judgment"
    debtor = somebody_to_judge(town) if against is None else by_id(town, against)
    is_new = insert_new(
        town.conn,
        judgments,
        workshop_id=town.workshop_id,
        key=key,
        number=next_number(town),
        debtor=debtor.participant_id,
        amount_fen=amount,
        made_town_s=town.now,
        due_town_s=town.now + days * DAY_S,
    )
    judgment = judgment_by_key(town, key)
    if judgment is None:
        raise Retryable("another judgment took this case number")
    if is_new:
        _record(town, judgment, "judgment_made")
        number, due = judgment.judgment_id, judgment.due.town_s
        waits_s = human_wait_s(town, judgment.debtor)
        due = set_timer(town, JUDGMENT_DUE, str(number), due=due, waits_s=waits_s)
        change_row(town.conn, judgments, number, due_town_s=due)
        judgment = replace(judgment, due=Moment(due))
        if tell is not None:
            town.emit(tell(judgment))
    return judgment


def enforce(town: Town, judgment_id: int, *, to_nobody: bool = False) -> Judgment:
    """The judgment is not paid: the court puts its debtor on its black list, once. It may
    tell nobody, whatever the law wants.

    Raises `NotAllowed`, `JudgmentSettled`, `Outdated`.
    """
    require(town, *STEWARDS)
    judgment = judgment_of(town, judgment_id, is_held=True)
    if judgment.paid is not None or judgment.withdrawn is not None:
        raise JudgmentSettled(case=judgment.case)
    if judgment.enforced is not None:
        return judgment
    colour = listings.Colour.BLACK
    said = listings.Said(to_nobody=to_nobody)
    listings.enter(town, AGENCY, colour, judgment.debtor, basis=judgment.basis, said=said)
    change_row(town.conn, judgments, judgment.judgment_id, enforced_town_s=town.now)
    clear_timer(town, JUDGMENT_DUE, str(judgment_id))
    return replace(judgment, enforced=town.now)


def not_served(
    town: Town, against: ParticipantId | None = None, amount: Fen = DEFAULT_AMOUNT
) -> Judgment:
    """The scenario of J. and L.: judged and listed, and nobody told them. Raises what `judge` does.

    Also where the law wants it served: the court breaks it, and the ombudsman can have it mended.
    A participant is judged so only where whoever runs the town names them, and somebody masked or
    gone never.
    """
    if against is not None:
        listings.require_listable(town, by_id(town, against))
    made = judge(town, against, amount, days=0, tell=None)
    return enforce(town, made.judgment_id, to_nobody=True)


def not_paid(
    town: Town, against: ParticipantId | None = None, amount: Fen = DEFAULT_AMOUNT
) -> Judgment:
    """The scenario "a judgment is not paid": a resident's day has passed; enforced at once.

    Never a participant's: they are served, told, and have their days. Raises what `judge` raises.
    """
    judgment = judge(town, against, amount, days=0, tell=JudgmentDefaulted)
    return enforce(town, judgment.judgment_id)


def list_child(town: Town, child: Neighbour, parent: Neighbour, amount: Fen) -> Judgment:
    """The scenario of Z.: a parent does not pay and cannot, and the court lists the child as well,
    who is under age. Only the law or whoever judges complaints takes that back.

    Raises what `judge` raises, and for whom nobody may list `MinorsSpared` and its like.
    """
    listings.require_listable(town, child, is_minor=True)
    judgment = not_paid(town, parent.participant_id, amount)
    who = child.participant_id
    if who not in listings.minors(town):
        record(town, Fact(who, "under_age", counterpart=AGENCY, source=AGENCY))
    basis = f"kin:{judgment.basis}"
    listings.enter(town, AGENCY, listings.Colour.BLACK, who, basis=basis)
    return judgment


def enforce_overdue(town: Town, subject: str) -> None:
    """A timer's verb: the day of payment has passed."""
    judgment = judgment_of(town, int(subject), is_held=True)
    if judgment.paid is None and judgment.withdrawn is None:
        enforce(town, int(subject))


def pay_judgment(
    town: Town, judgment_id: int | None = None, *, of: ParticipantId | None = None
) -> Judgment:
    """Pay a judgment out of its debtor's wallet, once; without a number, the latest open one `of`
    somebody named, else of a resident, that can be paid, and one that led to a listing first.

    The debtor pays with their own hand; the facilitator's card and the offices may have it paid.
    Raises `NoOpenJudgment`, `Outdated`, `NotEnoughMoney` (the debtor), `DebtorCannotPay` (others).
    """
    judgment = judgment_of(town, judgment_id or _latest_open(town, of).judgment_id, is_held=True)
    if town.actor.participant_id != judgment.debtor and town.actor.role not in STEWARDS:
        raise Outdated
    if judgment.withdrawn is not None:
        raise JudgmentSettled(case=judgment.case)
    if judgment.paid is not None:
        return judgment
    _collect(town, judgment)
    change_row(town.conn, judgments, judgment.judgment_id, paid_town_s=town.now)
    clear_timer(town, JUDGMENT_DUE, str(judgment.judgment_id))
    listings.lift(town, AGENCY, basis=judgment.basis)
    _record(town, judgment, "judgment_paid")
    paid = replace(judgment, paid=town.now)
    town.emit(JudgmentPaid(paid, town.actor.participant_id == judgment.debtor))
    return paid


def withdraw(town: Town, judgment_id: int) -> tuple[Judgment, Money]:
    """Take a judgment back: off the list, out of the scores, and what was paid comes back as far
    as the court still has it. Raises `NotAllowed`, `JudgmentSettled` (withdrawn), `Outdated`.
    """
    require(town, *STEWARDS)
    judgment = judgment_of(town, judgment_id, is_held=True)
    if judgment.withdrawn is not None:
        raise JudgmentSettled(case=judgment.case)
    change_row(town.conn, judgments, judgment_id, withdrawn_town_s=town.now)
    clear_timer(town, JUDGMENT_DUE, str(judgment_id))
    for basis in (judgment.basis, f"kin:{judgment.basis}"):
        listings.unlist(town, AGENCY, basis=basis)
    kinds = ("judgment_made",) if judgment.paid is None else ("judgment_made", "judgment_paid")
    strike(town, judgment.debtor, [f"{kind}:{judgment_id}" for kind in kinds], AGENCY)
    back = Fen(0)
    if judgment.paid is not None:
        back = ledger.take_back(town, _payment(town, judgment))
    withdrawn = replace(judgment, withdrawn=town.now)
    town.emit(JudgmentWithdrawn(withdrawn))
    return withdrawn, Money(back)


def _collect(town: Town, judgment: Judgment) -> None:
    try:
        ledger.move(town, _payment(town, judgment))
    except ledger.NotEnoughMoney as short:
        if town.actor.participant_id == judgment.debtor:
            raise
        raise DebtorCannotPay(name=judgment.debtor_name, **short.fields) from short


def _payment(town: Town, judgment: Judgment) -> ledger.Transfer:
    return ledger.Transfer(
        key=f"judgment:{judgment.judgment_id}",
        kind="judgment_paid",
        source=by_id(town, judgment.debtor).wallet,
        target=ledger.open_account(town, ledger.OFFICE, AGENCY),
        amount=Fen(judgment.amount.fen),
        subject=judgment.case,
    )


def somebody_to_judge(town: Town, *, but: ParticipantId | None = None) -> Neighbour:
    """A resident without an open judgment; chance never brings a participant to court.

    Raises `NobodyToJudge`.
    """
    spared = {but, *(judgment.debtor for judgment in open_judgments(town))}
    candidates = [n for n in neighbours(town) if n.is_resident and n.participant_id not in spared]
    if not candidates:
        raise NobodyToJudge
    return candidates[town.randomness("judge").below(len(candidates))]


def _latest_open(town: Town, of: ParticipantId | None) -> Judgment:
    """Before all others, those of whoever can pay, and of these those that led to a listing.

    Chance takes no participant's money: theirs are paid where they are named.
    """
    residents = {one.participant_id for one in neighbours(town) if one.is_resident}
    debtors = residents if of is None else {of}
    waiting = [one for one in open_judgments(town) if one.debtor in debtors]
    if not waiting:
        raise NoOpenJudgment

    def rank(one: Judgment) -> tuple[bool, bool, int]:
        held = ledger.balance(town, by_id(town, one.debtor).wallet)
        return held >= one.amount.fen, one.enforced is not None, one.judgment_id

    return max(waiting, key=rank)


def _record(town: Town, judgment: Judgment, kind: str) -> None:
    fact = Fact(
        judgment.debtor,
        kind,
        amount=judgment.amount.fen,
        counterpart=AGENCY,
        source=AGENCY,
        key=f"{kind}:{judgment.judgment_id}",
    )
    record(town, fact)
