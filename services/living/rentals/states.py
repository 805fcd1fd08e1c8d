"""The life of an order as one table, in the words of the field's service orders.

    CREATED → DOING/USER_CONFIRM → DOING/MCH_COMPLETE → DONE, or REVOKED, or EXPIRED

Owns what may follow what. `MCH_COMPLETE` is an order whose price fell due and is not paid: owed.
How a thing came back (in time, late, not at all) is the order's ending, not a state of its own; so
is what was lost and found again, which leads to no other state.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from services.kernel.errors import RuleError


class NoSuchThing(RuleError):
    """Nothing of that name can be hired. Fields: `typed`, `known` (names, in one line)."""


class RentalOver(RuleError):
    """The order has moved on: cancelled, in use, brought back, lost or paid before."""


class NothingOut(RuleError):
    """The person has nothing to bring back and nothing to pay for."""


class OrderNoTaken(RuleError):
    """An order number that stands for another order. Fields: `order_no`, `thing` (Localized)."""


class BadOrderNo(RuleError):
    """Not an order number of the field's form. Field: `limit`, of its characters."""


class OnlyLower(RuleError):
    """What is owed can only be made less. Field: `amount` (Money), what is owed."""


class ReasonNeeded(RuleError):
    """A change of what is owed without a reason, or with one of more than `limit` characters."""


class DebitRunning(RuleError):
    """The merchant is just trying to take the money. Field: `until` (Moment)."""


class OrderState(StrEnum):
    """How far an order is."""

    CREATED = "created"
    IN_USE = "user_confirm"
    OWED = "mch_complete"
    DONE = "done"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can happen to an order."""

    CONFIRM = "confirm"  # the score passes: no deposit
    ASK = "ask"  # it does not: a deposit is asked for
    DEPOSIT = "deposit"
    CANCEL = "cancel"
    LAPSE = "lapse"  # untouched for too long
    GIVE_BACK = "give_back"
    LOSE = "lose"
    MODIFY = "modify"  # less is owed
    SYNC = "sync"  # paid elsewhere
    PAY = "pay"
    FIND = "find"  # what was lost came back


class Ending(StrEnum):
    """How the use of a thing ended."""

    IN_TIME = "in_time"
    LATE = "late"
    LOST = "lost"


TABLE: Mapping[tuple[OrderState, Step], OrderState] = {
    (OrderState.CREATED, Step.CONFIRM): OrderState.IN_USE,
    (OrderState.CREATED, Step.ASK): OrderState.CREATED,
    (OrderState.CREATED, Step.DEPOSIT): OrderState.IN_USE,
    (OrderState.CREATED, Step.CANCEL): OrderState.REVOKED,
    (OrderState.CREATED, Step.LAPSE): OrderState.EXPIRED,
    (OrderState.IN_USE, Step.CANCEL): OrderState.REVOKED,
    (OrderState.IN_USE, Step.GIVE_BACK): OrderState.OWED,
    (OrderState.IN_USE, Step.LOSE): OrderState.OWED,
    (OrderState.OWED, Step.MODIFY): OrderState.OWED,
    (OrderState.OWED, Step.SYNC): OrderState.DONE,
    (OrderState.OWED, Step.PAY): OrderState.DONE,
    (OrderState.OWED, Step.FIND): OrderState.OWED,
    (OrderState.DONE, Step.FIND): OrderState.DONE,
}
OPEN = (OrderState.CREATED, OrderState.IN_USE, OrderState.OWED)


def after(state: OrderState, step: Step) -> OrderState:
    """Where a step leads. Raises `RentalOver` where it leads nowhere."""
    found = TABLE.get((state, step))
    if found is None:
        raise RentalOver
    return found
