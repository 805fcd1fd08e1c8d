"""How groups look to those who are in them, and to those who are asked. Pure."""

from __future__ import annotations

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.arguments import AskWords, CallGroup, Go, Page, PersonCard, RowId, Whom, Words, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Quote,
    Relay,
    RemoveButtons,
    Replies,
    Say,
    To,
    Value,
    grid,
    say,
)
from services.kernel.paging import Page as PageOf
from services.kernel.town import ParticipantId
from services.people.identity import Neighbour
from services.social import groups, messaging
from services.social.groups import Group


class OpenGroup(CallbackData, prefix="gr"):
    group_id: RowId


class TalkInGroup(CallbackData, prefix="gc"):
    """Open the conversation of a group."""

    group_id: RowId


class AskIn(CallbackData, prefix="ga"):
    """Whom to ask into a group, a page of them."""

    group_id: RowId
    page: Page


class Invite(CallbackData, prefix="gi"):
    group_id: RowId
    who: Whom


class JoinGroup(CallbackData, prefix="gj"):
    group_id: RowId
    yes: bool


class PutOut(CallbackData, prefix="gx"):
    """Somebody to be put out of a group; nobody yet: choose."""

    group_id: RowId
    who: Whom | None


class LeaveGroup(CallbackData, prefix="gl"):
    group_id: RowId


IN_A_ROW = 2
CHATS, GROUPS = Go(command="chats"), Go(command="groups")


def mine(found: tuple[ParticipantId, list[Group]]) -> Replies:
    """Questions first, each with its answers; then the groups one is in."""
    me, all_of_them = found
    asked = [one for one in all_of_them if not one.is_member(me)]
    joined = [one for one in all_of_them if one.is_member(me)]
    opens = [Button(say("groups.open", name=_name(one)), _open(one)) for one in joined]
    keyboard: Keyboard = (
        *(_answers(one) for one in asked),
        *grid(opens, IN_A_ROW),
        (Button(say("groups.new"), AskWords(what=Words.GROUP)),),
    )
    text = say("groups.mine", count=len(joined)) if joined else say("groups.none")
    return (screen(text, keyboard, back=CHATS),)


def group(found: tuple[ParticipantId, Group]) -> Replies:
    me, one = found
    number = one.group_id
    faces = [
        Button(say("as_is", what=member.name), PersonCard(who=member.participant_id))
        for member in one.members
        if member.participant_id != me
    ]
    parts = [say("groups.card", name=_name(one), total=len(one.members))]
    if one.asked:
        names = [member.name for member in one.asked]
        parts.append(say("groups.asked", names=names))
    write = Button(say("groups.write"), TalkInGroup(group_id=number))
    ask = Button(say("groups.ask"), AskIn(group_id=number, page=0))
    keyboard: Keyboard = (
        (write, Button(say("groups.call"), CallGroup(group_id=number))),
        *(() if one.is_table else ((ask,),)),
        *grid(faces, IN_A_ROW),
        *(_makers_row(number) if one.maker == me else ()),
        (Button(say("groups.leave"), LeaveGroup(group_id=number)),),
    )
    return (screen(say("as_is", what=tuple(parts)), keyboard, back=GROUPS),)


def made(one: Group) -> Replies:
    """A new group is nothing yet: whom to ask in comes next."""
    ask = Button(say("groups.ask"), AskIn(group_id=one.group_id, page=0))
    return (screen(say("groups.made", name=_name(one)), ((ask,),), back=GROUPS),)


def candidates(found: tuple[Group, PageOf[Neighbour]]) -> Replies:
    one, page = found
    number = one.group_id
    faces = [
        Button(say("as_is", what=n.name), Invite(group_id=number, who=n.participant_id))
        for n in page.items
    ]
    more = AskIn(group_id=number, page=page.following)
    turning: Keyboard = ()
    if page.pages > 1:
        label = say("next_page", page=page.following + 1, pages=page.pages)
        turning = ((Button(label, more),),)
    text = say("groups.candidates" if page.items else "groups.nobody_left", name=_name(one))
    return (screen(text, (*grid(faces, IN_A_ROW), *turning), back=_open(one)),)


