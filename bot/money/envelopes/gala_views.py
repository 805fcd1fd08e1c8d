"""How a gala looks. Pure: results and events in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.money.envelopes.views import LIVE_COPIES_MAX, SEAL_SHOWN, CheckDraw, TapGala
from bot.replies import (
    Answer,
    Button,
    Message,
    Priority,
    Redraw,
    ToAll,
    ToFacilitator,
    ToGroup,
    say,
)
from services.kernel.money import Money
from services.money.envelopes import (
    EnvelopeState,
    GalaChanged,
    Luck,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.replies import Replies, Say
    from services.money.envelopes import (
        GalaAnnounced,
        GalaCard,
        GalaEnded,
        GalaOpens,
        Tap,
    )


def started(gala: GalaCard) -> Replies:
    """Nothing more: the facilitator hears of it with everybody."""
    del gala
    return ()


def announced(event: GalaAnnounced) -> Replies:
    """One batch to everybody: the countdown begins when all of it has arrived.

    The facilitator is part of it, so that no batch is empty.
    """
    gala, shown = event.card, card(event.card)
    batch = f"gala:{gala.gala_id}"
    name = batch if event.private_copies <= LIVE_COPIES_MAX else f"gala_copy:{gala.gala_id}"
    told = say("galas.announced", amount=Money(gala.total), shares=gala.shares)
    return (
        Message(told, to=ToFacilitator(), batch=batch),
        Message(
            shown.text,
            ToGroup(),
            shown.keyboard,
            priority=Priority.BROADCAST,
            card=batch,
            batch=batch,
        ),
        Message(
            shown.text, ToAll(), shown.keyboard, priority=Priority.BROADCAST, card=name, batch=batch
        ),
    )


def tapped(tap: Tap) -> Replies:
    """What a tap answers: a toast, and nothing else."""
    if tap.share is not None:
        key = "galas.toast_again" if tap.share.again else "galas.toast_won"
        return (Answer(say(key, amount=Money(tap.share.amount))),)
    if tap.luck is Luck.GONE:
        return (Answer(say("galas.toast_gone")),)
    if tap.opens_in_s is None:
        return (Answer(say("galas.toast_early")),)
    return (Answer(say("galas.toast_soon", count=tap.opens_in_s)),)


def redrawn(event: GalaOpens | GalaChanged) -> Replies:
    """The live cards show the present."""
    live = Redraw(f"gala:{event.gala_id}")
    if isinstance(event, GalaChanged) and event.is_settled:
        return (live, Redraw(f"gala_copy:{event.gala_id}"))
    return (live,)


def ended(event: GalaEnded) -> Replies:
    """The live cards show the end; copies follow once nobody taps any more."""
    return (Redraw(f"gala:{event.gala_id}"),)


def card(shown: GalaCard) -> Message:
    text = say("galas.card", lines=tuple(_lines(shown)))
    if shown.state is EnvelopeState.OPEN:
        button = Button(say("galas.tap"), TapGala(gala_id=shown.gala_id))
        return Message(text, keyboard=((button,),))
    if not shown.winners:
        return Message(text)
    check = Button(say("galas.check"), CheckDraw(envelope_id=shown.gala_id))
    return Message(text, keyboard=((check,),))


def _lines(shown: GalaCard) -> Iterator[Say]:
    yield say("galas.title", amount=Money(shown.total), shares=shown.shares)
    yield _state(shown)
    if shown.state is not EnvelopeState.OPEN and shown.best is not None:
        yield say("galas.best", name=shown.best.name, amount=Money(shown.best.amount))
        yield say("galas.peak", count=shown.taps_peak)
    yield say("galas.seal", seal=shown.seal[:SEAL_SHOWN], created=shown.created_town_s)
    yield say("galas.provenance")


def _state(shown: GalaCard) -> Say:
    if shown.state is EnvelopeState.FINISHED:
        return say("galas.finished", count=shown.winners)
    if shown.state is EnvelopeState.EXPIRED:
        return say("galas.expired", count=shown.winners, amount=Money(shown.left))
    if shown.opens_in_s is None:
        return say("galas.coming")
    if shown.opens_in_s > 0:
        return say("galas.countdown", count=shown.opens_in_s)
    return say("galas.open", count=shown.shares - shown.winners, shares=shown.shares)
