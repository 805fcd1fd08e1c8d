"""The wallet: a balance and the last movements, told from the holder's side. Reads the books only.

A movement's `subject` names the other person wherever there is one: money passes through holds,
and a hold has no name that would mean anything to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel.money import Fen
from services.kernel.time import TownTime
from services.kernel.town import Town
from services.money import ledger
from services.money.ledger import WALLET
from services.people import identity

LINES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. `amount` is negative when money left; `name` is empty when nobody is behind."""

    kind: str
    amount: Fen
    name: str
    at: TownTime


@dataclass(frozen=True, slots=True)
class Wallet:
    """Somebody's money."""

    balance: Fen
    lines: tuple[Line, ...]


def statement(town: Town) -> Wallet:
    """The actor's balance and last movements, newest first."""
    account = ledger.open_account(town, WALLET, town.actor.pid)
    names = {str(n.participant_id): n.name for n in identity.neighbours(town)}
    lines = (
        Line(
            moved.kind,
            moved.amount,
            names.get(moved.subject) or names.get(moved.other_holder, ""),
            moved.at,
        )
        for moved in ledger.movements(town, account, limit=LINES)
    )
    return Wallet(ledger.balance(town, account), tuple(lines))
