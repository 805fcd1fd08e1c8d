"""What every reply must keep to, whatever it shows, and the worst name it may have to show."""

from __future__ import annotations

from teremok.validation import validate_html

from bot.acts import Access
from bot.features import Feature
from bot.replies import Answer, Button, Keyboard, LinkButton, Message, Replies, say
from bot.words import words_for
from services.kernel.errors import RuleError

HOSTILE = '<b>x</b>\u202e"&amp;{q}<a>'
TEXT_MAX = 4096
CAPTION_MAX = 1024
TOAST_MAX = 200
DATA_MAX = 64
MENU_MAX = 256


def check_escaped(html: str) -> None:
    """Nothing of a hostile name is markup, and nothing of it turns the line."""
    assert "<b>x" not in html
    assert "<a" not in html
    assert "\u202e" not in html


def texts(replies: Replies, language: str) -> list[str]:
    """What toasts, messages and buttons say, in this order."""
    words = words_for(language)
    found = []
    for reply in replies:
        if isinstance(reply, Answer):
            found.append(words.plain(reply.text))
        if isinstance(reply, Message):
            found.append(words.html(reply.text))
            found += [words.plain(button.label) for row in reply.keyboard for button in row]
    return found


def check(replies: Replies, language: str) -> list[str]:
    """Render every reply as it would be sent; the texts, for further questions."""
    return [_checked(reply, language) for reply in replies]


def check_words(feature: Feature, refusals: tuple[RuleError, ...], language: str) -> None:
    """Menu, usage and refusals have texts that fit where they are shown."""
    words = words_for(language)
    for command in feature.commands:
        assert 0 < len(words.plain(say(f"command.{command.name}"))) <= MENU_MAX
        assert command.access in Access
    for refusal in refusals:
        assert 0 < len(words.plain(say(f"refusal.{refusal.code}", **refusal.fields))) <= TOAST_MAX


def _checked(reply: object, language: str) -> str:
    words = words_for(language)
    if isinstance(reply, Answer):
        text = words.plain(reply.text)
        assert 0 < len(text) <= TOAST_MAX
        return text
    if not isinstance(reply, Message):
        return ""
    html = words.html(reply.text)
    validate_html(html)
    assert 0 < len(html) <= TEXT_MAX
    check_escaped(html)
    _check_keyboard(reply.keyboard, language)
    return html


def _check_keyboard(keyboard: Keyboard, language: str) -> None:
    words = words_for(language)
    for button in (button for row in keyboard for button in row):
        assert words.plain(button.label).strip()
        if isinstance(button, Button):
            assert len(button.data.pack().encode()) <= DATA_MAX
        else:
            assert not isinstance(button, LinkButton)
            assert 0 < len(button.words) <= TOAST_MAX
