"""How advisers look, what they say for money, and what it was worth. Values in, replies out."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Nonce, go, screen
from bot.replies import Button, Message, Quote, Replies, Say, ToAll, Value, grid, say
from services.kernel.money import Money
from services.standing import advisers

AdviserId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
HUNDRED = 100


class BuyTip(CallbackData, prefix="at"):
    adviser: AdviserId
    nonce: Nonce


class BuyRemoval(CallbackData, prefix="ar"):
    adviser: AdviserId
    nonce: Nonce


def market(found: advisers.Market) -> Replies:
    """Who sells what at which price, in their own words and in those of buyers."""
    lines = [_offer(one) for one in found.offers] or [say("advisers.nobody")]
    lines += [say("advisers.closed", title=title, owner=owner) for title, owner in found.closed]
    if found.is_free:
        lines.append(say("advisers.free"))
    text = say("advisers.market", lines=tuple(lines), provenance=say("provenance.reported_once"))
    buttons = [button for one in found.offers for button in _buttons(one.adviser, found.nonce)]
    return (screen(text, (*grid(buttons, 1), (go("score"),))),)


def _offer(one: advisers.Offer) -> Say:
    stars = one.repute.stars
    words = tuple(say("as_is", what=Quote(word)) for word in one.repute.words)
    exact = stars.exact or 0
    if stars.count:
        average = f"{exact // HUNDRED}.{exact % HUNDRED:02d}"
        said = say("advisers.stars", count=stars.count, average=average)
    else:
        said = say("advisers.no_stars")
    owner = say("nothing") if one.owner is None else say("advisers.owner", owner=one.owner)
    removal = one.adviser.removal_fen
    promise = say("nothing") if removal is None else say("advisers.removal", fee=Money(removal))
    values: dict[str, Value] = {"agency": one.agency, "price": Money(one.adviser.price_fen)}
    more = tuple(part for part in (promise, said, *words, owner) if part.key != "nothing")
    return say(
        "advisers.offer", title=one.adviser.title, says=one.adviser.says, more=more, **values
    )


def _buttons(one: advisers.Adviser, nonce: str) -> tuple[Button, ...]:
    label = say("advisers.tip_button", title=one.title, price=Money(one.price_fen))
    tip = Button(label, BuyTip(adviser=one.adviser_id, nonce=nonce))
    if one.removal_fen is None:
        return (tip,)
    label = say("advisers.removal_button", title=one.title, price=Money(one.removal_fen))
    return (tip, Button(label, BuyRemoval(adviser=one.adviser_id, nonce=nonce)))


def heard(event: advisers.AdvisersHeard) -> Replies:
    """What the whole town is told of advisers; whose they are is not among it."""
    lines = tuple(
        say(
            "advisers.advert",
            title=one.title,
            says=one.says,
            price=Money(one.price_fen),
        )
        for one in event.advisers
    )
    text = say("advisers.heard", lines=lines)
    return (Message(text, to=ToAll(), keyboard=((go("advisers"),),), silent=True),)


def told(found: advisers.Told) -> Replies:
    """What was bought, with the receipt."""
    values: dict[str, Value] = {"title": found.title, "agency": found.agency}
    if found.says is None:
        key = "advisers.removed" if found.is_done else "advisers.promised"
        text = say(key, provenance=say(f"provenance.{found.provenance}"), **values)
    elif found.friend is not None:
        text = say("advisers.part", says=found.says, name=found.friend, **values)
    else:
        key = "advisers.deed" if found.is_deed else "advisers.tip"
        text = say(key, says=found.says, **values)
    paid = {"amount": found.fee, "merchant": found.sale.merchant, "code": found.sale.code}
    receipt = say("advisers.receipt", title=found.title, **paid)
    return (Message(say("as_is", what=(text, receipt)), keyboard=((go("advisers"), go("score")),)),)


def table(found: advisers.TipTable) -> Replies:
    """For whoever runs the town: who belongs to whom, and how much of it was right."""
    text = say(
        "advisers.table",
        at=found.at,
        buyers=found.buyers,
        lines=tuple(map(_line, found.lines)),
        laws=tuple(map(_law, found.laws)) or (say("advisers.nothing_sold"),),
        provenance=say("provenance.invented"),
    )
    return (screen(text),)


def _line(one: advisers.AdviserLine) -> Say:
    owner = say("advisers.independent") if one.owner is None else say("as_is", what=one.owner)
    return say(
        "advisers.line",
        title=one.title,
        owner=owner,
        agency=one.agency,
        spent=one.spent,
        right=one.right,
        wrong=one.wrong,
        promised=one.promised,
        done=one.done,
    )


def _law(one: advisers.Spent) -> Say:
    return say(f"advisers.law_{one.explanation}", sold=one.sold, spent=one.spent)
