"""How the regulator's view looks, blank and filled. Pure: values and events in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Page, go, screen
from bot.replies import Message, Replies, Say, To, ToFacilitator, next_page, nothing, say
from services.kernel.money import Money
from services.kernel.time import Moment
from services.money import clearing


class FeedPage(CallbackData, prefix="gf"):
    page: Page


def feed(found: clearing.Feed) -> Replies:
    text = say(
        "clearing.feed",
        law=say("clearing.on" if found.is_cleared else "clearing.off"),
        rows=tuple(_row(one) for one in found.rows.items) or (say("clearing.no_rows"),),
        blank=found.blank,
        total=found.rows.total,
        evasive=tuple(_payee(*one) for one in found.evasive) or (say("clearing.nothing_seen"),),
        tally="" if found.tally is None else _tally(*found.tally),
    )
    turning = next_page(FeedPage, found.rows)
    return (screen(text, (*turning, (go("regulator"),))),)


def appointed(_: clearing.RegulatorAppointed) -> Replies:
    return (Message(say("clearing.appointed")),)


named = nothing  # the event tells the accuser and the facilitator


def told_appointed(event: clearing.RegulatorAppointed) -> Replies:
    keyboard = ((go("regulator"),),)
    return (Message(say("clearing.you_watch"), to=To(event.who), keyboard=keyboard),)


def told_dismissed(event: clearing.RegulatorDismissed) -> Replies:
    """In one message: that the role is gone, and what stays."""
    return (Message(say("clearing.you_watched"), to=To(event.who), keyboard=((go("home"),),)),)


def told_tip(event: clearing.PlotBegun) -> Replies:
    keyboard = ((go("regulator"),),)
    text = say("clearing.tip")
    return tuple(Message(text, to=To(who), keyboard=keyboard) for who in event.watchers)


def told_named(event: clearing.SuspectNamed) -> Replies:
    """The accuser hears whether they were right; the facilitator hears it too."""
    was = "right" if event.is_right else "wrong"
    values = {
        "suspect": event.suspect_name,
        "culprit": event.culprit_name,
        "front": event.front,
    }
    return (
        Message(say(f"clearing.{was}", **values), to=To(event.accuser)),
        Message(say(f"clearing.{was}_for_facilitator", **values), to=ToFacilitator()),
    )


def _row(one: clearing.Flow) -> Say:
    at, amount = Moment(one.at), Money(one.amount)
    if one.payee is None:
        return say("clearing.blank_row", at=at, amount=amount)
    place = one.place or say("clearing.in_the_app")
    values = {"payer": one.payer or "", "payee": one.payee, "place": place}
    return say("clearing.row", at=at, amount=amount, **values)


def _payee(title: object, count: int, payers: int, total: int) -> Say:
    return say("clearing.payee", title=title, count=count, payers=payers, total=Money(total))


def _tally(plots: int, with_it: tuple[int, int], without: tuple[int, int]) -> Say:
    return say(
        "clearing.tally",
        plots=plots,
        named_with=with_it[0],
        right_with=with_it[1],
        named_without=without[0],
        right_without=without[1],
    )
