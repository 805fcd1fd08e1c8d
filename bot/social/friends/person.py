"""A person's card: what one may know of them and the ways to them; blocks, and reports. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import (
    AskWords,
    Chat,
    EnvelopeFor,
    Go,
    OpenRating,
    PayWhom,
    PersonCard,
    RowId,
    Whom,
    Words,
    screen,
)
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
    ToFacilitator,
    grid,
    say,
)
from bot.social.friends.views import EVERYBODY, IN_A_ROW, between
from services.kernel.money import Fen, Money
from services.money import transfers
from services.social import calls, reports
from services.social.friends import FriendshipState
from services.standing.listings import Colour
from services.standing.profiles import Profile

AMOUNTS_FEN = (666, 888, 2000, 6600)


class Reach(CallbackData, prefix="fc"):
    """Call somebody."""

    who: Whom


class EnvelopeWhom(CallbackData, prefix="pg"):
    """Choose how much to put into an envelope for somebody."""

    who: Whom


class Block(CallbackData, prefix="pb"):
    who: Whom
    on: bool


class ReportWhom(CallbackData, prefix="pw"):
    """Tell the facilitator about somebody; not yet `sure`: ask how."""

    who: Whom
    sure: bool


class CloseReport(CallbackData, prefix="pv"):
    report_id: RowId


def card(found: Profile) -> Replies:
    """One person, what they are to the asker, and the ways to reach them."""
    who, name = found.neighbour.participant_id, found.neighbour.name
    if who == found.me:
        return (screen(say("friends.yourself"), ((EVERYBODY,),)),)
    parts = [say("friends.person", name=name, trade=found.neighbour.trade)]
    if found.kin is not None:
        parts.append(say(f"friends.is_your_{found.kin}"))
    if found.friendship is not None and found.friendship.state == FriendshipState.FRIENDS:
        parts.append(say("friends.is_your_friend"))
    if found.repute.stars.count:
        stars = found.repute.stars
        parts.append(say("people.rated", count=stars.count, average=_average(stars.average)))
    parts += [_listed(colour, agency) for colour, agency in found.lists]
    if found.is_blocked:
        parts.append(say("people.is_blocked"))
    text = say("as_is", what=tuple(parts))
    return (screen(text, _ways(found), back=Go(command="friends")),)


def called(call: calls.Call) -> Replies:
    return (Answer(say("friends.calling", name=call.callee_name)),)


def envelope(found: transfers.Payee) -> Replies:
    to, nonce = found.participant_id, found.nonce
    amounts = [
        Button(
            say("as_is", what=Money(Fen(fen))),
            EnvelopeFor(to=to, fen=str(fen), nonce=nonce),
        )
        for fen in AMOUNTS_FEN
    ]
    text = say("messaging.envelope_whom", name=found.name)
    return (screen(text, grid(amounts, IN_A_ROW), back=PersonCard(who=to)),)


def blocked(found: Profile) -> Replies:
    key = "people.blocked" if found.is_blocked else "people.unblocked"
    return (Answer(say(key, name=found.neighbour.name)), *card(found))


def ask_how(found: Profile) -> Replies:
    """Whether the facilitator shall read what the other one wrote is the reporter's choice."""
    who, name = found.neighbour.participant_id, found.neighbour.name
    sure = ReportWhom(who=who, sure=True)
    keyboard: Keyboard = (
        (Button(say("people.without_words"), sure),),
        (Button(say("people.with_words"), AskWords(what=Words.REPORT, about=name)),),
    )
    text = say("people.how_to_report", name=name)
    return (screen(text, keyboard, back=PersonCard(who=who)),)


def reported(one: reports.Report) -> Replies:
    key = "people.reported_words" if one.words else "people.reported"
    return (screen(say(key, name=one.reported_name)),)


def report_made(event: reports.ReportMade) -> Replies:
    shown = report_card(event.report)
    return (replace(shown, to=ToFacilitator()) if event.is_new else Redraw(shown.card or ""),)


def report_closed(event: reports.ReportClosed) -> Replies:
    told = say("people.report_closed", name=event.report.reported_name)
    return (Redraw(f"report:{event.report.report_id}"), Message(told, to=To(event.reporter)))


def report_card(one: reports.Report) -> Message:
    """A report as the facilitator sees it, drawn again when it is closed."""
    text = say(
        "people.report" if one.is_open else "people.report_over",
        reporter=one.reporter_name,
        name=one.reported_name,
        words=Quote(one.words) if one.words else say("people.no_words"),
    )
    close = Button(say("people.close_report"), CloseReport(report_id=one.report_id))
    keyboard: Keyboard = ((close,),) if one.is_open else ()
    return Message(text, keyboard=keyboard, card=f"report:{one.report_id}")


def closed(one: reports.Report) -> Replies:
    return (Answer(say("people.closed", name=one.reported_name)),)


def waiting(found: tuple[reports.Report, ...]) -> Replies:
    return tuple(report_card(one) for one in found) or (Message(say("people.no_reports")),)


def _ways(found: Profile) -> Keyboard:
    who = found.neighbour.participant_id
    block = "people.unblock" if found.is_blocked else "people.block"
    last = (
        Button(say("people.report_button"), ReportWhom(who=who, sure=False)),
        Button(say(block), Block(who=who, on=not found.is_blocked)),
    )
    if found.is_blocked:
        return (last,)
    return (
        (
            Button(say("people.write"), Chat(who=who)),
            Button(say("messaging.key_call"), Reach(who=who)),
        ),
        (
            Button(say("people.pay"), PayWhom(to=who)),
            Button(say("people.envelope"), EnvelopeWhom(who=who)),
        ),
        (*between(found.me, who, found.friendship), *_rate(found)),
        last,
    )


def _average(hundredths: int | None) -> Say | str:
    if hundredths is None:
        return say("people.too_few")
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _rate(found: Profile) -> tuple[Button, ...]:
    if found.to_rate is None:
        return ()
    return (Button(say("people.rate"), OpenRating(deal_id=found.to_rate)),)


def _listed(colour: Colour, agency: str) -> Say:
    key = "lists.praised" if colour is Colour.RED else "lists.blamed"
    return say("people.listed", how=say(key, agency=say(f"lists.agency_{agency}")))
