"""The wall of shame, the court's list as it is searched, and the mask that takes one off both."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Go, screen
from bot.replies import Button, Message, News, Redraw, Replies, Say, Show, ToGroup, say
from services.kernel.town import Town
from services.people import masks
from services.standing import lists


class SetMask(CallbackData, prefix="lm"):
    on: bool


WALL = "shame:wall"
PLACES_SHOWN = 30


def published(event: lists.ListsPublished) -> Replies:
    """The town's card tells what has changed, and the wall hangs in the group.

    An evening without any news is no news.
    """
    return (News(), Show(WALL, to=ToGroup(), once=True)) if event.has_news else ()


def draw(town: Town, _: str) -> Message:
    """The card in the group; it changes where it hangs."""
    return Message(_wall(lists.shame(town)), card=WALL, silent=True)


def wall(found: lists.ShameWall) -> Replies:
    return (screen(_wall(found), back=Go(command="lists")),)


def court_list(found: lists.CourtList) -> Replies:
    """Who asks for a name reads its entries, or that there are none."""
    if not found.entries:
        text = say("courtlist.not_found" if found.sought else "courtlist.empty", name=found.sought)
        return (screen(text, back=Go(command="lists")),)
    hidden = len(found.entries) - PLACES_SHOWN
    lines = [_entry(one) for one in found.entries[:PLACES_SHOWN]]
    lines += [say("lists.more", hidden=hidden)] if hidden > 0 else []
    evidence = say("provenance.national_rule")
    text = say("courtlist.found", lines=tuple(lines), evidence=evidence)
    return (screen(text, back=Go(command="lists")),)


def masked(found: masks.MaskChanged) -> Replies:
    """To whoever changed it, with the way back."""
    label = say("mask.take_off" if found.is_on else "mask.put_on")
    text = say("mask.on" if found.is_on else "mask.off", name=found.name)
    return (screen(text, ((Button(label, SetMask(on=not found.is_on)),),)),)


def masked_another(found: masks.MaskChanged) -> Replies:
    """To whoever runs the town."""
    return (Message(say("mask.other_on" if found.is_on else "mask.other_off", name=found.name)),)


def changed(_: masks.MaskChanged) -> Replies:
    """What hangs already is drawn anew at once."""
    return (Redraw(WALL), Redraw("town:*"))


def _wall(found: lists.ShameWall) -> Say:
    if not found.is_lawful:
        return say("shame.forbidden")
    hidden = len(found.shown) - PLACES_SHOWN
    lines = [_place(one) for one in found.shown[:PLACES_SHOWN]] or [say("shame.nobody")]
    lines += [say("lists.more", hidden=hidden)] if hidden > 0 else []
    return say("shame.wall", lines=tuple(lines), evidence=say("provenance.reported_once"))


def _place(one: lists.Shamed) -> Say:
    if not one.name:
        return say("shame.stand_in")
    agency = say(f"lists.agency_{one.agency}")
    return say("lists.entry", name=one.name, agency=agency, since=one.since)


def _entry(one: lists.CourtEntry) -> Say:
    if one.owed is None:
        return say("lists.company_entry", name=one.name, since=one.since)
    values = {"name": one.name, "since": one.since, "case": one.case, "owed": one.owed}
    return say("courtlist.entry", **values)
