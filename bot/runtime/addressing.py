"""From replies to calls: who reads them, in which language, as which call of the API."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, assert_never

from bot.replies import (
    Answer,
    Button,
    CopyTextButton,
    Here,
    LinkButton,
    Message,
    Priority,
    Redraw,
    To,
    ToAll,
    ToFacilitator,
    ToGroup,
)
from bot.runtime.outbox import ANSWER_METHOD, OutboxCall, answer_key
from bot.words import words_for
from services.kernel.town import Town, UnitOfWork
from services.people.identity import Address, addresses, facilitator_address, town_groups

if TYPE_CHECKING:
    from bot.replies import Address as To_
    from bot.replies import Keyboard, Replies
    from bot.words import Words

ANSWER_MAX = 200  # characters, the messenger's limit
TEXT_MAX = 4096


@dataclass(slots=True)
class Addressing:
    """Turns the replies of one unit of work into calls."""

    uow: UnitOfWork
    bot_id: int
    query_id: str | None = None  # the pressed button that waits for its answer
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
            else:
                before = self._message(reply, before)

    def close(self) -> None:
        """A pressed button is always answered, if only by stopping its clock."""
        if self.query_id is not None:
            self._letter(ANSWER_METHOD, {"callback_query_id": self.query_id})
            self.query_id = None

    def _answer(self, answer: Answer) -> None:
        if self.query_id is None:
            self._message(Message(answer.text), "")
            return
        text = self._words().plain(answer.text)[:ANSWER_MAX]
        params = {"callback_query_id": self.query_id, "text": text, "show_alert": answer.alert}
        self._letter(ANSWER_METHOD, params)
        self.query_id = None

    def _message(self, message: Message, before: str) -> str:
        last = before
        for address in self._addresses(message.to):
            method, params = compose(message, address)
            call = self._letter(
                method,
                params,
                message=message,
                address=address,
                waits_for=before if message.in_turn else "",
            )
            last = call.key
        return last

    def _letter(
        self,
        method: str,
        params: dict[str, Any],
        *,
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
            created_ms=self.uow.wall_ms,
            card="" if message is None else message.card or "",
            batch="" if message is None else message.batch or "",
            workshop_id=self._workshop_id(),
            waits_for=waits_for,
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
            language = uow.workshop.language
            return [Address(g.bot_id, g.chat_id, language) for g in town_groups(uow)]
        if isinstance(to, ToAll):
            return [a for who, a in addresses(uow).items() if who != to.without]
        if isinstance(to, ToFacilitator):
            return facilitator_address(uow)
        assert_never(to)

    def _visitor(self) -> list[Address]:
        visitor = self.uow.visitor
        if visitor is None:
            return []
        return [Address(visitor.bot_id, visitor.tg_user_id, visitor.language)]

    def _words(self) -> Words:
        return words_for(self.uow.visitor.language if self.uow.visitor else "en")

    def _workshop_id(self) -> int:
        return self.uow.workshop_id if isinstance(self.uow, Town) else 0


def compose(message: Message, address: Address) -> tuple[str, dict[str, Any]]:
    """The API call that shows a message in one chat."""
    words = words_for(address.language)
    html = words.html(message.text)
    params: dict[str, Any] = {"chat_id": address.chat_id, "parse_mode": "HTML"}
    if message.keyboard:
        params["reply_markup"] = {"inline_keyboard": inline(message.keyboard, words)}
    if message.picture is not None:
        return "sendPhoto", params | {
            "caption": html,
            "$picture": {
                "field": "photo",
                "name": message.picture.name,
                "svg": message.picture.svg,
            },
        }
    if message.file is not None:
        encoded = base64.b64encode(message.file.text.encode()).decode()
        return "sendDocument", params | {
            "caption": html,
            "$file": {"field": "document", "name": message.file.name, "base64": encoded},
        }
    if message.clip is not None:
        asset = message.clip.asset.format(language=words.language)
        return "sendVoice", params | {"caption": html, "$field": "voice", "$asset": asset}
    return "sendMessage", params | {"text": html, "link_preview_options": {"is_disabled": True}}


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
