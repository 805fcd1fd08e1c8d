"""Whatever a participant can type is found by keys, from home; each screen has room for a thumb."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bot.acts import Access
from bot.all_features import whole
from bot.living.home.views import HIDDEN, TILES
from bot.replies import say
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from tests.support.runtime import Rig

KEYS_MAX = 12
SHELF = "hm1:"


def participants_commands() -> set[str]:
    """All that somebody who lives in a town may type."""
    accesses = (Access.PARTICIPANT, Access.ANYONE)
    return {c.name for f in whole() for c in f.commands if c.access in accesses}


async def seen(town: Rig, home: int) -> dict[str, str]:
    """The keys of home's place when all has been done and sent, by what they carry."""
    await town.until(lambda: town.ended() == len(town.inbox_states()) == len(town.updates))
    messages: list[dict[str, Any]] = await town.messages("ana")
    (screen,) = (one for one in messages if one["message_id"] == home)
    return {key["data"]: key["text"] for row in screen["buttons"] for key in row}


async def test_every_command_of_a_participant_is_reached_by_keys_from_the_menu(town: Rig):
    await town.say("ana", "/menu")
    await town.until_done(1)
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


def test_each_word_of_the_menu_is_there_once_in_every_language():
    shown = participants_commands() - HIDDEN.keys()
    for language in LANGUAGES:
        words = words_for(language)
        keys = {name: f"menu.{name}" for name in shown if words.knows(f"menu.{name}")}
        labels = Counter(words.plain(say(key)).partition(" ")[2] for key in keys.values())
        assert [one for one, count in labels.items() if one and count > 1] == [], language
