"""How agencies look to the people they rate. Pure: results in, replies out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page
from bot.replies import Answer, Button, Message, Redraw, Say, say

if TYPE_CHECKING:
    from bot.replies import Replies
    from services.standing.agencies import Agency, Membership, Memberships


class JoinAgency(CallbackData, prefix="aj"):
    """Sign up."""

    agency: str


class LeaveAgency(CallbackData, prefix="al"):
    """Leave."""

    agency: str


class OfficePage(CallbackData, prefix="ap"):
    """A page of offices, to close or open them."""

    page: Page


class SwitchOffice(CallbackData, prefix="ao"):
    """Close or open an office."""

    office: str
    open: bool


class ShareWithBureau(CallbackData, prefix="as"):
    """Move a company to share with the bureau, or to stop."""

    agency: str
    shares: bool


def registry(found: Memberships) -> Replies:
    """Everybody who rates, each on a scale of its own, and what one can do about it."""
    return (card(found),)


def card(found: Memberships) -> Message:
    """One person's list of agencies, drawn again when they join or leave one."""
    lines = tuple(_line(one) for one in found.memberships)
    buttons = tuple((_button(one),) for one in found.memberships if one.agency.voluntary)
    text = say("agencies.registry", lines=lines, invented=say("provenance.invented"))
    return Message(text, keyboard=buttons, card=f"agencies:{found.me}")


def changed(one: Membership) -> Replies:
    key = "agencies.joined" if one.is_member else "agencies.left"
    return (Answer(say(key, title=one.agency.title)), Redraw(f"agencies:{one.me}"))


def name(agency: Agency) -> Say:
    """The same, marked where the name itself is invented."""
    key = "agencies.name_invented" if agency.is_name_invented else "agencies.name"
    return say(key, title=agency.title)


def label(provenance: str) -> Say:
    return say(f"agencies.label_{provenance}")


def _line(one: Membership) -> Say:
    agency = one.agency
    return say(
        "agencies.line",
        name=name(agency),
        kind=say(f"agencies.kind_{agency.kind.value}"),
        scale=_scale(one),
        rated=_rated(one),
        label=label(agency.provenance),
    )


def _scale(one: Membership) -> Say:
    if one.agency.shows == "yes_no":
        return say("agencies.yes_no")
    return say("agencies.scale", low=one.low, high=one.high)


def _rated(one: Membership) -> Say:
    if not one.agency.voluntary:
        return say("agencies.rates_everybody")
    return say("agencies.rates_you" if one.is_member else "agencies.rates_you_not")


def _button(one: Membership) -> Button:
    agency = one.agency
    if one.is_member:
        return Button(
            say("agencies.leave", title=agency.title), LeaveAgency(agency=agency.agency_id)
        )
    return Button(say("agencies.join", title=agency.title), JoinAgency(agency=agency.agency_id))
