"""How a wallet looks. Pure: a wallet in, replies out."""

from __future__ import annotations

from bot.arguments import Go, go, screen
from bot.replies import Button, Keyboard, Replies, Say, say
from services.kernel.money import Money
from services.kernel.time import Moment
from services.money.wallet import Line, Wallet

# Movements that have words of their own; any other is told by its direction.
NAMED = frozenset(
    {"request", "payment", "payment_offer", "payment_back", "envelope_share", "envelope_to"}
)
NAMELESS = frozenset(
    {
        "welcome",
        "envelope",
        "envelope_back",
        "gala_share",
        "judgment_paid",
        "rent_waived",
        "fall_settled",
        "wage",
        "sale",
        "top_up",
        "errand_deposit",
        "errand_deposit_back",
        "errand_pay",
        "rental",
        "rental_deposit",
        "rental_deposit_back",
        "rental_refund",
        "undone",
    }
)


def wallet(found: Wallet) -> Replies:
    lines = tuple(line(one) for one in found.lines) or (say("wallet.no_lines"),)
    text = say("wallet.page", balance=Money(found.balance), lines=lines)
    return (screen(text, keyboard()),)


def line(moved: Line) -> Say:
    key = "wallet.line_in" if moved.amount > 0 else "wallet.line_out"
    amount, at = Money(abs(moved.amount)), Moment(moved.at)
    return say(key, amount=amount, what=what(moved), at=at)


def what(moved: Line) -> Say:
    """What a movement was, from the holder's side."""
    if moved.name and f"{moved.kind}_to" in NAMED:
        return say(f"wallet.{moved.kind}_to", name=moved.name)
    if moved.name and moved.kind in NAMED:
        return say(f"wallet.{moved.kind}", name=moved.name)
    if moved.kind in NAMELESS:
        return say(f"wallet.{moved.kind}")
    return say("wallet.other_in" if moved.amount > 0 else "wallet.other_out")


def keyboard() -> Keyboard:
    pay = Button(say("wallet.pay"), Go(command="pay"))
    envelope = Button(say("wallet.red_envelope"), Go(command="red_envelope"))
    return (
        (pay, envelope),
        (go("code"), go("shops")),
        (go("statement"), go("platforms")),
    )
