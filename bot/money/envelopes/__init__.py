"""What envelopes and galas add to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.acts import Access
from bot.features import Command, Feature
from bot.money.envelopes import gala_views, views
from bot.money.envelopes.handlers import router, stage
from bot.replies import ToAll
from services.money import envelopes

if TYPE_CHECKING:
    from bot.replies import Message
    from services.kernel.town import Town


def draw_envelope(town: Town, envelope_id: str) -> Message:
    """An envelope's card as it should look now."""
    shown = envelopes.envelope_card(town, int(envelope_id))
    return views.card(shown, to=ToAll(), name=f"envelope:{envelope_id}")


def draw_sent(town: Town, envelope_id: str) -> Message:
    """The sender's card of a personal envelope as it should look now."""
    return views.sender_card(envelopes.envelope_card(town, int(envelope_id)))


def draw_gala(town: Town, gala_id: str) -> Message:
    """A gala's card as it should look now."""
    return gala_views.card(envelopes.gala_card(town, int(gala_id)))


FEATURE = Feature(
    name="red_envelopes",
    routers=(router, stage),
    commands=(
        Command("red_envelope", Access.PARTICIPANT, rank=22),
        Command("gala", Access.WORKSHOP, rank=12),
    ),
    event_views={
        envelopes.EnvelopeSent: views.told_sent,
        envelopes.ShareOpened: views.told_opened,
        envelopes.EnvelopeLapsed: views.told_lapsed,
        envelopes.GalaAnnounced: gala_views.announced,
        envelopes.GalaOpens: gala_views.redrawn,
        envelopes.GalaChanged: gala_views.redrawn,
        envelopes.GalaEnded: gala_views.ended,
    },
    cards={
        "envelope": draw_envelope,
        "envelope_copy": draw_envelope,
        "envelope_sent": draw_sent,
        "gala": draw_gala,
        "gala_copy": draw_gala,
    },
)
