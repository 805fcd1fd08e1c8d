"""From replies to calls: who reads them, in which language, as which call of the API."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, assert_never

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
    To,
    ToAll,
    ToFacilitator,
    ToGroup,
    say,
)
from bot.runtime.attachments import method_of
from bot.runtime.cutting import cut, shortened
from bot.runtime.outbox import ANSWER_METHOD, OutboxCall, answer_key
from bot.words import words_for
from services.kernel.town import Town, UnitOfWork
from services.people.identity import Address, GroupChat, addresses, facilitator_address, town_groups

if TYPE_CHECKING:
    from bot.replies import Address as To_
    from bot.replies import Keyboard, Replies
    from bot.runtime.attachments import Attachment
    from bot.words import Words

ANSWER_MAX = 200  # characters, the messenger's limit
TEXT_MAX, CAPTION_MAX = 4096, 1024
NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}


@dataclass(slots=True, kw_only=True)
class Addressing:
    """Turns the replies of one unit of work into calls."""

    uow: UnitOfWork
    bot_id: int
    query_id: str | None = None  # the pressed button that waits for its answer
    pressed: tuple[int, int] | None = None  # chat and message of that button
    spoken_in: tuple[int, int | None] = (0, None)  # the chat of the cause, and its topic
    calls: list[OutboxCall] = field(default_factory=list)
    redraws: list[tuple[int, str]] = field(default_factory=list)

    def add(self, replies: Replies) -> None:
        """Address every reply, in order."""
        before = ""
        for reply in replies:
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
        if self.query_id is not None:
            self._call(ANSWER_METHOD, {"callback_query_id": self.query_id})
            self.query_id = None

    def _answer(self, answer: Answer) -> None:
        if self.query_id is None:
            self._message(Message(answer.text), "")
            return
        text = self._words().plain(answer.text)[:ANSWER_MAX]
        params = {"callback_query_id": self.query_id, "text": text, "show_alert": answer.alert}
        self._call(ANSWER_METHOD, params)
        self.query_id = None

    def _remove_buttons(self) -> None:
        if self.pressed is None:
            return
        chat_id, message_id = self.pressed
        params = {"chat_id": chat_id, "message_id": message_id}
        call = OutboxCall(
            key=f"{self.uow.key}:{len(self.calls)}",
            bot_id=self.bot_id,
            chat_id=chat_id,
            priority=Priority.RECEIPT,
            method="editMessageReplyMarkup",
            params=params,
            created_ms=self.uow.wall_ms,
        )
        self.calls.append(call)

    def _message(self, message: Message, before: str) -> str:
        last = before
        for address in self._addresses(message.to):
            for part in compose(message, address):
                call = self._call(
                    part.method,
                    part.params,
                    attachment=part.attachment,
                    message=message,
                    address=address,
                    waits_for=before if message.in_turn else "",
                )
                last = call.key
        return last

    def _call(
        self,
        method: str,
        params: dict[str, Any],
        *,
        attachment: Attachment | None = None,
        message: Message | None = None,
        address: Address | None = None,
        waits_for: str = "",
    ) -> OutboxCall:
        cause = self.uow.key
        call = OutboxCall(
            key=answer_key(cause) if message is None else f"{cause}:{len(self.calls)}",
            bot_id=self.bot_id if address is None else address.bot_id,
            chat_id=0 if address is None else address.chat_id,
            priority=Priority.ANSWER if message is None else message.priority,
            method=method,
            params=params,
            attachment=attachment,
            created_ms=self.uow.wall_ms,
            card="" if message is None else message.card or "",
            batch="" if message is None else message.batch or "",
            workshop_id=self._workshop_id(),
            waits_for=waits_for,
            is_own=message is not None and isinstance(message.to, Here),
            asker=next(iter(self._visitor()), None)
            if message is not None and isinstance(message.to, ToGroup)
            else None,
        )
        self.calls.append(call)
        return call

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
        chat_id, thread_id = self.spoken_in
        if chat_id != group.chat_id:
            thread_id = group.thread_id
        return Address(group.bot_id, group.chat_id, town.workshop.language, thread_id)

    def _visitor(self) -> list[Address]:
        visitor = self.uow.visitor
        if visitor is None:
            return []
        return [Address(visitor.bot_id, visitor.tg_user_id, visitor.language)]

    def _words(self) -> Words:
        return words_for(self.uow.visitor.language if self.uow.visitor else "en")

    def _workshop_id(self) -> int:
        return self.uow.workshop_id if isinstance(self.uow, Town) else 0


@dataclass(frozen=True, slots=True)
class ComposedCall:
    """One call of the API that shows a message, or a part of a long one."""

    method: str
    params: dict[str, Any]
    attachment: Attachment | None = None


def compose(message: Message, address: Address) -> list[ComposedCall]:
    """The calls that show a message in one chat: several when it is too long for one.

    What goes with it goes with the first, the keyboard hangs under the last. A card is one message
    for ever, so it is shortened instead.
    """
    words = words_for(address.language)
    html = words.html(message.text)
    attachment = _attachment(message, words)
    first = TEXT_MAX if attachment is None else CAPTION_MAX
    parts = [shortened(html, first)] if message.card else cut(html, first, TEXT_MAX)
    to: dict[str, Any] = {"chat_id": address.chat_id, "parse_mode": "HTML"}
    if address.thread_id is not None:
        to["message_thread_id"] = address.thread_id
    calls = [ComposedCall("sendMessage", {**to, "text": part, **NO_PREVIEW}) for part in parts]
    if attachment is not None:
        calls[0] = ComposedCall(method_of(attachment), {**to, "caption": parts[0]}, attachment)
    if message.keyboard:
        calls[-1].params["reply_markup"] = {"inline_keyboard": inline(message.keyboard, words)}
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
    asker = call.asker
    if asker is None:
        return None
    (part,) = compose(Message(say("undelivered", reason=reason)), asker)
    key, priority = f"{call.key}:undelivered", Priority.RECEIPT
    return OutboxCall(
        key=key,
        bot_id=asker.bot_id,
        chat_id=asker.chat_id,
        priority=priority,
        method=part.method,
        params=part.params,
        created_ms=now_ms,
    )


def _attachment(message: Message, words: Words) -> Attachment | None:
    if message.clip is not None:
        return Clip(message.clip.asset.format(language=words.language))
    return message.picture or message.file


def inline(keyboard: Keyboard, words: Words) -> list[list[dict[str, Any]]]:
    """Rows of inline buttons as the API wants them."""
    return [[_button(button, words) for button in row] for row in keyboard]


def _button(button: Button | LinkButton | CopyTextButton, words: Words) -> dict[str, Any]:
    label = words.plain(button.label)
    if isinstance(button, LinkButton):
        return {"text": label, "url": button.url}
    if isinstance(button, CopyTextButton):
        return {"text": label, "copy_text": {"text": button.words}}
    return {"text": label, "callback_data": button.data.pack()}