def whom_to_put_out(found: tuple[ParticipantId, Group]) -> Replies:
    me, one = found
    faces = [
        Button(
            say("as_is", what=member.name),
            PutOut(group_id=one.group_id, who=member.participant_id),
        )
        for member in one.everybody
        if member.participant_id != me
    ]
    text = say("groups.whom_to_put_out", name=_name(one))
    return (screen(text, grid(faces, IN_A_ROW), back=_open(one)),)


def talking(found: messaging.GroupConversation) -> Replies:
    name = _name(found.group)
    if found.has_topic:
        there = Message(say("groups.topic", name=name), talk=found.talk)
        return (Answer(say("messaging.in_topic", name=name)), there)
    keys = (say("messaging.key_call"), say("messaging.key_leave"))
    text = say("groups.talking", name=name)
    if found.is_beside_call:
        text = say("messaging.beside_call", talking=text)
    return (Message(text, keys=keys, talk=found.talk),)


def changed(one: Group) -> Replies:
    return (Answer(say("groups.now", name=_name(one), total=len(one.members))),)


def invited(event: groups.GroupInvited) -> Replies:
    one = event.group
    text = say("groups.invited", by=event.by_name, name=_name(one), total=len(one.members))
    to = To(event.who)
    return (Message(text, to=to, keyboard=(_answers(one),), priority=Priority.CHAT),)


def seated(event: groups.SeatChanged) -> Replies:
    """Where somebody has been seated, and with whom: one message each."""
    to, table = To(event.who), event.table
    if table is None:
        return (Message(say("tables.told_none"), to=to),)
    others = [one.name for one in table.members if one.participant_id != event.who]
    text = say("tables.told" if others else "tables.told_alone", table=table.title, names=others)
    write = Button(say("groups.write"), TalkInGroup(group_id=table.group_id))
    into = Button(say("groups.open", name=table.title), _open(table))
    return (Message(text, to=to, keyboard=((write, into),)),)


def joined(one: Group) -> Replies:
    into = Button(say("groups.open", name=_name(one)), _open(one))
    text = say("groups.joined", name=_name(one))
    return (Answer(text), screen(text, ((into,),)))


def declined(one: Group) -> Replies:
    return (Answer(say("groups.declined", name=_name(one))), RemoveButtons())


def left(one: Group) -> Replies:
    return (Answer(say("groups.left", name=_name(one))), RemoveButtons())


def renamed(one: Group) -> Replies:
    return (Message(say("groups.renamed", name=_name(one))),)


def written(spoken: groups.GroupSpoken | None) -> Replies:
    if spoken is None:
        return ()  # the event of what was held back says so
    name = spoken.group_name or say("groups.nameless")
    return (Message(say("groups.written", name=name, total=len(spoken.to))),)


def heard(event: groups.GroupSpoken) -> Replies:
    """A copy for each of the others, with the group's name before the speaker's."""
    text = say(
        "groups.heard",
        group=event.group_name or say("groups.nameless"),
        name=event.speaker_name,
        text=Quote(event.text) if event.text else "",
    )
    answer = Button(say("groups.answer"), TalkInGroup(group_id=event.group_id))
    copy = Message(
        text,
        keyboard=((answer,),),
        priority=Priority.CHAT,
        relay=_relay(event.enclosure),
        talk=f"g:{event.group_id}",
    )
    return tuple(replace(copy, to=To(who)) for who in event.to)


def _makers_row(number: int) -> Keyboard:
    put_out = Button(say("groups.put_out"), PutOut(group_id=number, who=None))
    rename = AskWords(what=Words.RENAME, about=str(number))
    return ((put_out, Button(say("groups.rename"), rename)),)


def _answers(one: Group) -> tuple[Button, ...]:
    return (
        Button(say("groups.join", name=_name(one)), JoinGroup(group_id=one.group_id, yes=True)),
        Button(say("friends.no"), JoinGroup(group_id=one.group_id, yes=False)),
    )


def _relay(enclosed: object | None) -> Relay | None:
    if not isinstance(enclosed, messaging.Enclosure):
        return None
    return Relay(enclosed.kind.value, enclosed.handle, enclosed.bot_id, enclosed.ending)


def _open(one: Group) -> OpenGroup:
    return OpenGroup(group_id=one.group_id)


def _name(one: Group) -> Value | Say:
    return one.title or say("groups.nameless")
