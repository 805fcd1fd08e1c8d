"""Which words lead to which command: `seeds/intentions.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field
from rapidfuzz import fuzz

from scoring.document import Sentence, Strict
from services.kernel.localized import Localized
from services.kernel.seeds import load
from services.kernel.typed import whole_words

Phrases = Localized[Annotated[tuple[Sentence, ...], Field(min_length=1)]]
ALIKE = 80  # of 100: a slip of the finger in a word of five letters
SHORT_WORD = 4  # letters; shorter ones are too much alike to be guessed at


class Topic(Strict):
    """A command, and what people say who want it."""

    command: Sentence
    words: Phrases


class Lexicon(Strict):
    """The whole file."""

    format: Literal["intentions/1"]
    asking: Phrases
    topics: tuple[Topic, ...]
    running: tuple[Topic, ...]  # of whoever runs a town; nothing else is to be said


@dataclass(frozen=True, slots=True)
class Found:
    """The commands whose words were said, the most telling first; `is_all` if nothing else was."""

    commands: tuple[str, ...]
    is_all: bool


def lexicon() -> Lexicon:
    """The file. Raises `SeedFault`."""
    return load("intentions.yaml", Lexicon)


def topics_in(text: str) -> Found:
    """What plain words in small letters are about."""
    rest = " ".join(re.findall(r"[\w']+", text))
    commands: list[str] = []
    said: set[str] = set()  # a phrase may stand with two commands
    for phrase, command, pattern in _patterns():
        if phrase in said or pattern.search(rest):
            said.add(phrase)
            rest = pattern.sub(" ", rest)
            commands.append(command)
    slips = ((_slip(phrase, rest), command) for phrase, command, _ in _patterns())
    slip, command = next(filter(all, slips), ("", "")) if not commands else ("", "")
    if slip:
        rest = rest.replace(slip, " ", 1)
        commands.append(command)
    return Found(tuple(dict.fromkeys(commands)), is_all=not _said(rest))


def desk_topic(text: str) -> str:
    """The command of the desk that plain words in small letters name; empty where none."""
    said = {text, said_beyond_asking(text)}
    named = (one for one in lexicon().running if said & {*one.words.en, *one.words.zh})
    return next((one.command for one in named), "")


def said_beyond_asking(text: str) -> str:
    """The words without what only asks, in one line."""
    return _said(" ".join(re.findall(r"[\w']+", text)))


def _said(text: str) -> str:
    return " ".join(_asking().sub(" ", text).split())


def _slip(phrase: str, text: str) -> str:
    """A word mistyped; empty where none is."""
    if len(phrase) <= SHORT_WORD or " " in phrase or not phrase.isascii():
        return ""
    words = [word for word in text.split() if len(word) > SHORT_WORD and word.isascii()]
    return next((word for word in words if fuzz.ratio(word, phrase) >= ALIKE), "")


@cache
def _asking() -> re.Pattern[str]:
    words = lexicon().asking
    return whole_words(*words.en, *words.zh)


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Every phrase, the longest first."""
    return tuple(sorted(_phrases(), key=lambda one: -len(one[0].encode())))


def _phrases() -> Iterator[tuple[str, str, re.Pattern[str]]]:
    for topic in lexicon().topics:
        for phrase in (*topic.words.en, *topic.words.zh):
            yield phrase, topic.command, whole_words(phrase)
