"""Words: texts by key from `bot/locales`, one .po file per feature and language.

Texts may carry Telegram's HTML marks; values never can: every value is escaped here and set apart
from the direction of the text around it, so no name can turn into markup or turn a line around.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, Self, TypeVar
from unicodedata import bidirectional

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from typing_extensions import override

from bot.replies import Quote, Say, Text, Value
from services.kernel.localized import LANGUAGES, Localized, spoken_language
from services.kernel.time import DAY_S, HOUR_S, MINUTE_S, Moment, day_number
from services.kernel.town import Town
from services.people.identity import in_language

LOCALES = Path(__file__).parent / "locales"
# Unicode's bidirectional classes that can turn the text around them.
TURNING = frozenset(
    {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"}
)
FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
LINKING = re.compile(r"(?<![\w<>])/(?=[\w/])|[@#$.](?=\w)")  # makes a link of what follows it
WORD_JOINER = "\u2060"  # shown as nothing, and no part of any link
_MARKS = re.compile(r"</?[a-z][^<>]*>")

P = ParamSpec("P")
T = TypeVar("T")


class TextMissing(LookupError):
    """A key has no text in a language: a bug, found by the tests before anyone reads it."""


class _Number(str):
    """A number; with what is counted where a text says it, as in `{days:day|days}`."""

    form: int  # of the language's plurals

    def __new__(cls, number: int, form: int) -> Self:
        made = super().__new__(cls, number)
        made.form = form
        return made

    @override
    def __format__(self, forms: str) -> str:
        return f"{self} {forms.split('|')[self.form]}" if forms else str(self)


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    texts: Translations

    def html(self, what: Text) -> str:
        if isinstance(what, Localized):
            return self._value(what.in_(self.language))
        count = what.values.get("count")
        template = what.key
        if isinstance(count, int):
            template = self.texts.ngettext(what.key, what.key, count)
        if template == what.key:  # no plural forms: one text for all counts
            template = self.texts.gettext(what.key)
        if template == what.key:
            raise TextMissing(f"{what.key} in {self.language}")
        return template.format_map({name: self._value(v) for name, v in what.values.items()})

    def knows(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return self.texts.gettext(key) != key

    def plain(self, what: Text) -> str:
        """A text for toasts and buttons, which know no markup."""
        return unescape(_MARKS.sub("", self.html(what)))  # values are escaped: their < is no mark

    def _value(self, value: Value) -> str:
        if isinstance(value, Say | Localized):
            return self.html(value)
        if isinstance(value, tuple | list):  # texts below each other; names beside each other
            return ("\n" if isinstance(value, tuple) else " · ").join(map(self._value, value))
        if isinstance(value, Quote):
            said = value.text if isinstance(value.text, str) else value.text.in_(self.language)
            return f"<blockquote>{escape(isolated(defused(said)))}</blockquote>"
        if isinstance(value, int):
            return _Number(value, self.texts.plural(value))
        if isinstance(value, Moment):
            return self._moment(value)
        # Names and trades of the town's people are read in the reader's language.
        return escape(isolated(in_language(str(value), self.language)))

    def _moment(self, moment: Moment) -> str:
        second = moment.town_s % DAY_S
        clock = f"{second // HOUR_S:02d}:{second % HOUR_S // MINUTE_S:02d}"
        return self.html(Say("moment", {"day": day_number(moment.town_s), "time": clock}))


def isolated(text: str) -> str:
    """Text that cannot turn the line around it; plain left-to-right words stay as they are."""
    if not any(bidirectional(char) in TURNING for char in text):
        return text
    kept = "".join(char for char in text if bidirectional(char) not in TURNING - {"R", "AL", "AN"})
    return FIRST_STRONG_ISOLATE + kept + POP_ISOLATE


def defused(text: str) -> str:
    """Text in which the messenger finds no command, mention, tag or link to be clicked."""
    return LINKING.sub(f"{WORD_JOINER}\\g<0>{WORD_JOINER}", text)


@lru_cache(maxsize=len(LANGUAGES))
def words_for(language: str) -> Words:
    """The words of a language; English where we do not speak it."""
    spoken = spoken_language(language)
    merged = Translations()
    for path in sorted((LOCALES / spoken / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=spoken)
        compiled = BytesIO()
        write_mo(compiled, catalog)
        compiled.seek(0)
        texts = Translations(compiled)
        merged.merge(texts)
        merged.plural = texts.plural  # merging keeps the first rule, which is nobody's
    return Words(spoken, merged)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What a verb found, and the words of whoever reads it: pictures are drawn in one language."""

    found: T
    words: Words

    def plain(self, text: Text) -> str:
        return self.words.plain(text)


def read(
    town: Town, verb: Callable[Concatenate[Town, P], T], *args: P.args, **kwargs: P.kwargs
) -> Read[T]:
    """Run a verb and note who reads its result."""
    spoken = town.workshop.language if town.visitor is None else town.visitor.language
    return Read(verb(town, *args, **kwargs), words_for(spoken))
