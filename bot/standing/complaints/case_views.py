"""A case: to whoever complained, and to whoever holds the ombudsman's office. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, Turn, Words, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Replies,
    Say,
    Show,
    To,
    grid,
    say,
)
from services.kernel.localized import Localized
from services.law import clocks
from services.living import offices
from services.people.facts import kinds
from services.standing import agencies, complaints, ombudsman
from services.standing.complaints import Complaint, ComplaintState, OrderKind, View
from services.standing.ombudsman import CaseFile, CasePage, Secret

Ground = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
Mask = Annotated[int, Field(ge=0, lt=2 ** len(OrderKind))]
SHA_SHOWN = 8
PARTS = frozenset({"super_app", "town_hall", "platform", "raters", "offices", "public"})


class SayView(CallbackData, prefix="oc3"):
    number: Turn
    view: View


class Again(CallbackData, prefix="oc4"):
    number: Turn


class ShowFile(CallbackData, prefix="oc5"):
    """All that the books say, to the office."""

    number: Turn


class OpenSecret(CallbackData, prefix="oc6"):
    number: Turn


class Choose(CallbackData, prefix="oc7"):
    number: Turn


class DraftIt(CallbackData, prefix="oc8"):
    """A ground, and which orders, before the decision."""

    number: Turn
    ground: Ground
    mask: Mask


class RuleIt(CallbackData, prefix="oc9"):
    number: Turn
    ground: Ground
    mask: Mask


class StopClock(CallbackData, prefix="oca"):
    """Stop it, or set it going again."""

    number: Turn


class Longer(CallbackData, prefix="ocb"):
    number: Turn


class Skip(CallbackData, prefix="ocf"):
    """Let a hearing go on without whoever it waits for."""

    number: Turn


class OpenHearing(CallbackData, prefix="occ"):
    number: Turn


def mine(found: CasePage) -> Replies:
    """One's own case: stage, outcome and view are three things, and each day counts by a rule."""
    one, file = found.complaint, found.file
    text = say(
        "case.own",
        **_head(one),
        forum=say(f"case.forum_{one.forum}"),
        stage=say(f"case.stage_{one.stage}"),
        outcome=_outcome(one),
        view=say(f"case.view_{one.view}" if one.view else "case.view_unsaid"),
        clock=_stages(file),
        offices=len(file.parts),
        orders=_orders(one),
        secret=say(f"case.secret_{file.secret}"),
        words=_words(file.own_words),
    )
    return (screen(text, _own_ways(found), back=Go(command="complain")),)


def said(one: Complaint) -> Replies:
    return (Answer(say(f"case.toast_{one.view}", number=one.number)),)


def asked_again(found: complaints.Opened) -> Replies:
    return (Message(say("case.again", number=found.complaint.number)),)


def filed(event: ombudsman.CaseFiled) -> Replies:
    """Whoever may decide has the case's card; where rules decide nobody is told."""
    card = f"case:{event.complaint.complaint_id}"
    return tuple(Show(card, to=To(who)) for who in event.holders)


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
    text = say("case.checked", number=one.number, orders=_orders(one))
    return (*again, Message(text, to=To(one.who), keyboard=(_views(one),)))


def viewed(event: complaints.ViewSaid) -> Replies:
    return (Redraw(f"case:{event.complaint.complaint_id}"),)


def card(found: CasePage) -> Message:
    """A case to whoever may decide it; drawn again when anything of it moves."""
    one, number = found.complaint, found.complaint.number
    text = say(
        "case.card",
        **_head(one),
        name=one.name,
        outcome=_outcome(one),
        clock=_stages(found.file),
        words=_words(one.words or found.file.own_words),
        orders=_orders(one),
    )
    if one.state is not ComplaintState.OPEN:
        return Message(text, card=f"case:{one.complaint_id}")
    clock = one.clock
    stop = "case.go_on" if clock is not None and clock.is_paused else "case.stop"
    rows: list[Button] = [
        Button(say("case.file"), ShowFile(number=number)),
        _hearing_way(found),
        Button(say(stop), StopClock(number=number)),
    ]
    if clock is not None and clock.may_extend:
        rows.append(Button(say("case.longer"), Longer(number=number)))
    rows.append(Button(say("case.decide"), Choose(number=number)))
    return Message(text, keyboard=grid(rows, 2), card=f"case:{one.complaint_id}")


