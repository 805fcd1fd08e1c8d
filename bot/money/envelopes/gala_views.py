"""How a gala looks. Pure: results and events in, replies out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.money.envelopes.views import LIVE_COPIES_MAX, SEAL_SHOWN, CheckDraw, TapGala
from bot.replies import (
    Answer,
    Button,
    Message,
    Priority,
    Redraw,
    Replies,
    Say,
    To,
    ToAll,
    ToFacilitator,
    ToGroup,
    say,
)
from services.kernel.money import Money
from services.money import envelopes


def announced(event: envelopes.GalaAnnounced) -> Replies:
    """One batch to everybody: the countdown begins when all of it has arrived.

    The facilitator is part of it, so that no batch is empty.
    """
    gala = event.card
    batch = f"gala:{gala.gala_id}"
    name = batch if event.private_copies <= LIVE_COPIES_MAX else f"gala_copy:{gala.gala_id}"
    shown = replace(card(gala), priority=Priority.BROADCAST, batch=batch)
    told = say("galas.announced", amount=Money(gala.total), shares=gala.shares)
    return (
        Message(told, to=ToFacilitator(), batch=batch),
        replace(shown, to=ToGroup(), card=batch),
        replace(shown, to=ToAll(in_groups=False), card=name),
    )


def tapped(tap: envelopes.Tap) -> Replies:
    if tap.share is not None:
        key = "galas.toast_again" if tap.share.again else "galas.toast_won"
        # It stays until it is closed: a toast in the crowd of a gala is overlooked.
        return (Answer(say(key, amount=Money(tap.share.amount)), alert=True),)
    if tap.luck is envelopes.Luck.GONE:
        return (Answer(say("galas.toast_gone")),)
    if tap.opens_in_s is None:
        return (Answer(say("galas.toast_early")),)
    return (Answer(say("galas.toast_soon", count=tap.opens_in_s)),)


def redrawn(event: envelopes.GalaOpens | envelopes.GalaChanged | envelopes.GalaEnded) -> Replies:
    """The live cards show the present; copies follow once nobody taps any more."""
    live = Redraw(f"gala:{event.gala_id}")
    if isinstance(event, envelopes.GalaChanged) and event.is_settled:
        return (live, Redraw(f"gala_copy:{event.gala_id}"))
    return (live,)


def taken_back(event: envelopes.ShareTakenBack) -> Replies:
    return (Message(say("galas.taken_back", back=Money(event.back)), to=To(event.who)),)


def card(shown: envelopes.GalaCard) -> Message:
    text = say("as_is", what=tuple(_lines(shown)))
    if shown.state is envelopes.EnvelopeState.OPEN:
        button = Button(say("galas.tap"), TapGala(gala_id=shown.gala_id))
        return Message(text, keyboard=((button,),))
    if not shown.winners:
        return Message(text)
    check = Button(say("check_draw"), CheckDraw(envelope_id=shown.gala_id))
    return Message(text, keyboard=((check,),))


def _lines(shown: envelopes.GalaCard) -> Iterator[Say]:
    yield say("galas.title", amount=Money(shown.total), shares=shown.shares)
    yield _state(shown)
    if shown.state is not envelopes.EnvelopeState.OPEN and shown.best is not None:
        yield say("galas.best", name=shown.best.name, amount=Money(shown.best.amount))
        yield say("galas.peak", count=shown.taps_peak, minute=shown.taps_minute_peak)
    yield say("red_envelopes.seal", seal=shown.seal[:SEAL_SHOWN], created=shown.created_town_s)
    yield say("galas.provenance")


def _state(shown: envelopes.GalaCard) -> Say:
    if shown.state is envelopes.EnvelopeState.FINISHED:
        return say("galas.finished", count=shown.winners)
    if shown.state is envelopes.EnvelopeState.EXPIRED:
        return say("galas.expired", count=shown.winners, amount=Money(shown.left))
    if shown.opens_in_s is None:
        return say("galas.coming")
    if shown.opens_in_s > 0:
        return say("galas.countdown", count=shown.opens_in_s)
    return say("galas.open", count=shown.shares - shown.winners, shares=shown.shares)
