"""What residents answer to what is said to them: `seeds/answers.yaml`, then a line of their habit.

What was said is kept nowhere: only what it was about, until the answer is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import func, select

from scoring.document import Id, Sentence, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import load, unique
from services.kernel.town import Randomness, Town
from services.kernel.typed import plain, whole_words
from services.living.residents.folk import Lines, Resident, script
from services.people.facts import FACTS
from services.people.identity import by_id, in_language

# Two lines at least, or somebody would say the same twice in a row.
Several = Localized[Annotated[tuple[Sentence, ...], Field(min_length=2)]]
OWN = "own"  # instead of an intent: nothing was heard
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Intent(Strict):
    """What may be said, and what is answered to it."""

    id: Id
    words: Lines
    lines: Several


class Answers(Strict):
    """The whole file."""

    format: Literal["answers/1"]
    intents: Annotated[tuple[Intent, ...], Field(min_length=1)]


def answers() -> Answers:
    """All intents, in the order in which they count. Raises `SeedFault`."""
    return load("answers.yaml", Answers, _check)


def heard(text: str, language: str) -> str:
    """What some words were about and in which language, as `intent.language`.

    Words in no language are those of somebody who reads `language`.
    """
    said = plain(text).casefold()
    intent = next((name for name, words in _patterns() if words.search(said)), "")
    if _CHINESE.search(said):
        return f"{intent}.zh"
    return f"{intent}.{'en' if re.search('[a-z]', said) else language}"


def answer(town: Town, me: Resident, was: str, habit: Lines, turn: int) -> str:
    """The answer to what was `heard`, and a line of a habit: others each turn."""
    name, _, language = was.partition(".")
    lines = {one.id: one.lines for one in answers().intents}.get(name, script().replies)
    trade = in_language(by_id(town, me.participant_id).trade, language)
    first = dealt(town, me, lines.in_(language), turn).replace("{trade}", trade)
    second = dealt(town, me, habit.in_(language), turn)
    return f"{first}{' ' if language == 'en' else ''}{second}"


def dealt(town: Town, me: Resident, lines: Sequence[str], turn: int) -> str:
    """One line after the other, from where chance begins."""
    begin = Randomness(town.workshop.secret, f"lines|{me.name}").below(len(lines))
    return lines[(begin + turn) % len(lines)]


def letters_to(town: Town, me: Resident, to: str) -> int:
    """How many messages somebody has written to another."""
    mine = (FACTS.c.participant_id == me.participant_id, FACTS.c.counterpart == to)
    query = select(func.count()).select_from(FACTS).where(*mine, FACTS.c.kind == "message_sent")
    return town.conn.execute(query).scalar_one()


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((one.id, whole_words(*one.words.en, *one.words.zh)) for one in answers().intents)


def _check(file: Answers) -> Iterator[Complaint]:
    yield from unique(("intents",), (one.id for one in file.intents))
