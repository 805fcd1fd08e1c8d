"""What people type without knowing how, and what each must lead to: `inputs.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update, User

from bot.acts import Admission
from bot.all_features import whole
from bot.arguments import AskWords, Words
from bot.intentions import views as intentions_views
from bot.intentions.desk import read_desk
from bot.intentions.lexicon import lexicon
from bot.intentions.reading import read, topic_label
from bot.replies import Message as Shown
from bot.runtime.admission import completed, with_plain_command
from bot.runtime.registry import Registry
from bot.social.messaging.handlers import command_in
from bot.words import words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES

INPUTS = yaml.safe_load(Path(__file__).with_name("inputs.yaml").read_text("utf-8"))
NAMES = ("Magpie", "Maple", "Bo", "Agate", "Bramble", "雪滴花")
ENOUGH = 120
SAID = {"say", "call_off"}
WRITER = {"id": 5, "is_bot": False, "first_name": "Ana"}
BOT = Bot("42:TEST")
BOT._me = User(id=42, is_bot=True, first_name="Town", username="Glasstown_bot")
PLACE = {"id": 5, "type": "private"}


@pytest.fixture(scope="module")
def dispatcher() -> Dispatcher:
    return Registry(whole()).dispatcher()


def inputs() -> Iterator[tuple[str, str]]:
    for kind in ("done", "offered", "asked", "refused"):
        for to, typed in INPUTS[kind].items():
            yield from ((one, f"{kind} {to}") for one in typed)
    yield from ((one, "nothing") for one in INPUTS["nothing"])


def understood(text: str) -> str:
    """What words mean in a town of these names."""
    try:
        intention = read(text, NAMES)
    except RuleError as refusal:
        return f"refused {refusal.code}"
    if intention is None:
        return "nothing"
    if intention.asks is not None:
        return f"asked {intention.asks.completed('NAME')}"
    return f"offered {' | '.join(offer.command for offer in intention.offers)}"


async def led(dispatcher: Dispatcher, typed: str) -> str:
    """Where some words lead somebody who talks to nobody, in the notation of the table.

    Nobody hears what is `SAID` (`NobodyListens`): the worker asks for it again, as unheard.
    """
    message = {"message_id": 1, "date": 0, "chat": PLACE, "from": WRITER, "text": typed}
    raw: dict[str, Any] = with_plain_command({"update_id": 1, "message": message})
    update = Update.model_validate(raw)
    try:
        answer = await dispatcher.feed_update(BOT, update)
        if answer is UNHANDLED or (isinstance(answer, Admission) and answer.act.name in SAID):
            answer = await dispatcher.feed_update(BOT, update, unheard=True)
    except RuleError as refusal:
        return f"refused {refusal.code}"
    assert isinstance(answer, Admission), "a dead end"
    if answer.act.name == "understand":
        return understood(raw["message"]["text"].removeprefix("/"))
    if answer.act.name == "_nothing":
        (shown,) = re.findall(r"command='([^']+)'\)", repr(answer.act.view(None)))
        return f"offered {shown}"
    return f"done {answer.act.name}"


async def test_everything_that_is_typed_leads_somewhere(dispatcher: Dispatcher):
    wanted = list(inputs())
    assert len(wanted) >= ENOUGH
    found = [(typed, await led(dispatcher, typed)) for typed, _ in wanted]
    wrong = [(*f, to) for f, (_, to) in zip(found, wanted, strict=True) if f[1] != to]
    assert wrong == [], "\n".join(map(str, wrong))


ASKED = {
    AskWords(what=Words.GROUP): ("Tea at four", "make"),
    AskWords(what=Words.RENAME, about="5"): ("下午茶", "rename"),
    AskWords(what=Words.MOMENT): ("comment ça va", "post"),
    AskWords(what=Words.COMMENT, about="5"): ("5 stars", "comment"),
    AskWords(what=Words.REPORT, about="Magpie"): ("give me your money", "report_by_name"),
    AskWords(what=Words.PAY, about="Magpie"): ("５元 茶钱", "offer"),
    AskWords(what=Words.REQUEST, about="Magpie"): ("12 lunch", "ask"),
    AskWords(what=Words.ENVELOPE): ("8.88 5 lucky", "send"),
    AskWords(what=Words.FOR_ONE, about="8.88"): ("Magpie good luck", "send_to"),
    AskWords(what=Words.CASE, about="7 add"): ("I paid in March", "add_words"),
    AskWords(what=Words.NOTE, about="7"): ("I paid in March", "note"),
    AskWords(what=Words.CONTEST, about="7"): ("I paid in March", "contest"),
    AskWords(what=Words.SHARES, about="8.88"): ("5 lucky", "_asked_by"),
    AskWords(what=Words.ENVELOPE_FOR, about="Magpie"): ("8.88 good luck", "send_to"),
    AskWords(what=Words.PAYEE): ("Magpie 5", "offer"),
    AskWords(what=Words.PAY_SUM, about="5.00"): ("Magpie", "offer"),
    AskWords(what=Words.REQUEST_SUM, about="5.00"): ("Magpie", "ask"),
    AskWords(what=Words.PAYER): ("Magpie 5", "ask"),
    AskWords(what=Words.CALLEE): ("Magpie", "ring"),
    AskWords(what=Words.RATE, about="Magpie"): ("5 very kind", "rate_by_name"),
    AskWords(what=Words.PURGE, about="GTHHMH"): ("gthhmh", "purge"),
    AskWords(what=Words.HISTORY): ("Magpie", "ask_history"),
    AskWords(what=Words.SEAT, about="koala_credit"): ("Magpie", "give_seat"),
    AskWords(what=Words.SAY): ("Tea is ready", "announce"),
    AskWords(what=Words.GALA): ("50 20", "give_gala"),
    AskWords(what=Words.MOTION): ("Shall we swap seats?", "put"),
    AskWords(what=Words.DESK_MOTION): ("我们换座位吗？", "put"),
    AskWords(what=Words.TABLES): ("6", "ask_lot"),
    AskWords(what=Words.PERSON): ("mag", "find"),
    AskWords(what=Words.HAND, about="7"): ("请看投影 it is on page 3", "answer"),
}


async def test_words_that_were_asked_for_complete_what_was_pressed(dispatcher: Dispatcher):
    assert {asked.what for asked in ASKED} == set(Words)
    for asked, (typed, does) in ASKED.items():
        message = {"message_id": 1, "date": 0, "chat": PLACE, "from": WRITER, "text": typed}
        update = completed(Update.model_validate({"update_id": 1, "message": message}), asked)
        answer = await dispatcher.feed_update(BOT, update)
        assert isinstance(answer, Admission)
        assert answer.act.name == does, asked
        for language in LANGUAGES:
            (shown,) = intentions_views.asked(asked)
            assert isinstance(shown, Shown)
            assert words_for(language).html(shown.text)


@pytest.mark.parametrize("lives_here", [True, False])
def test_what_whoever_runs_a_town_types_leads_to_their_own_commands(lives_here: bool):
    for command, typed in (INPUTS["desk"] | ({} if lives_here else INPUTS["desk_alone"])).items():
        for one in typed:
            found = read_desk(one, NAMES, lives_here=lives_here)
            assert found is not None, one
            assert " | ".join(offer.command for offer in found.offers) == command, one
    for one in INPUTS["no_desk"]:
        assert read_desk(one, NAMES, lives_here=lives_here) is None, one


def test_words_after_a_raised_hand_are_said_with_it():
    for typed, words in INPUTS["hand_words"].items():
        assert command_in(typed) == f"hand {words}"
        found = read(typed)
        assert found is not None
        assert found.does == f"hand {words}"


def test_every_topic_has_a_button_in_every_language():
    for topic in (*lexicon().topics, *lexicon().running):
        for language in LANGUAGES:
            assert words_for(language).plain(topic_label(topic.command))
