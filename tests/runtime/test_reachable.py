"""Whatever a participant can type is found by keys, from home; each screen has room for a thumb."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.acts import Access
from bot.all_features import whole
from bot.living.home import views
from bot.living.home.views import HIDDEN, TILES, Frame
from bot.replies import Button, Message, say
from bot.words import words_for
from bot.workshops.handbook import GROUPS
from services.kernel.localized import LANGUAGES
from tests.support.runtime import Rig
from tests.unit.bot.test_all_words import is_sign

KEYS_MAX = 12
SHELF = "hm1:"


def participants_commands() -> set[str]:
    """All that somebody who lives in a town may type."""
    accesses = (Access.PARTICIPANT, Access.ANYONE)
    return {c.name for f in whole() for c in f.commands if c.access in accesses}


async def all_sent(town: Rig) -> None:
    """Wait until all that was asked is done, and what it says has gone out."""
    await town.until(lambda: town.ended() == len(town.inbox_states()) == len(town.updates))


async def seen(town: Rig, home: int) -> dict[str, str]:
    """The keys of home's place when all has been done and sent, by what they carry."""
    await all_sent(town)
    messages: list[dict[str, Any]] = await town.messages("ana")
    (screen,) = (one for one in messages if one["message_id"] == home)
    return {key["data"]: key["text"] for row in screen["buttons"] for key in row}


async def test_every_command_of_a_participant_is_reached_by_keys_from_the_menu(town: Rig):
    await town.say("ana", "/menu")
    await all_sent(town)
    home = (await town.messages("ana"))[-1]["message_id"]

    async def opened(data: str) -> dict[str, str]:
        await town.tap("ana", data, message_id=home)
        keys = await seen(town, home)
        assert len(keys) <= KEYS_MAX, f"{data}: {len(keys)}"
        return keys

    screens = [await seen(town, home), await opened("go:more")]
    screens += [await opened(key) for key in screens[1] if key.startswith(SHELF)]
    assert [key for key in screens[0] if key.startswith("go:")] == [f"go:{one}" for one in TILES]
    led = {(key, text) for keys in screens for key, text in keys.items()}
    texts = Counter(text for key, text in led if key != "go:more")
    assert [text for text, count in texts.items() if count > 1] == [], "each word once"
    unseen = {name for name in participants_commands() if f"go:{name}" not in dict(led)}
    assert unseen <= HIDDEN.keys(), "neither a key nor a reason"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_the_menu_is_there_once_in_every_language(language: str):
    frame = Frame.of((c for f in whole() for c in f.commands), GROUPS)
    pages = [*views.more(frame)]
    pages += [page for one in frame.shelves for page in views.shelf(frame, group=one, page=0)]
    rows = [row for page in pages if isinstance(page, Message) for row in page.keyboard]
    keys = [key for row in rows for key in row if isinstance(key, Button)]
    led = {key.data.pack(): words_for(language).plain(key.label) for key in keys}
    led |= {f"go:{name}": words_for(language).plain(say(f"menu.{name}")) for name in TILES}
    words = Counter(
        text.lstrip("".join(filter(is_sign, text)) + "\ufe0f ") for text in led.values()
    )
    assert [one for one, count in words.items() if count > 1] == []
