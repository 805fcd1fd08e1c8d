"""A case: to whoever complained, and to whoever holds the ombudsman's office. Pure."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Go, Turn, Words, screen
from bot.closed_doors import clock_lines
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    say,
)
from bot.standing.complaints.correct_views import answer_way
from bot.standing.complaints.views import asking
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.living import offices
from services.standing import agencies, complaints, ombudsman
from services.standing.complaints import Complaint, ComplaintState, OrderKind, View
from services.standing.ombudsman import CaseFile, CasePage

PARTS = frozenset({"super_app", "town_hall", "platform", "raters", "offices", "public"})


class SayView(CallbackData, prefix="oc3"):
    number: Turn
    view: View


class Again(CallbackData, prefix="oc4"):
    number: Turn


def mine(found: CasePage) -> Replies:
    """One's own case: stage, outcome and view are three things, and each day counts by a rule."""
    one, file = found.complaint, found.file
    text = say(
        "case.own",
        **case_head(one),
        forum=say(f"case.forum_{one.forum}"),
        stage=say(f"case.stage_{one.stage}"),
        outcome=case_outcome(one),
        view=say(f"case.view_{one.view}" if one.view else "case.view_unsaid"),
        clock=case_stages(file),
        offices=len(file.parts),
        orders=case_orders(one),
        served=case_served(file),
        secret=say(f"case.secret_{file.secret}"),
        words=case_words(file.own_words),
    )
    return (screen(text, _own_ways(found), back=Go(command="complain")),)


def said(one: Complaint) -> Replies:
    return (Answer(say(f"case.toast_{one.view}", number=one.number)),)


def asked_again(found: complaints.Opened) -> Replies:
    return (Message(say("case.again", number=found.complaint.number)),)


def overdue(event: ombudsman.CaseOverdue) -> Replies:
    one = event.complaint
    text = say("case.overdue", number=one.number)
    return (Redraw(f"case:{one.complaint_id}"), Message(text, to=To(one.who)))


def checked(event: complaints.OrdersChecked) -> Replies:
    """What became of the orders, and the question that only the complainant can answer."""
    one = event.complaint
    again = (Redraw(f"case:{one.complaint_id}"), Redraw(f"complaint:{one.complaint_id}"))
    if one.forum is not complaints.Forum.OMBUDSMAN:
        return again
    text = say("case.checked", number=one.number, orders=case_orders(one))
    return (*again, Message(text, to=To(one.who), keyboard=(_views(one),)))


def viewed(event: complaints.ViewSaid) -> Replies:
    return (Redraw(f"case:{event.complaint.complaint_id}"),)


def _own_ways(found: CasePage) -> Keyboard:
    return (*_ways(found), answer_way(found.complaint))


def _ways(found: CasePage) -> Keyboard:
    one = found.complaint
    if one.state is ComplaintState.OPEN:
        about = f"{one.number} add"
        words = ((Button(say("case.add"), AskWords(what=Words.CASE, about=about)),),)
        return asking(one, found.matters) if one.is_unsaid else words
    again = ((Button(say("case.ask_again"), Again(number=one.number)),),)
    return (_views(one), *(again if found.may_ask_again else ()))


def _views(one: Complaint) -> tuple[Button, ...]:
    number = one.number
    return (
        Button(say("case.is_cured"), SayView(number=number, view=View.CURED)),
        Button(say("case.not_cured"), SayView(number=number, view=View.NOT_CURED)),
    )


def case_head(one: Complaint) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title,
        "about": say(f"complaints.about_{one.about}"),
        "at": one.opened,
    }


def case_outcome(one: Complaint) -> Say:
    if one.decided is None:
        return say("case.outcome_none")
    ground = complaints.reasons().get(one.ground)
    key = f"case.outcome_{one.state}"
    if ground is None:
        return say(key, why=say("nothing"), at=one.decided)
    why = say("case.why", title=ground.title, provision=ground.provision)
    return say(key, why=why, at=one.decided)


def case_stages(file: CaseFile) -> tuple[Say, ...]:
    """Each stage of the clock: due when, and each stretch of time with the rule that counts it."""
    return clock_lines(file.stages)


def case_orders(one: Complaint) -> tuple[Say, ...]:
    if not one.orders:
        return (say("case.no_orders"),)
    marks = {None: "case.order_waits", True: "case.order_done", False: "case.order_undone"}
    return tuple(
        say(marks[order.is_cured], order=case_order(order.kind), where=_where(order))
        for order in one.orders
    )


def case_served(file: CaseFile) -> Say:
    """Whether each entry was served, when, and by which rule of its moment."""
    if not file.services:
        return say("nothing")
    return say("case.served", lines=tuple(_service(one) for one in file.services))


def _service(one: ombudsman.Service) -> Say:
    entry, rule = one.listing, one.rule or say("case.rule_single")
    values = {"who": case_named(entry.agency), "since": Moment(entry.listed), "rule": rule}
    if entry.served is not None:
        key = "case.served_by_rule" if one.was_due else "case.served_late"
        return say(key, **values, at=Moment(entry.served))
    return say("case.served_never" if one.was_due else "case.served_unowed", **values)


def case_order(kind: OrderKind) -> Say:
    return say(f"case.order_{kind}")


def _where(order: complaints.Order) -> Say | Localized:
    """At which office; of an entry of a list, who keeps it."""
    is_entry = order.kind in (OrderKind.DELIST, OrderKind.SERVE)
    return case_named(order.detail if is_entry else order.target)


def case_named(one: str) -> Say | Localized:
    """An office or an agency by name, a part of the town in words; people are not named."""
    known = (agencies.catalogue(), offices.catalogue())
    found = next((among[one].title for among in known if one in among), None)
    return found or say(f"part.{one}" if one in PARTS else "part.somebody")


def case_words(words: str) -> Quote | str:
    return Quote(words) if words else "—"
