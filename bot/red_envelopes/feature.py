"""What envelopes and galas bring to the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.red_envelopes import gala_views, views
from bot.red_envelopes.handlers import room, stage
from bot.replies import ToAll
from services import red_envelopes

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw_envelope(town: Town, envelope_id: str) -> Message:
    """An envelope's card as it should look now."""
    shown = red_envelopes.envelope_card(town, int(envelope_id))
    return views.card(shown, to=ToAll(), name=f"envelope:{envelope_id}")


def draw_sent(town: Town, envelope_id: str) -> Message:
    """The sender's card of a personal envelope as it should look now."""
    return views.sender_card(red_envelopes.envelope_card(town, int(envelope_id)))


def draw_gala(town: Town, gala_id: str) -> Message:
    """A gala's card as it should look now."""
    return gala_views.card(red_envelopes.gala_card(town, int(gala_id)))


FEATURE = Feature(
    name="red_envelopes",
    rooms=(room, stage),
    commands=(
        Command("red_envelope", Access.PARTICIPANT, rank=22),
        Command("gala", Access.WORKSHOP, rank=12),
    ),
    tells={
        red_envelopes.EnvelopeSent: views.told_sent,
        red_envelopes.ShareOpened: views.told_opened,
        red_envelopes.EnvelopeLapsed: views.told_lapsed,
        red_envelopes.GalaAnnounced: gala_views.announced,
        red_envelopes.GalaOpens: gala_views.redrawn,
        red_envelopes.GalaChanged: gala_views.redrawn,
        red_envelopes.GalaEnded: gala_views.ended,
    },
    cards={
        "envelope": draw_envelope,
        "envelope_copy": draw_envelope,
        "envelope_sent": draw_sent,
        "gala": draw_gala,
        "gala_copy": draw_gala,
    },
    timers={
        red_envelopes.TIMER: red_envelopes.expire,
        red_envelopes.TIMER_OPEN: red_envelopes.open_gala,
        red_envelopes.TIMER_TICK: red_envelopes.tick,
        red_envelopes.TIMER_END: red_envelopes.end_gala,
    },
    delivered={"gala": red_envelopes.open_gala},
    audits=(red_envelopes.audit,),
)
