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
    """Who rates one person, a line for each kind, and where one may sign up or leave."""
    kinds: dict[tuple[str, str], list[Say]] = {}
    for one in found.memberships:
        kind = (one.agency.kind.value, one.agency.provenance)
        kinds.setdefault(kind, []).append(name(one.agency))
    buttons = tuple((_button(one),) for one in found.memberships if one.agency.voluntary)
    mine = [name(one.agency) for one in found.memberships if one.agency.voluntary and one.is_member]
    text = say(
        "agencies.registry",
        lines=tuple(_line(*kind, names) for kind, names in kinds.items()),
        mine=say("agencies.mine", names=mine) if mine else say("agencies.none_mine"),
        invented=say("provenance.invented"),
    )
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


def _line(kind: str, provenance: str, names: list[Say]) -> Say:
    kind_of = say(f"agencies.kind_{kind}")
    return say("agencies.line", kind=kind_of, names=names, label=label(provenance))


def _button(one: agencies.Membership) -> Button:
    agency = one.agency
    key, kind = ("agencies.leave", LeaveAgency) if one.is_member else ("agencies.join", JoinAgency)
    return Button(say(key, title=agency.title), kind(agency=agency.agency_id))
