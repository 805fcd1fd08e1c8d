"""Refusals: what the Bot API answers to a bot, the control API to a test, and the start to people.

Words only; nothing here decides when to refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.messenger.shapes import Json


class ApiError(Exception):
    """A Bot API call is refused with Telegram's code and words."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body that goes over the wire."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """A control call is refused with an HTTP status and one sentence; `more` is for programs."""

    def __init__(self, status: int, text: str, more: Json | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.more = more or {}


class StartError(Exception):
    """The sandbox cannot start: one sentence that says what, why and what to do."""


def bad_request(words: str) -> ApiError:
    """400 with Telegram's prefix; a sentence begins small after it, a CODE does not."""
    if not (words[1:2] == "_" or "A" <= words[1:2] <= "Z"):
        words = words[:1].lower() + words[1:]
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    """403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    """429 that says when to come back."""
    words = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, words, {"retry_after": retry_after})
