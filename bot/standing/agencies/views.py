"""How agencies look to the people they rate. Pure: results in, replies out."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, screen
from bot.replies import Answer, Button, Message, Redraw, Replies, Say, say
from services.standing import agencies


class JoinAgency(CallbackData, prefix="aj"):
    agency: str


class LeaveAgency(CallbackData, prefix="al"):
    agency: str


class OfficePage(CallbackData, prefix="ap"):
    page: Page


class SwitchOffice(CallbackData, prefix="ao"):
    office: str
    open: bool


class ShareWithBureau(CallbackData, prefix="as"):
    """Move a company to share with the bureau, or to stop."""

    agency: str
    shares: bool


def card(found: agencies.Memberships) -> Message:
    """Everybody who rates one person, each on a scale of its own, and what can be done about it."""
    lines = tuple(_line(one) for one in found.memberships)
    buttons = tuple((_button(one),) for one in found.memberships if one.agency.voluntary)
    text = say("agencies.registry", lines=lines, invented=say("provenance.invented"))
    return replace(screen(text, buttons), card=f"agencies:{found.me}")


def changed(one: agencies.Membership) -> Replies:
    key = "agencies.joined" if one.is_member else "agencies.left"
    return (Answer(say(key, title=one.agency.title)), Redraw(f"agencies:{one.me}"))


def name(agency: agencies.Agency) -> Say:
    """Its name, marked where that itself is invented."""
    key = "agencies.name_invented" if agency.is_name_invented else "agencies.name"
    return say(key, title=agency.title)


def label(provenance: str) -> Say:
    return say(f"agencies.label_{provenance}")


def _line(one: agencies.Membership) -> Say:
    agency = one.agency
    return say(
        "agencies.line",
        name=name(agency),
        kind=say(f"agencies.kind_{agency.kind.value}"),
        scale=_scale(one),
        rated=_rated(one),
        label=label(agency.provenance),
    )


def _scale(one: agencies.Membership) -> Say:
    if one.agency.shows == "yes_no":
        return say("agencies.yes_no")
    return say("agencies.scale", low=one.low, high=one.high)


def _rated(one: agencies.Membership) -> Say:
    if not one.agency.voluntary:
        return say("agencies.rates_everybody")
    return say("agencies.rates_you" if one.is_member else "agencies.rates_you_not")


def _button(one: agencies.Membership) -> Button:
    agency = one.agency
    key, kind = ("agencies.leave", LeaveAgency) if one.is_member else ("agencies.join", JoinAgency)
    return Button(say(key, title=agency.title), kind(agency=agency.agency_id))
