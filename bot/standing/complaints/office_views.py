"""The ombudsman's office, its hearings, and decisions as everybody may read them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Go, Page, Turn, Words, go, screen
from bot.replies import (
    Answer,
    Button,
    Message,
    Quote,
    Redraw,
    Replies,
    Reply,
    Say,
    Show,
    To,
    grid,
    page_row,
    say,
)
from bot.standing.complaints.views import signed_by
from services.standing import ombudsman
from services.standing.ombudsman import Decision, Hearing, Side


class ShowOffice(CallbackData, prefix="ocd"):
    """A case of the office, to whoever holds it."""

    number: Turn


class PassTurn(CallbackData, prefix="oce"):
    number: Turn


class PrecedentsPage(CallbackData, prefix="ocg"):
    page: Page


SHOWN = 8


def office(found: ombudsman.Office) -> Replies:
    """Who holds it, what waits there, and whether that is late."""
    names = [holder.name for holder in found.holders]
    text = say(
        "office.page",
        state=say("office.on" if found.is_on else "office.off"),
        holders=names or say("office.rules"),
        waiting=len(found.waiting),
        decided=found.decided,
        overdue=found.overdue,
        how=say("office.how") if found.is_run else say("nothing"),
    )
    ways = [
        Button(say("complaints.show", number=one.number), ShowOffice(number=one.number))
        for one in found.waiting[:SHOWN]
        if found.is_own
    ]
    complain = () if found.is_run else (go("complain"),)
    return (screen(text, (*grid(ways, 2), (*complain, go("precedents")))),)


def appointed(done: ombudsman.OfficeChanged) -> Replies:
    key = "office.gave" if done.holds else "office.took"
    return (Message(say(key, name=done.holder.name)),)


def told_appointed(event: ombudsman.OfficeChanged) -> Replies:
    """In one message: what the office is for; or that it is gone, and what stays."""
    key = "office.you_hold" if event.holds else "office.you_held"
    opens = Button(say("office.open"), Go(command="ombudsman"))
    ways = (opens,) if event.holds else (go("precedents"), go("complain"))
    return (Message(say(key), to=To(event.holder.who), keyboard=(ways,)), Redraw("case:*"))


def part_given(found: Hearing) -> Replies:
    return (Message(say("hearing.part_given", **_names(found))),)


def heard(found: Hearing) -> Replies:
    """To whoever has just spoken, opened it or let it go on."""
    return (Answer(say("hearing.toast_closed" if found.turn is None else "hearing.toast")),)


def words_added(found: Hearing) -> Replies:
    return (Message(say("case.added", number=found.complaint.number)),)


def moved(event: ombudsman.HearingMoved) -> Replies:
    """Whoever takes part, and whoever will decide, has the hearing's card; whoever's turn it is
    hears so.
    """
    found = event.hearing
    place = f"hearing:{found.complaint.complaint_id}"
    told: list[Reply] = [Redraw(f"case:{found.complaint.complaint_id}")]
    if found.opened is None:
        return tuple(told)
    told += [Show(place, to=To(who), once=True) for who in sorted(found.people | found.judges)]
    told.append(Redraw(place))
    if found.turn is not None and (who := found.speakers[found.turn]) is not None:
        number = found.complaint.number
        speak = AskWords(what=Words.CASE, about=f"{number} say")
        row = (
            Button(say("hearing.speak"), speak),
            Button(say("hearing.pass"), PassTurn(number=number)),
        )
        turn = say(f"hearing.your_turn_{found.turn}", number=number)
        told.append(Message(turn, to=To(who), keyboard=(row,)))
    return tuple(told)


def hearing_card(found: Hearing | None, place: str) -> Message:
    """What has been said so far, and whose turn it is."""
    if found is None:
        return Message(say("hearing.none"), card=place)
    number = found.complaint.number
    lines = tuple(_spoken(one, found) for one in found.spoken)
    turn = say("hearing.closed") if found.turn is None else say(f"hearing.turn_{found.turn}")
    text = say("hearing.card", **_names(found), lines=lines or (say("hearing.silent"),), turn=turn)
    return Message(text, card=place, is_last=found.turn is None and number > 0)


def precedents(found: ombudsman.Precedents) -> Replies:
    """A page of the public copies, whoever asks."""
    page = found.page
    if not page.total:
        return (screen(say("precedents.none_yet")),)
    text = say(
        "precedents.page",
        wanted=Quote(found.wanted) if found.wanted else say("precedents.all"),
        count=page.total,
        lines=tuple(decision(one) for one in page.items),
        rules=tuple(_rules()),
    )
    turning = (
        ()
        if found.wanted
        else page_row(
            PrecedentsPage, page, before=say("complaints.newer"), after=say("complaints.older")
        )
    )
    return (screen(text, turning),)


def news(found: Iterable[Decision]) -> Iterator[Say]:
    """A line of the town's card for each decision, and for each public apology."""
    for one in found:
        key = "news.case_upheld" if one.is_upheld else "news.case_dismissed"
        yield say(key, number=one.number, title=one.ground.title)
        if "apologise" in dict(one.orders):
            yield say("news.apology", number=one.number, agency=one.agency)


def decision(one: Decision) -> Say:
    """One public copy: ground, provision, automation, redress, words; no name, no id."""
    marks = {None: "waits", True: "done", False: "undone"}
    orders = tuple(
        say(f"precedents.order_{marks[done]}", order=say(f"case.order_{kind}"))
        for kind, done in one.orders
    )
    secret = say("nothing")
    if one.secret_opened:
        weighed = Quote(one.balance) if one.balance else say("precedents.weighed_by_rules")
        secret = say("precedents.secret", balance=weighed)
    return say(
        "precedents.one",
        number=one.number,
        outcome=say("precedents.upheld" if one.is_upheld else "precedents.dismissed"),
        about=say(f"complaints.about_{one.about}"),
        agency=one.agency,
        ground=one.ground.title,
        provision=one.ground.provision,
        by=say(f"case.by_{one.by}"),
        signers=signed_by(one.by, one.signers),
        hours=one.hours,
        late=say("precedents.late") if one.was_overdue else say("nothing"),
        orders=orders or (say("case.no_orders"),),
        words=Quote(one.words) if one.words else "—",
        secret=secret,
    )


def _rules() -> Iterator[Say]:
    """What the scripted office looks for, in the order in which it tries."""
    for one in ombudsman.script():
        yield say("precedents.rule", title=one.title, provision=one.provision)


def _spoken(one: ombudsman.Spoken, found: Hearing) -> Say:
    side = say(f"hearing.side_{one.side}")
    if one.words:
        return say("hearing.said", side=side, words=Quote(one.words))
    if one.by_program:
        return say(f"hearing.program_{one.side}", side=side, title=found.complaint.title)
    return say("hearing.passed", side=side)


def _names(found: Hearing) -> dict[str, object]:
    def name(side: Side) -> str | Say:
        return found.names[side] or say("hearing.program")

    return {
        "number": found.complaint.number,
        "complainant": name(Side.COMPLAINANT),
        "agency": name(Side.AGENCY),
        "clerk": name(Side.CLERK),
        "title": found.complaint.title,
    }
