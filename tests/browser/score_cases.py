"""Exported scores by the thousand, whole and tampered with, each with what a checker must answer.

The same seed makes the same cases. Half of them rest on the shipped documents, half on random ones
that use every measure, decay, caps, bins and switches.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from scoring import (
    DAY_S,
    Difference,
    Fact,
    Issuer,
    ScoreDocument,
    export,
    load_library,
    verify,
    way_in,
)
from scoring.checks import complaints
from scoring.facts import MAX_AMOUNT
from scoring.jsontext import sha256_of

FOLDER = Path(__file__).parents[2] / "seeds/scores"
KINDS = ("paid", "late", "rated", "judged", "settled")
SWITCHES = ("friends", "kin")
WORDS = {"en": "Words", "zh": "词"}
MEASURES = (
    "count", "sum", "last", "mean", "share", "open", "days", "counterparts", "days_since_first",
    "days_since_last",
)  # fmt: skip
NEED_NONE = ("last", "mean", "share", "days_since_first", "days_since_last")
RANDOM_DOCUMENTS = 120
TAMPERED_EVERY = 4
OLDER = 0.3
BOTS = (
    None,
    "https://t.me/glasstown_bot",
    "https://t.me/B0BoT",
    "https://t.me/" + "x" * 29 + "bot",
)
ELSEWHERE = (
    "", "http://t.me/bot", "https://t.me/", "https://t.me/a/b", "https://t.me/бот", "\n",
    "https://t.me/some_channel", "https://t.me/1bot", "https://t.me/abot", "https://t.me/aBot_",
)  # fmt: skip
HARD_TEXTS = ("", "a", "é", "词", "\u2028", "𝒳", "\uffff", 'q"\\', "\t", "10", "9", "<b>", "\x7f")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A file's text, and the score it must give or the place where it must be found wanting."""

    text: str
    score: int | None
    where: str | None
    line: str | None
    link: str | None


def cases(count: int, seed: int) -> Iterator[Case]:
    """So many cases."""
    chance = Random(seed)
    shipped = list(load_library(FOLDER).documents.values())
    made = [random_document(chance) for _ in range(RANDOM_DOCUMENTS)]
    for number in range(count):
        document = chance.choice(made if number % 2 else shipped)
        exported = _export(document, chance)
        if number % TAMPERED_EVERY == 0:
            yield _tampered(exported, chance)
        else:
            yield _case(json.dumps(exported), exported["result"]["score"], None)


def _case(text: str, score: int | None, where: str | None) -> Case:
    way = way_in(text)
    return Case(text, score, where, way.line, way.link)


def random_document(chance: Random) -> ScoreDocument:
    """A lawful document nobody wrote."""
    while True:
        document = ScoreDocument.model_validate_json(json.dumps(_document(chance)))
        if not list(complaints(document, set(KINDS))):
            return document


def _export(document: ScoreDocument, chance: Random) -> Json:
    kinds = sorted({kind for rule in document.rules for kind in rule.kinds})
    as_of = chance.randrange(200) * DAY_S + chance.choice((0, 1, DAY_S - 1))
    facts = [_fact(chance, number, kinds, as_of) for number in range(chance.randrange(30))]
    law = {name: chance.choice(("on", "off")) for name in SWITCHES if chance.random() < 0.5}
    issuer = Issuer(b"a town's own", chance.choice(BOTS))
    exported = export(document, facts, as_of=as_of, law=law, issuer=issuer)
    return _as_before(exported) if chance.random() < OLDER else exported


def _as_before(exported: Json) -> Json:
    """The same file in the first format, which did not say where to complain."""
    body = {n: v for n, v in exported.items() if n not in ("complain_at", "seal", "signature")}
    body["format"] = "score-export/1"
    return {**body, "seal": sha256_of(body), "signature": "not checked without the town"}


def _fact(chance: Random, number: int, kinds: list[str], as_of: int) -> Fact:
    amount = chance.choice((0, 1, chance.randrange(500), chance.randrange(MAX_AMOUNT + 1)))
    days = chance.randrange(-5, 120)
    at = as_of - days * DAY_S + chance.choice((-1, 0, 1, chance.randrange(DAY_S)))
    other = chance.choice((None, "ana", "bo", *HARD_TEXTS))
    key = f"{chance.choice(HARD_TEXTS)}{number if chance.random() < 0.9 else 0}k"
    return Fact(chance.choice(kinds), at, amount, key, other, chance.choice(HARD_TEXTS), "app")


def _tampered(exported: Json, chance: Random) -> Case:
    chance.choice(_TAMPERINGS)(exported)
    text = json.dumps(exported, ensure_ascii=False)
    found = verify(text)
    if isinstance(found, Difference):
        return _case(text, None, found.where)
    return _case(text, found.score, None)  # such as a list of facts that was empty anyway


def _one_fact_more(exported: Json) -> None:
    row = {"kind": "paid", "at": 1, "amount": 1, "key": "new", "counterpart": None}
    exported["facts"].append({**row, "purpose": "", "source": ""})


def _no_amount(exported: Json) -> None:
    for fact in exported["facts"][:1]:
        fact["amount"] = -1


def _other_fields(exported: Json) -> None:
    for fact in exported["facts"][-1:]:
        fact["is_true"] = 1


