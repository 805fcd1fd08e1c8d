"""From replies to calls: who reads them, in which language, and what they take the place of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from bot.arguments import AskWords
from bot.replies import Address as To_
from bot.replies import (
    Answer,
    Here,
    LinkButton,
    Message,
    News,
    Priority,
    Redraw,
    RemoveAll,
    RemoveButtons,
    RemoveMessage,
    Replies,
    Reply,
    Show,
    Text,
    To,
    ToAccount,
    ToAll,
    ToFacilitator,
    ToGroup,
    ToSpoken,
    say,
)
from bot.runtime import conversations
from bot.runtime.cause import OFFICE, Cause
from bot.runtime.composing import compose
from bot.runtime.displays import HOME, TOWN, of_kind, read_of_late, redraw, stays
from bot.runtime.outbox import ANSWER_METHOD, EDIT_METHOD, OutboxCall, answer_key
from bot.runtime.registry import Registry
from bot.words import words_for
from services.kernel.time import day_number
from services.kernel.town import ParticipantId, Town, UnitOfWork
from services.people.identity import (
    Address,
    GroupChat,
    addresses,
    facilitator_address,
    language_of,
    town_groups,
)

ANSWER_MAX = 200  # characters, the messenger's limit
FROM_TOWN = say("from_town")


@dataclass(slots=True)
class Addressing:
    """Turns the replies of one unit of work into calls."""

    uow: UnitOfWork
    registry: Registry
    cause: Cause = OFFICE
    calls: list[OutboxCall] = field(default_factory=list)
    redraws: list[tuple[int, str]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)  # noted already, before their like is hung up
    _answered: bool = False
    _has_news: bool = False
    _in_talks: frozenset[int] | None = None  # private chats without topics where one talks
    _is_replaced: bool = False  # the message whose button was pressed
    _homes: set[ParticipantId] = field(default_factory=set)  # of those whom something has reached

    def add(self, replies: Replies | Reply) -> None:
        before = ""
        for reply in replies if isinstance(replies, tuple) else (replies,):
            if isinstance(reply, Answer):
                self._answer(reply)
            elif isinstance(reply, Redraw):
                self.redraws.append((self._workshop_id(), reply.card))
            elif isinstance(reply, News):
                self._has_news = True
            elif isinstance(reply, Show):
                self._show(reply)
            elif isinstance(reply, RemoveButtons):
                self._remove_buttons(reply.instead)
            elif isinstance(reply, RemoveMessage | RemoveAll):
                self._remove(reply)
            else:
                before = self._message(reply, before)

    def only_newest(self, question: str) -> None:
        """What was only read gives way to a newer answer, where it is one message."""
        messages = [call for call in self.calls if call.method != ANSWER_METHOD]
        if len(messages) == 1 and messages[0].is_own and not messages[0].card:
            at = self.calls.index(messages[0])
            self.calls[at] = replace(messages[0], question=question)

    def close(self) -> None:
        """A pressed button is always answered, if only by stopping its clock."""
        if self.cause.query_id and not self._answered:
            self._answer_button({})
        if self._has_news and isinstance(self.uow, Town):
            self._tell_town(self.uow)
        for who in sorted(self._homes):
            self.redraws.append((self._workshop_id(), f"{HOME}:{who}"))
        self._answer_in_group()

    def touches(self, who: ParticipantId) -> None:
        """Something of somebody's has changed: their home shows it."""
        self._homes.add(who)

    def _tell_town(self, town: Town) -> None:
        """Hang the card of this day up wherever it does not hang; elsewhere it is drawn again.

        Of days that were leapt over there is no card: today's tells of them.
        """
        today = day_number(town.workshop.clock.at(town.wall_ms))
        hung = of_kind(town.conn, town.workshop_id, TOWN)
        days = [tuple(map(int, card.split(":")[1:])) for card in hung.values()]
        last, since = max(days, default=(0, today))
        card = f"{TOWN}:{today}:{since if last == today else min(last + 1, today)}"
        self.stale += redraw(town.conn, town.workshop_id, f"{TOWN}:*")
        places = [self._group(town, group) for group in town_groups(town)]
        places += addresses(town, in_groups=False).values()
        places = [a for a in places if hung.get((a.bot_id, a.chat_id)) != card]
        if places:
            shown = replace(self.registry.draw(town, card), card=card, priority=Priority.BROADCAST)
            for address in places:
                for call in compose(replace(shown, silent=True), address):
                    self._owe(call)

    def _show(self, shown: Show) -> None:
        if isinstance(self.uow, Town):
            if shown.once and self._hangs(shown):
                self.redraws.append((self.uow.workshop_id, shown.card))
                return
            message = self.registry.draw(self.uow, shown.card)
            self._message(replace(message, to=shown.to, card=shown.card), "")

    def _hangs(self, shown: Show) -> bool:
        """Whether everybody whom a card is for has it."""
        town_id, places = self._workshop_id(), self._addresses(shown.to)
        hung = of_kind(self.uow.conn, town_id, shown.card.partition(":")[0], card=shown.card)
        return all((one.bot_id, one.chat_id) in hung for one in places)

    def _answer_in_group(self) -> None:
        """A command typed in a group, and answered elsewhere, says where."""
        cause, visitor = self.cause, self.uow.visitor
        chat_id, thread_id = cause.spoken_in
        if chat_id >= 0 or cause.query_id or not (cause.command and self.calls and visitor):
            return
        if all(call.chat_id != chat_id for call in self.calls):
            link = LinkButton(say("answered_in_private_open"), f"https://t.me/{cause.bot_username}")
            told = Message(say("answered_in_private"), keyboard=((link,),))
            address = Address(cause.bot_id, chat_id, visitor.language, thread_id)
            self._owe(compose(told, address)[0])

    def _answer(self, answer: Answer) -> None:
        if self._answered or not self.cause.query_id:
            self._message(Message(answer.text), "")
        else:
            visitor = self.uow.visitor
            words = words_for(visitor.language if visitor else "en")
            text = words.plain(answer.text)[:ANSWER_MAX]
            self._answer_button({"text": text, "show_alert": answer.alert})

    def _answer_button(self, shown: dict[str, Any]) -> None:
        self._answered = True
        params = {"callback_query_id": self.cause.query_id, **shown}
        priority, bot_id = Priority.ANSWER, self.cause.bot_id
        self._owe(OutboxCall(bot_id=bot_id, priority=priority, method=ANSWER_METHOD, params=params))

    def _remove(self, removed: RemoveMessage | RemoveAll) -> None:
        if isinstance(removed, RemoveAll):
            chats = read_of_late(self.uow.conn, self._workshop_id())
        else:
            chats = {(self.cause.bot_id, self.cause.spoken_in[0]): [removed.message_id]}
        for (bot_id, chat_id), ids in chats.items():
            params = {"chat_id": chat_id, "message_ids": ids}
            method = "deleteMessages"
            self._owe(OutboxCall(bot_id=bot_id, chat_id=chat_id, method=method, params=params))

    def _remove_buttons(self, instead: Text | None) -> None:
        if self.cause.pressed is None or self._is_replaced:  # by a screen with buttons of its own
            return
        chat_id, message_id = self.cause.pressed
        visitor, words = self.uow.visitor, {}
        if instead is not None:
            words["text"] = words_for(visitor.language if visitor else "en").plain(instead)
        call = OutboxCall(
            bot_id=self.cause.bot_id,
            chat_id=chat_id,
            method=EDIT_METHOD if words else "editMessageReplyMarkup",
            params={"chat_id": chat_id, "message_id": message_id, **words},
        )
        self._owe(call)

    def _message(self, message: Message, before: str) -> str:
        """Owe a message to everybody it is for; the key of the last call."""
        is_own, waits_for = isinstance(message.to, Here), before if message.in_turn else ""
        if message.corrects:
            return self._correct(message, before)
        if isinstance(message.asks, AskWords) and is_own:
            conversations.ask(self.uow.conn, self.cause, message.asks)
        to_others = isinstance(message.to, ToGroup | ToSpoken) or (message.talk and not is_own)
        asker = next(iter(self._visitor()), None) if to_others else None
        is_towns = not message.talk and isinstance(message.to, To | ToAll)
        to_desk = isinstance(message.to, ToFacilitator)
        otherwise = self.registry.desk_label(self.uow, message.card or "", to_desk=to_desk)
        for address in self._addresses(message.to):
            label = FROM_TOWN if is_towns and address.chat_id in self._talking() else otherwise
            for call in self._in_place(message, compose(message, address, label)):
                source = self.cause.source if call.talk and not is_own else ""
                waiting = replace(call, is_own=is_own, waits_for=waits_for, asker=asker)
                held_ms = self.cause.late_s * 1000 if is_own else 0
                before = self._owe(replace(waiting, source=source, held_ms=held_ms))
        return before

    def _talking(self) -> frozenset[int]:
        """The chats where plain words go to somebody, so that the town must say what is its own."""
        if self._in_talks is None and isinstance(self.uow, Town):
            found = addresses(self.uow, [*self.registry.in_talks(self.uow)])
            self._in_talks = frozenset(address.chat_id for address in found.values())
        return self._in_talks or frozenset()

    def _correct(self, message: Message, before: str) -> str:
        """Owe the same change to every copy of what the actor has changed."""
        town, source = self.uow, self.cause.source
        if isinstance(town, Town) and source:
            apart = addresses(town, list(message.not_to)).values() if message.not_to else ()
            closed = {(one.bot_id, one.chat_id) for one in apart}
            for bot_id, chat_id, message_id, _ in conversations.copies(town.conn, source):
                if (bot_id, chat_id) in closed:
                    continue
                to = Address(bot_id, chat_id, language_of(town, bot_id, chat_id))
                call = compose(message, to)[0]
                params = call.params | {"message_id": message_id}
                before = self._owe(replace(call, method="editMessageText", params=params, talk=""))
        return before

    def _in_place(self, message: Message, calls: list[OutboxCall]) -> list[OutboxCall]:
        """A screen takes the place of the one whose button was pressed, if it is one message."""
        pressed, (call, *more) = self.cause.pressed, calls
        if not message.in_place or pressed is None or more or call.attachment is not None:
            return calls
        at = (call.bot_id, *pressed)
        if pressed[0] != call.chat_id or self._is_replaced or stays(self.uow.conn, *at, call.card):
            return calls
        self._is_replaced = True
        there = {**call.params, "message_id": pressed[1]}
        return [replace(call, method=EDIT_METHOD, params=there)]

    def _owe(self, call: OutboxCall) -> str:
        """Note a call under its key, which is the cause's with its number."""
        cause = self.uow.key if self.cause is OFFICE else self.cause.key
        is_answer = call.method == ANSWER_METHOD
        key = answer_key(cause) if is_answer else f"{cause}:{len(self.calls)}"
        now_ms, workshop_id = self.uow.wall_ms, self._workshop_id()
        self.calls.append(replace(call, key=key, created_ms=now_ms, workshop_id=workshop_id))
        return key

    def _addresses(self, to: To_) -> list[Address]:
        uow = self.uow
        if isinstance(to, Here | ToAccount):
            gone = None if isinstance(to, Here) else Address(to.bot_id, to.chat_id, to.language)
            return self._visitor() if gone is None else [gone]
        if not isinstance(uow, Town):
            return []
        if isinstance(to, To):
            self.touches(to.who)
            return list(addresses(uow, [to.who]).values())
        if isinstance(to, ToGroup | ToSpoken):
            here = self.cause.spoken_in[0] if isinstance(to, ToSpoken) else None
            groups = [one for one in town_groups(uow) if here in {None, one.chat_id}]
            return [self._group(uow, group) for group in groups]
        if isinstance(to, ToAll):
            found = addresses(uow, in_groups=to.in_groups)
            return [address for who, address in found.items() if who != to.without]
        if isinstance(to, ToFacilitator):
            mine = {(one.bot_id, one.chat_id) for one in self._visitor()} if to.others else set()
            return [a for a in facilitator_address(uow) if (a.bot_id, a.chat_id) not in mine]
        assert_never(to)

    def _group(self, town: Town, group: GroupChat) -> Address:
        """The topic in which somebody just spoke, else the one the workshop is at home in."""
        chat_id, thread_id = self.cause.spoken_in
        if chat_id != group.chat_id:
            thread_id = group.thread_id
        return Address(group.bot_id, group.chat_id, town.workshop.language, thread_id)

    def _visitor(self) -> list[Address]:
        visitor = self.uow.visitor
        if visitor is None:
            return []
        chat_id, thread_id = self.cause.spoken_in
        if chat_id != visitor.tg_user_id:
            thread_id = None
        return [Address(visitor.bot_id, visitor.tg_user_id, visitor.language, thread_id)]

    def _workshop_id(self) -> int:
        return self.uow.workshop_id if isinstance(self.uow, Town) else 0
