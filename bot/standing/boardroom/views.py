"""How the boardroom looks to whoever sits for a company, and to whoever runs the town. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Words, go
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Redraw,
    Replies,
    Say,
    Show,
    To,
    ToAll,
    ToFacilitator,
    grid,
    say,
    to_town,
)
from services.kernel.localized import Localized
from services.kernel.money import Money
from services.law.switchboard import LawEnacted, Switch
from services.standing import agencies
from services.standing.agencies import Boardroom, Payoff, Stake

SEATS_A_ROW = 2


class BoardVote(CallbackData, prefix="bv"):
    """Choose for one's company."""

    agency: str
    shares: bool


class SayConsent(CallbackData, prefix="bc"):
    """May companies tell the bureau of me?"""

    agrees: bool


class Judge(CallbackData, prefix="bj"):
    """Would I license the eight, and why?"""

    reason: str


def seated(done: agencies.Director) -> Replies:
    return (Message(say("board.seated", name=done.name, title=done.agency.title)),)


def told_seated(event: agencies.SeatGiven) -> Replies:
    """Whoever sits now is told what for; whoever sat until now, that they do not."""
    title, new = event.director.agency.title, event.director.who
    told: list[Message | Redraw | Show] = [
        Message(say("board.you_sit", title=title), to=To(new)),
        Show(f"board:{new}", to=To(new)),
        Redraw("boardroom:"),
        Redraw("board:*"),
    ]
    if event.before is not None:
        told.append(Message(say("board.you_sat", title=title), to=To(event.before)))
    return tuple(told)


def told_taken(event: agencies.SeatTaken) -> Replies:
    """In one message: that the seat is gone, and what stays."""
    one = event.director
    text = say("board.seat_taken", title=one.agency.title)
    told = Message(text, to=To(one.who), keyboard=((go("home"),),))
    return (told, Redraw("boardroom:"), Redraw("board:*"))


def called(event: agencies.BoardsCalled) -> Replies:
    """Each board has its card; whoever runs the town has the table of all."""
    cards = tuple(Show(f"board:{who}", to=To(who)) for who in event.directors)
    return (*cards, Show("boardroom:", to=ToFacilitator()))


def voted(stake: Stake) -> Replies:
    key = "board.toast_shares" if stake.shares else "board.toast_keeps"
    return (Answer(say(key, title=stake.agency.title)),)


def told_voted(event: agencies.BoardVoted) -> Replies:
    """Every card shows it; whoever runs the town hears of it, and how things stand."""
    chose = "board.chose_share" if event.shares else "board.chose_keep"
    found = event.found
    text = say(
        "board.told",
        chose=say(chose, title=event.agency.title),
        sharing=len(found.sharing),
        total=len(found.stakes),
        names=_names(found.sharing),
        percent=found.coverage.percent,
        balance=_balance(found),
        last=say("board.all_chose") if event.is_last else "",
    )
    return (Message(text, to=ToFacilitator()), *redrawn(event))


def redrawn(_: object) -> Replies:
    return (Redraw("boardroom:"), Redraw("board:*"))


def boardroom(found: Boardroom) -> Message:
    """One's own card, or the table of all, to whoever asks."""
    [one, *others] = found.stakes
    return whole(found) if others or one.director is None else own(found, one.director.who)


def whole(found: Boardroom) -> Message:
    """For whoever runs the town: every company's stake, and a button for each empty seat."""
    text = say(
        "board.whole",
        state=say("board.meets" if found.is_meeting else "board.rests"),
        known=found.coverage.known,
        people=found.coverage.people,
        percent=found.coverage.percent,
        lines=tuple(_line(one) for one in found.stakes),
        balance=_balance(found),
        refused=say("board.refused", count=found.refused),
        evidence=say(f"provenance.{found.provenance}"),
    )
    return Message(text, keyboard=_empty_seats(found), card="boardroom:")


def own(found: Boardroom | None, who: str) -> Message:
    """For whoever sits for a company: its two choices, and what each would bring."""
    place = f"board:{who}"
    if found is None:
        return Message(say("board.no_seat"), card=place)
    [one] = found.stakes
    text = say(
        "board.own",
        title=one.agency.title,
        size=say(f"board.{one.size}"),
        knows=one.knows.known,
        people=one.knows.people,
        percent=found.coverage.percent,
        keep=_choice("board.keep", one.keep, one.percent),
        share=_choice("board.share", one.share, one.percent),
        why=say(f"board.why_{one.size}", learned=one.share.learned),
        state=_state(found, one),
        evidence=say(f"provenance.{found.provenance}"),
    )
    keyboard: Keyboard = ((Button(say("board.ask"), AskWords(what=Words.HISTORY)),),)
    if found.is_meeting:
        company = one.agency.agency_id
        share = Button(say("board.do_share"), BoardVote(agency=company, shares=True))
        keep = Button(say("board.do_keep"), BoardVote(agency=company, shares=False))
        keyboard = ((share, keep), *keyboard)
    return Message(text, keyboard=keyboard, card=place)