def _elsewhere(exported: Json) -> None:
    exported["complain_at"] = f"https://t.me/glasstown_bot{exported['seal'][:1]}.x"


def _nowhere(exported: Json) -> None:
    exported["complain_at"] = None


def _set(*path: str | int, to: Callable[[Any], Any]) -> Callable[[Json], None]:
    def change(exported: Json) -> None:
        place: Any = exported
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to(place[path[-1]])

    return change


def _other(new: str, _: str) -> str:
    return new


_TAMPERINGS: tuple[Callable[[Json], None], ...] = (
    _one_fact_more,
    _no_amount,
    _other_fields,
    _elsewhere,
    _nowhere,
    *(_set("format", to=partial(_other, other)) for other in ("score-export/1", "", "x/2")),
    _set("seal", to=str.upper),
    _set("seal", to=lambda seal: f"{seal}\n"),
    _set("result", "score", to=lambda score: score + 1),
    _set("result", "contributions", 0, "points", to=lambda points: points - 1),
    _set("result", "contributions", 0, "inputs", 0, "value", to=lambda _: 7_654_321),
    _set("result", "reasons", to=lambda reasons: reasons[1:]),
    _set("result", "document_version", to=lambda version: version + 1),
    _set("document", "sentence", "en", to=lambda text: f"{text} Changed."),
    _set("document", "sources", to=lambda sources: dict(reversed(sources.items()))),
    _set("chain", 0, to=lambda _: "0" * 64),
    _set("seal", to=lambda seal: seal[::-1]),
    _set("as_of", to=lambda as_of: as_of + 1),
    _set("as_of", to=str),
    _set("law", to=lambda law: {**law, "petty": "off"}),
    _set("law", to=lambda law: {**law, "petty": 3}),
    _set("format", to=lambda text: f"{text}0"),
    _set("facts_sha256", to=str.upper),
    _set("signature", to=lambda _: None),
    *(lambda exported, at=at: exported.update(complain_at=at) for at in ELSEWHERE),
)


def _document(chance: Random) -> Json:
    factors = [_factor(chance, f"f{number}") for number in range(chance.randint(1, 3))]
    reasons = {
        rule["reason"]: {"factor": factor["id"], "says": WORDS}
        for factor in factors
        for rule in factor["rules"]
    }
    made = {
        "format": "score-doc/1", "id": "made", "version": 1, "agency": "made", "title": WORDS,
        "sentence": WORDS, "effective_from": "2015-01-01", "factors": factors, "reasons": reasons,
        "scale": {"min": -9_000, "max": 9_000, "source": "ours"},
        "base": {"points": chance.randint(-500, 500), "source": "ours"},
        "switches": dict.fromkeys(SWITCHES, WORDS),
        "sources": {"ours": {"provenance": "invented", "says": "Ours."}},
    }  # fmt: skip
    if chance.random() < 0.3:
        made["version"], made["predecessor"] = 2, {"version": 1, "sha256": "ab" * 32}
    return made


def _factor(chance: Random, name: str) -> Json:
    rules = [_rule(chance, f"{name}_r{number}", name) for number in range(chance.randint(1, 4))]
    factor: Json = {"id": name, "title": WORDS, "source": "ours", "rules": rules}
    if chance.random() < 0.5:
        factor["cap"] = {"at_least": -chance.randrange(90), "at_most": chance.randrange(90)}
    if chance.random() < 0.3:
        factor["switch"] = chance.choice(SWITCHES)
    return factor


def _rule(chance: Random, name: str, factor: str) -> Json:
    kinds = chance.sample(KINDS, len(KINDS))
    measure = chance.choice(MEASURES)
    split = chance.randint(1, 3)
    rule: Json = {
        "id": name, "title": WORDS, "measure": measure, "source": "ours", "reads": kinds[:split],
        "reason": f"{factor.upper()}{chance.randint(1, 2)}",
    }  # fmt: skip
    if measure == "share":
        rule["against"] = kinds[split:]
    if measure == "open":
        rule["closed_by"] = kinds[split:]
    elif chance.random() < 0.6:
        rule["window_days"] = chance.randint(1, 90)
    if measure in NEED_NONE or chance.random() < 0.2:
        rule["when_none"] = chance.randint(-40, 40)
    if chance.random() < 0.3:
        rule["switch"] = chance.choice(SWITCHES)
    return {**rule, **_points(chance, measure)}


def _points(chance: Random, measure: str) -> Json:
    if chance.random() < 0.4:
        starts = [0, *sorted(chance.sample(range(1, 10 ** chance.randint(1, 9) + 9), 3))]
        ends = [{"end": end} for end in starts[1:]] + [{}]
        return {
            "bins": [
                {"start": start, "points": chance.randint(-50, 50), **end}
                for start, end in zip(starts, ends, strict=True)
            ]
        }
    sign = chance.choice((1, -1))
    each = {"points": sign * chance.randint(1, 40), "limit": sign * chance.randint(1, 90)}
    each["per"] = chance.choice((1, chance.randint(1, 7), chance.randint(1, 10**6)))
    if measure not in ("count", "sum") or chance.random() < 0.6:
        return {"each": each}
    ages, left = sorted(chance.sample(range(1, 60), 2)), sorted(chance.sample(range(100), 2))
    steps = zip(ages, reversed(left), strict=True)
    return {"each": each, "decay": [{"older_than_days": a, "percent": p} for a, p in steps]}
