"""How moments look: a page of them, one with what was said to it, the poster's card. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, Page, PersonCard, RowId, Words, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Quote,
    Redraw,
    Relay,
    RemoveButtons,
    Replies,
    Say,
    grid,
    next_page,
    say,
)
from services.social import moments
from services.social.moments import Feed, Moment


class MomentsPage(CallbackData, prefix="op"):
    page: Page


class ShowMoment(CallbackData, prefix="om"):
    moment_id: RowId


class Like(CallbackData, prefix="ol"):
    moment_id: RowId


class EraseMoment(CallbackData, prefix="ox"):
    moment_id: RowId


IN_A_ROW = 2
COMMENTS_SHOWN = 5  # the latest
LIKES_SHOWN = 10
SHORT = 120  # characters of a moment on a page of several


def feed(found: Feed) -> Replies:
    """The newest first; each opens with a tap on its author's name."""
    page = found.page
    lines = tuple(_line(one) for one in page.items)
    opens = [_opener(one) for one in page.items]
    keyboard: Keyboard = (
        *grid(opens, IN_A_ROW),
        *next_page(MomentsPage, page),
        (Button(say("moments.new"), AskWords(what=Words.MOMENT)),),
    )
    body = say("as_is", what=lines) if lines else say("moments.none")
    text = say("moments.feed", body=body, seen_by=found.friends)
    return (screen(text, keyboard),)


def moment(one: Moment) -> Replies:
    return (replace(own_card(one), in_place=True) if one.is_mine else _others(one),)


def posted(one: Moment | None) -> Replies:
    """With a photo also what friends see of it, or that they see none."""
    if one is None:
        return ()
    if one.photo is None:
        return (own_card(one),)
    text, lost = say("moments.as_seen"), say("moments.photo_lost_own")
    return (own_card(one), Message(text, relay=_photo(one), instead=lost))


def liked(one: Moment) -> Replies:
    return (Answer(say("moments.liked" if one.is_liked else "moments.unliked")),)


def commented(one: Moment | None) -> Replies:
    return () if one is None else moment(one)


def erased(_: None) -> Replies:
    return (Answer(say("moments.erased")), RemoveButtons())


def changed(event: moments.MomentChanged) -> Replies:
    """Nobody is rung: the poster's card shows it."""
    return (Redraw(f"moment:{event.moment_id}"),)


def own_card(one: Moment) -> Message:
    number = one.moment_id
    erase = Button(say("moments.erase"), EraseMoment(moment_id=number))
    shown = screen(_shown(one), ((_comment(number), erase),), back=MomentsPage(page=0))
    return replace(shown, card=f"moment:{number}", in_place=False)


def gone(moment_id: int) -> Message:
    return Message(say("moments.gone"), card=f"moment:{moment_id}")


def _others(one: Moment) -> Message:
    number = one.moment_id
    like = say("moments.unlike" if one.is_liked else "moments.like")
    face = Button(say("as_is", what=one.author_name), PersonCard(who=one.author))
    keyboard: Keyboard = (
        (Button(like, Like(moment_id=number)), _comment(number)),
        (face,),
    )
    shown = screen(_shown(one), keyboard, back=MomentsPage(page=0))
    return replace(shown, relay=_photo(one), instead=say("moments.photo_lost"))


def _photo(one: Moment) -> Relay | None:
    return None if one.photo is None else Relay("photo", one.photo.handle, one.photo.bot_id)


def _shown(one: Moment) -> Say:
    parts = [say("moments.moment", name=one.author_name, at=one.at, words=_words(one.words))]
    if one.photo and one.is_mine:  # a card that is drawn again is words alone
        parts.append(say("moments.with_photo"))
    if one.likes:
        names = list(one.likes[:LIKES_SHOWN])
        parts.append(say("moments.likes", count=len(one.likes), names=names))
    parts += [
        say("moments.comment_line", name=said.name, words=Quote(said.words))
        for said in one.comments[-COMMENTS_SHOWN:]
    ]
    return say("as_is", what=tuple(parts))


def _line(one: Moment) -> Say:
    short = one.words if len(one.words) <= SHORT else one.words[:SHORT] + "…"
    if one.photo:
        short = f"📷 {short}"
    counts = {"likes": len(one.likes), "comments": len(one.comments)}
    return say("moments.line", name=one.author_name, at=one.at, words=_words(short), **counts)


def _words(words: str) -> Quote | str:
    return Quote(words) if words else ""


def _opener(one: Moment) -> Button:
    label = say("moments.open", name=one.author_name, likes=len(one.likes))
    return Button(label, ShowMoment(moment_id=one.moment_id))


def _comment(number: int) -> Button:
    return Button(say("moments.comment"), AskWords(what=Words.COMMENT, about=str(number)))