def _hearing_way(found: CasePage) -> Button:
    """Open the hearing; once it is open, let it go on without whoever it waits for."""
    number, hearing = found.complaint.number, found.file.hearing
    if hearing is not None and hearing.turn is not None:
        return Button(say("case.skip"), Skip(number=number))
    return Button(say("case.hearing"), OpenHearing(number=number))


def file(found: CaseFile) -> Replies:
    """What every office and agency concerned has in its books."""
    one = found.complaint
    text = say(
        "case.file_page",
        number=one.number,
        left=say("case.has_left") if found.has_left else say("nothing"),
        parts=tuple(_part(part) for part in found.parts),
        scores=tuple(
            say(
                "case.given",
                title=g.title,
                score=g.score,
                version=g.version,
                sha=g.sha[:SHA_SHOWN],
                at=g.at,
            )
            for g in found.given
        )
        or (say("case.none"),),
        readers=tuple(
            say("case.part", who=_named(who), count=count) for who, count in found.readers
        ),
        entries=len(found.entries),
        guesses=len(found.guesses),
        others=tuple(say("case.other_clock", clock=c, due=due) for c, due in found.others),
        secret=_secret(found),
    )
    buttons: list[Button] = []
    if found.secret is Secret.SEALED:
        buttons.append(Button(say("case.open_secret"), OpenSecret(number=one.number)))
    if found.secret is Secret.OPENED:
        about = f"{one.number} weigh"
        buttons.append(Button(say("case.weigh"), AskWords(what=Words.CASE, about=about)))
    buttons.append(Button(say("case.decide"), Choose(number=one.number)))
    return (Message(text, keyboard=grid(buttons, 2)),)


def choices(found: ombudsman.Choice) -> Replies:
    """A ground a button: first those that uphold, then those that dismiss."""
    number = found.complaint.number
    rows = []
    for mark, grounds in (("case.upholds", found.upholding), ("case.dismisses", found.dismissing)):
        for ground in grounds:
            mask = _mask(ground.orders)
            tap = DraftIt(number=number, ground=ground.ground_id, mask=mask)
            rows.append((Button(say(mark, title=ground.title), tap),))
    return (Message(say("case.choose", number=number), keyboard=tuple(rows)),)


def draft(found: ombudsman.Draft) -> Replies:
    """The decision before it is made; each order can be left out or put in."""
    number, ground = found.complaint.number, found.ground
    here = {"number": number, "ground": ground.ground_id}
    mask = _mask(found.orders)
    toggles = [
        Button(
            say("case.with" if kind in found.orders else "case.without", order=_order(kind)),
            DraftIt(**here, mask=mask ^ (1 << bit)),
        )
        for bit, kind in enumerate(OrderKind)
        if ground.upholds
    ]
    words = AskWords(what=Words.CASE, about=f"{number} {ground.ground_id}")
    rule = (Button(say("case.rule"), RuleIt(**here, mask=mask)), Button(say("case.word"), words))
    text = say(
        "case.draft",
        number=number,
        title=ground.title,
        provision=ground.provision,
        evidence=say(f"provenance.{ground.provenance}"),
        source=ground.source,
        effect=say("case.draft_upholds" if ground.upholds else "case.draft_dismisses"),
    )
    return (Message(text, keyboard=(*grid(toggles, 2), rule), in_place=True),)


def ruled(one: Complaint) -> Replies:
    return (Answer(say(f"case.toast_{one.state}", number=one.number)),)


def weighed(one: Complaint) -> Replies:
    return (Message(say("case.weighed", number=one.number)),)


def clock_moved(one: Complaint) -> Replies:
    clock = one.clock
    is_paused = clock is not None and clock.is_paused
    return (Answer(say("case.toast_stopped" if is_paused else "case.toast_runs")),)


