"""Every word for people is there in both languages, said somewhere, and written down once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from unicodedata import category, east_asian_width

from babel.messages.pofile import read_po

from bot.replies import say
from bot.words import words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from tests.support.labels import Reader, labels

ROOT = Path(__file__).parents[3]
LOCALES = ROOT / "bot" / "locales"
HOLE = re.compile(r"\{(\w+)(?::[^}]+)?\}")
MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
PROGRAM = ("bot", "services", "scoring")
COUNTED = re.compile(
    r"\{(\w+)\}(?:</\w+>)?(?: [a-z]+)?? (?!is|was|has|waits|less)([a-z]+s|people)\b"
)
# What stands in these holes is no whole number, or never one.
NO_COUNTS = {
    "name",
    "title",
    "by",
    "caller",
    "merchant",
    "switch",
    "platform",
    "group",
    "code",
    "reporter",
}
NO_COUNTS |= {
    "order_no",
    "lost",
    "mean",
    "limit",
    "high",
    "typed",
    "length",
    "height",
    "cost",
    "accuser",
    "accused",
}
LABEL_MAX = 32  # letters wide, with its holes
SPOKEN_MIN = 4  # letters of a key that the code itself must say


def entries(language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each key of each file with its text, in each of its plurals."""
    for path in sorted((LOCALES / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    key, forms = message.id, message.string
                    some = forms if isinstance(forms, tuple | list) else (forms,)
                    yield str(key[0] if isinstance(key, tuple) else key), tuple(map(str, some))


@cache
def trees() -> tuple[ast.AST, ...]:
    """The program's code."""
    files = (path for part in PROGRAM for path in sorted((ROOT / part).rglob("*.py")))
    return tuple(ast.parse(path.read_text("utf-8")) for path in files)


def said() -> set[str]:
    """Keys that the code says as they are."""
    return {
        str(node.args[0].value)
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def patterns() -> re.Pattern[str]:
    """Keys that the code may say: its words, and words with holes."""
    found: set[str] = set()
    for node in (node for tree in trees() for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(re.escape(node.value))
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            if len("".join(filter(None, map(str, filter(None, parts))))) >= SPOKEN_MIN:
                found.add("".join(r"\w+" if p is None else re.escape(str(p)) for p in parts))
    return re.compile("|".join(found))


def refusals() -> set[str]:
    """The codes of all refusals."""
    found, ahead = set(), [RuleError]
    while ahead:
        kind = ahead.pop()
        found.add(f"refusal.{kind.code}")
        ahead += kind.__subclasses__()
    return found


def test_no_key_is_written_twice():
    for language in LANGUAGES:
        folder = (LOCALES / language / "LC_MESSAGES").glob("*.po")
        # Read plainly: a reader of such files takes the second of two without a word.
        times = Counter(key for path in folder for key in MSGID.findall(path.read_text("utf-8")))
        assert {key for key, count in times.items() if count > 1} == set(), language


def test_every_word_is_there_in_each_language_with_the_same_holes():
    holes = [
        {key: set(HOLE.findall("".join(forms))) for key, forms in entries(language)}
        for language in LANGUAGES
    ]
    first, *others = holes
    assert len(first) > 1000
    for other in others:
        assert other == first


def test_no_number_stands_before_a_word_that_does_not_follow_it():
    """“1 days” is said nowhere: what is counted is `{days:day|days}`, or the text has plurals."""
    for key, forms in entries("en"):
        for form, text in enumerate(forms):
            for hole, word in COUNTED.findall(text):
                fits = hole in NO_COUNTS or (form and hole == "count")
                assert fits, f"{key}: {{{hole}}} … {word}"
    words = words_for("en")
    for days, said_days in ((1, "1 day."), (2, "2 days.")):
        assert said_days in words.html(say("rentals.created", days=days, thing="", at_least=1))


def test_what_the_code_says_is_there():
    assert said() <= {key for key, _ in entries("en")}


def test_no_two_words_that_the_code_says_are_the_same():
    """A key that is built from a name says what it says of that name; all others say it once."""
    texts = [dict(entries(language)) for language in LANGUAGES]
    by_text: dict[object, set[str]] = {}
    for key in said():
        by_text.setdefault(tuple(one[key] for one in texts), set()).add(key)
    assert [keys for keys in by_text.values() if len(keys) > 1] == []


def test_every_word_is_said_somewhere():
    spoken = patterns()
    keys = {key for key, _ in entries("en")}
    assert {key for key in keys - said() - refusals() if not spoken.fullmatch(key)} == set()


def test_a_word_that_nobody_says_would_be_found():
    assert patterns().fullmatch("scores.fact")
    assert not patterns().fullmatch("scores.fact_of_yore")


def test_every_label_of_a_button_is_read_off_the_code_and_short():
    unread = {ast.unparse(label) for label, keys in Reader().labels().items() if not keys}
    assert {one.rpartition(".")[2] for one in unread} <= {"text", "title"}, "from data, or above"
    for language in LANGUAGES:
        long = {key: text for key, text in labels(language).items() if width(text) > LABEL_MAX}
        assert long == {}


# A sign and a name without a word: names open what they name; the others mark what is chosen.
NAMES_ALONE = {
    *(
        "groups.open",
        "services.name",
        "moments.open",
        "messaging.face_unread",
        "cockpit.key_person",
    ),
    *("law.chosen", "polls.chosen", "statutes.on", "statutes.coming_button", "twin.law"),
    "ratings.stars_button",
}


def test_a_sign_on_a_key_has_a_word_beside_it():
    """What a press does is said: a bare ＋, ✖ or 📕 before a name is a riddle."""
    for language in LANGUAGES:
        bare = {key: HOLE.sub("", text) for key, text in labels(language).items()}
        wordless = {key: text for key, text in bare.items() if not any(map(str.isalpha, text))}
        riddles = {key for key, text in wordless.items() if set(filter(is_sign, text)) - {*"¥+"}}
        assert riddles <= NAMES_ALONE


def is_sign(char: str) -> bool:
    return category(char).startswith("S")


def width(text: str) -> int:
    """How many letters wide: a Chinese one is two."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text)


def test_a_raised_hand_means_a_raised_hand():
    """One sign for one thing: whoever sees it knows that somebody asks for help."""
    for language in LANGUAGES:
        raised = {key for key, forms in entries(language) if "✋" in "".join(forms)}
        assert {key for key in raised if "hand" not in key} == set()


def test_chinese_addresses_everybody_alike_and_has_one_word_for_lists():
    for key, forms in entries("zh"):
        text = "".join(forms).replace("你好", "")
        assert not re.search("你|榜单|黑榜|红榜", text), key


def test_an_amount_in_chinese_stands_apart_from_the_words_around_it():
    money = r"(?:¥|\{(?:amount|price|fee|balance|owed)\})"
    tight = re.compile(rf"[一-龥]{money}|\{{(?:amount|price|fee|balance|owed)\}}[一-龥]")
    assert [key for key, forms in entries("zh") if tight.search("".join(forms))] == []