def _choice(key: str, one: Payoff, part: int) -> Say:
    return say(
        key,
        total=one.total,
        product=one.product,
        part=part,
        bureau=one.bureau,
        pooling=one.pooling,
        percent=one.coverage.percent,
    )


def _state(found: Boardroom, one: Stake) -> Say:
    if not found.is_meeting:
        return say("board.waits_for_meeting")
    did = "chosen" if one.voted else "unchosen"
    return say(f"board.{did}_share" if one.shares else f"board.{did}_keep")


def _line(one: Stake) -> Say:
    cost = Money(abs(one.gain.fen))
    worth = "gains" if one.gain.fen > 0 else "costs" if one.gain.fen else "equal"
    return say(
        "board.line",
        title=one.agency.title,
        size=say(f"board.{one.size}"),
        knows=one.knows.known,
        seat=say("board.nobody_sits") if one.director is None else one.director.name,
        does=say("board.shares" if one.shares else "board.keeps"),
        worth=say(f"board.{worth}", amount=cost),
    )


def _balance(found: Boardroom) -> Say:
    if not found.restless:
        return say("board.settled")
    return say("board.restless", names=_names(found.restless))


def _names(some: tuple[agencies.Agency, ...]) -> list[Localized] | Say:
    return [one.title for one in some] or say("board.nobody")


def _empty_seats(found: Boardroom) -> Keyboard:
    empty = [one.agency for one in found.stakes if one.director is None]
    buttons = [
        Button(say("board.fill", title=one.title), AskWords(what=Words.SEAT, about=one.agency_id))
        for one in empty
    ]
    return grid(buttons, SEATS_A_ROW)


def history(found: agencies.History) -> Replies:
    """What members told of somebody; or that the bureau tells only who tells it."""
    names = {"title": found.agency.title, "name": found.name}
    if found.is_refused:
        return (Message(say("history.refused", **names)), Redraw("boardroom:"))
    lines = tuple(say("history.line", what=what, count=count) for what, count in found.reports)
    return (Message(say("history.told", **names, lines=lines or (say("history.nothing"),))),)


def ask_room(_: agencies.LicenceAsked) -> Replies:
    """Would you license them? A reason a button; the last one pressed stands."""
    judgement = agencies.ownership().judgement
    rows = tuple(
        (Button(one.title, Judge(reason=name)),) for name, one in judgement.reasons.items()
    )
    text = say("judge.ask", evidence=say(f"provenance.{judgement.provenance}"))
    return (Message(text, to=ToAll(), keyboard=rows, priority=Priority.BROADCAST),)


def judged(reason: agencies.Reason) -> Replies:
    return (Answer(say("judge.toast", title=reason.title)),)


def chosen(found: agencies.Choice) -> Message:
    """Why these companies: that nothing is known, and what the law has opened of it."""
    known = {"known": _lines("chosen.quote", found.known.lines)}
    if found.opened is None:
        label = say(f"provenance.{found.known.provenance}")
        return Message(say("chosen.sealed", **known, evidence=label), card="chosen:")
    lines = _lines("bullet", found.opened.lines)
    label = say(f"provenance.{found.opened.provenance}")
    text = say("chosen.open", lines=lines, evidence=label, **known)
    return Message(text, card="chosen:")


def document_opened(event: LawEnacted) -> Replies:
    """Once the public is consulted, everybody may read why these companies were chosen."""
    if event.switch is not Switch.LICENCE_CONSULTATION:
        return ()
    is_open = event.value == "on" and event.at_once
    told = to_town(say("chosen.opened")) if is_open else ()
    return (Redraw("chosen:"), *(replace(one, keyboard=((go("chosen"),),)) for one in told))


def _lines(key: str, lines: tuple[Localized, ...]) -> tuple[Say, ...]:
    return tuple(say(key, title=one) for one in lines)


def ask_consent(event: agencies.ConsentAsked) -> Replies:
    return tuple(Show(f"consent:{who}", to=To(who), once=True) for who in event.whom)


def consent_page(found: agencies.Consent | agencies.Consents) -> Message:
    """One's own answer, or how many gave which."""
    if isinstance(found, agencies.Consent):
        return consent_card(found)
    law = say("consent.counts" if found.counts else "consent.rests")
    return Message(say("consent.all", law=law, yes=found.yes, no=found.no, silent=found.silent))


def consent_card(found: agencies.Consent) -> Message:
    """What is asked, what one said, and both answers."""
    said = {None: "silent", True: "yes", False: "no"}[found.agrees]
    text = say(
        "consent.card",
        said=say(f"consent.said_{said}"),
        law=say("consent.counts" if found.counts else "consent.rests"),
        evidence=say("provenance.invented"),
    )
    yes = Button(say("consent.yes"), SayConsent(agrees=True))
    no = Button(say("consent.no"), SayConsent(agrees=False))
    return Message(text, keyboard=((yes, no),), card=f"consent:{found.me}")


def consent_said(found: agencies.Consent) -> Replies:
    toast = say("consent.toast_yes" if found.agrees else "consent.toast_no")
    return (Answer(toast), Redraw(f"consent:{found.me}"), Redraw("bureau:"))
