"""From replies to calls: who reads them, in which language, as which call of the API."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from bot.replies import Address as To_
from bot.replies import (
    Answer,
    Button,
    Clip,
    CopyTextButton,
    Here,
    LinkButton,
    Message,
    Priority,
    Redraw,
    RemoveButtons,
    Replies,
    Reply,
    To,
    ToAll,
    ToFacilitator,
    ToGroup,
    say,
)
from bot.runtime.attachments import method_of
from bot.runtime.cutting import cut, shortened
from bot.runtime.outbox import ANSWER_METHOD, OutboxCall, answer_key
from bot.words import Words, words_for
from services.kernel.town import Town, UnitOfWork, Visitor
from services.people.identity import Address, GroupChat, addresses, facilitator_address, town_groups

ANSWER_MAX = 200  # characters, the messenger's limit
TEXT_MAX, CAPTION_MAX = 4096, 1024
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a unit of work comes from: one update of one visitor."""

    bot_id: int
    update_id: int
    wall_ms: int
    visitor: Visitor | None = None
    query_id: str = ""  # of the pressed button, which waits for its answer
    pressed: tuple[int, int] | None = None  # chat and message of that button
    bot_username: str = ""
    typed: str = ""  # or the data of the pressed button
    spoken_in: tuple[int, int | None] = (0, None)  # chat, and topic in a group that has some

    @property
    def key(self) -> str:
        """The idempotency key of everything this update causes."""
        return f"{self.bot_id}:{self.update_id}"


OFFICE = Cause(bot_id=0, update_id=0, wall_ms=0)  # no update: the town does it by itself


@dataclass(slots=True)
class Addressing:
    """Turns the replies of one unit of work into calls."""

    uow: UnitOfWork
    cause: Cause = OFFICE
    calls: list[OutboxCall] = field(default_factory=list)
    redraws: list[tuple[int, str]] = field(default_factory=list)
    _answered: bool = False

    def add(self, replies: Replies | Reply) -> None:
        before = ""
        for reply in replies if isinstance(replies, tuple) else (replies,):
            if isinstance(reply, Answer):
                self._answer(reply)
            elif isinstance(reply, Redraw):
                self.redraws.append((self._workshop_id(), reply.card))
            elif isinstance(reply, RemoveButtons):
                self._remove_buttons()
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

    def _remove_buttons(self) -> None:
        if self.cause.pressed is None:
            return
        chat_id, message_id = self.cause.pressed
        call = OutboxCall(
            bot_id=self.cause.bot_id,
            chat_id=chat_id,
            method="editMessageReplyMarkup",
            params={"chat_id": chat_id, "message_id": message_id},
        )
        self._owe(call)

    def _message(self, message: Message, before: str) -> str:
        """Owe a message to everybody it is for; the key of the last call."""
        is_own, waits_for = isinstance(message.to, Here), before if message.in_turn else ""
        asker = next(iter(self._visitor()), None) if isinstance(message.to, ToGroup) else None
        for address in self._addresses(message.to):
            for call in compose(message, address):
                before = self._owe(replace(call, is_own=is_own, waits_for=waits_for, asker=asker))
        return before

    def _owe(self, call: OutboxCall) -> str:
        """Note a call under its key, which is the cause's with its number."""
        cause, is_answer = self.uow.key, call.method == ANSWER_METHOD
        key = answer_key(cause) if is_answer else f"{cause}:{len(self.calls)}"
        now_ms, workshop_id = self.uow.wall_ms, self._workshop_id()
        self.calls.append(replace(call, key=key, created_ms=now_ms, workshop_id=workshop_id))
        return key

    def _addresses(self, to: To_) -> list[Address]:
        uow = self.uow
        if isinstance(to, Here):
            return self._visitor()
        if not isinstance(uow, Town):
            return []
        if isinstance(to, To):
            return list(addresses(uow, [to.who]).values())
        if isinstance(to, ToGroup):
            return [self._group(uow, group) for group in town_groups(uow)]
        if isinstance(to, ToAll):
            return [a for who, a in addresses(uow).items() if who != to.without]
        if isinstance(to, ToFacilitator):
            return facilitator_address(uow)
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
        return [Address(visitor.bot_id, visitor.tg_user_id, visitor.language)]

    def _workshop_id(self) -> int:
        return self.uow.workshop_id if isinstance(self.uow, Town) else 0


def compose(message: Message, address: Address) -> list[OutboxCall]:
    """The calls that show a message in one chat: several when it is too long for one.

    What goes with it goes with the first, the keyboard hangs under the last. A card is one message
    for ever, so it is shortened instead.
    """
    words = words_for(address.language)
    html = words.html(message.text)
    clip = message.clip and Clip(message.clip.asset.format(language=words.language))
    attachment = clip or message.picture or message.file
    first = TEXT_MAX if attachment is None else CAPTION_MAX
    parts = [shortened(html, first)] if message.card else cut(html, first, TEXT_MAX)
    to: dict[str, Any] = {"chat_id": address.chat_id, "parse_mode": "HTML"}
    if address.thread_id is not None:
        to["message_thread_id"] = address.thread_id
    call = OutboxCall(
        bot_id=address.bot_id,
        chat_id=address.chat_id,
        priority=message.priority,
        method="sendMessage",
        params={},
        card=message.card or "",
        batch=message.batch or "",
    )
    calls = [replace(call, params={**to, "text": part, **NO_PREVIEW}) for part in parts]
    if attachment is not None:
        method, params = method_of(attachment), {**to, "caption": parts[0]}
        calls[0] = replace(call, method=method, params=params, attachment=attachment)
    if message.keyboard:
        rows = [[_button(button, words) for button in row] for row in message.keyboard]
        calls[-1].params["reply_markup"] = {"inline_keyboard": rows}
    return calls


def simpler(call: OutboxCall) -> OutboxCall | None:
    """The same call for a chat that did not take it: in no topic, then as its words alone."""
    params = dict(call.params)
    if params.pop("message_thread_id", None) is not None:
        return replace(call, params=params)
    if call.attachment is None:
        return None
    text = {"text": params.pop("caption"), **NO_PREVIEW}
    return replace(call, method="sendMessage", params=params | text, attachment=None)


def undelivered(call: OutboxCall, reason: str, now_ms: int) -> OutboxCall | None:
    """What whoever spoke to a group hears when the group did not: only they can mend it."""
    if call.asker is None:
        return None
    (part,) = compose(Message(say("undelivered", reason=reason)), call.asker)
    return replace(part, key=f"{call.key}:undelivered", created_ms=now_ms)


def _button(button: Button | LinkButton | CopyTextButton, words: Words) -> dict[str, Any]:
    label = words.plain(button.label)
    if isinstance(button, LinkButton):
        return {"text": label, "url": button.url}
    if isinstance(button, CopyTextButton):
        return {"text": label, "copy_text": {"text": button.words}}
    return {"text": label, "callback_data": button.data.pack()}