def _own_ways(found: CasePage) -> Keyboard:
    one = found.complaint
    if one.state is ComplaintState.OPEN:
        about = f"{one.number} add"
        return ((Button(say("case.add"), AskWords(what=Words.CASE, about=about)),),)
    again = ((Button(say("case.ask_again"), Again(number=one.number)),),)
    return (_views(one), *(again if found.may_ask_again else ()))


def _views(one: Complaint) -> tuple[Button, ...]:
    number = one.number
    return (
        Button(say("case.is_cured"), SayView(number=number, view=View.CURED)),
        Button(say("case.not_cured"), SayView(number=number, view=View.NOT_CURED)),
    )


def _head(one: Complaint) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title,
        "about": say(f"complaints.about_{one.about}"),
        "at": one.opened,
    }


def _outcome(one: Complaint) -> Say:
    if one.decided is None:
        return say("case.outcome_none")
    ground = complaints.reasons().get(one.ground)
    key = f"case.outcome_{one.state}"
    if ground is None:
        return say(key, why=say("nothing"), at=one.decided)
    why = say("case.why", title=ground.title, provision=ground.provision)
    return say(key, why=why, at=one.decided)


def _stages(file: CaseFile) -> tuple[Say, ...]:
    """Each stage of the clock: due when, and each stretch of time with the rule that counts it."""
    lines: list[Say] = []
    for stage in file.stages:
        lines.append(_stage(stage))
        lines += [_run(run) for run in stage.runs]
    return tuple(lines) or (say("nothing"),)


def _stage(one: clocks.Reading) -> Say:
    values = {"clock": one.title, "stage": say(f"clock.stage_{one.stage}"), "since": one.started}
    if one.due is None:
        return say("clock.line_stopped", **values)
    if one.ended is not None:
        key = "clock.line_ended_late" if one.is_overdue else "clock.line_ended"
        return say(key, **values, due=one.due, ended=one.ended)
    return say("clock.line_late" if one.is_overdue else "clock.line", **values, due=one.due)


def _run(run: clocks.Run) -> Say:
    values = {"since": run.since, "until": run.until, "count": run.count}
    if run.rule is clocks.Rule.PAUSED:
        return say("clock.run_paused", **values, reason=clocks.reasons()[run.reason])
    return say(f"clock.run_{run.rule}", **values)


def _orders(one: Complaint) -> tuple[Say, ...]:
    if not one.orders:
        return (say("case.no_orders"),)
    marks = {None: "case.order_waits", True: "case.order_done", False: "case.order_undone"}
    return tuple(
        say(marks[order.is_cured], order=_order(order.kind), where=_where(order))
        for order in one.orders
    )


def _order(kind: OrderKind) -> Say:
    return say(f"case.order_{kind}")


def _where(order: complaints.Order) -> Say | Localized:
    """At which office; of an entry of a list, who keeps it."""
    is_entry = order.kind is OrderKind.DELIST
    return _named(order.detail if is_entry else order.target)


def _part(part: ombudsman.Part) -> Say:
    known = kinds()
    newest = [known[f.kind].title for f in part.newest if f.kind in known and known[f.kind].title]
    if not newest:
        return say("case.part", who=_named(part.source), count=part.count)
    return say("case.part_newest", who=_named(part.source), count=part.count, newest=newest)


def _secret(found: CaseFile) -> tuple[Say, ...]:
    lines = [say(f"case.secret_{found.secret}")]
    lines += [say("case.weight", title=w.title, points=w.points) for w in found.formula]
    return tuple(lines)


def _named(one: str) -> Say | Localized:
    """An office or an agency by name, a part of the town in words; people are not named."""
    known = (agencies.catalogue(), offices.catalogue())
    found = next((among[one].title for among in known if one in among), None)
    return found or say(f"part.{one}" if one in PARTS else "part.somebody")


def _words(words: str) -> Quote | str:
    return Quote(words) if words else "—"


def _mask(orders: tuple[OrderKind, ...]) -> int:
    return sum(1 << bit for bit, kind in enumerate(OrderKind) if kind in orders)
