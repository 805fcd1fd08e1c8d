"""The shape of a score document (`score-doc/1`) as typed values.

Owns field names, types and single-field limits, and through them the published JSON Schema. What
fields mean together is checked in `checks`; how a score comes about is `evaluate`.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Generic, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypeVar

from scoring.jsontext import sha256_of

MAX_BINS = 100
MAX_POINTS = 10_000
HUNDREDTHS = re.compile(r",? in hundredths of a \w+|（百分之一.）")  # in the titles of means

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,7}$")]
Points = Annotated[int, Field(ge=-MAX_POINTS, le=MAX_POINTS)]
Days = Annotated[int, Field(ge=1, le=36_500)]
Threshold = Annotated[int, Field(ge=0, le=10**11)]
Sentence = Annotated[str, Field(min_length=1, max_length=400)]

Provenance = Literal["national_rule", "local_pilot", "reported_once", "contested", "invented"]
Measure = Literal[
    "count",
    "sum",
    "last",
    "mean",
    "share",
    "open",
    "days",
    "counterparts",
    "days_since_first",
    "days_since_last",
]


class Strict(BaseModel):
    """A value of the document: frozen, no unknown keys, no silent conversion."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_Text = TypeVar("_Text", default=Sentence)  # unless another kind of words is named


class Localized(Strict, Generic[_Text]):
    """The same words in each language of the town."""

    en: _Text
    zh: _Text

    def in_(self, language: str) -> _Text:
        """The words in one language; English for one we do not speak."""
        return self.zh if language == "zh" else self.en


class Sourced(Strict):
    """Something with its evidence: how good it is, and what it rests on."""

    provenance: Provenance
    source: Sentence | Localized[Sentence]

    @property
    def source_en(self) -> str:
        """Where a check reads it: in the data's own language."""
        return self.source if isinstance(self.source, str) else self.source.en


class Source(Strict):
    """Where a number comes from; whatever is not invented names its reference."""

    provenance: Provenance
    says: Sentence
    reference: Sentence | None = None


class Scale(Strict):
    """The lowest and the highest score that can be written."""

    min: Points
    max: Points
    source: Id


class Base(Strict):
    """The points everybody starts from."""

    points: Points
    source: Id


class Each(Strict):
    """Points for every full `per` of the measured value, never beyond `limit`."""

    points: Points
    per: Annotated[int, Field(ge=1, le=10**9)] = 1
    limit: Points


class Bin(Strict):
    """Points for a value of `start` or more and less than `end`; the last bin has no `end`."""

    start: Threshold
    end: Threshold | None = None
    points: Points


class Decay(Strict):
    """What is left of a fact, in percent, once it is this old."""

    older_than_days: Days
    percent: Annotated[int, Field(ge=0, le=99)]


class Rule(Strict):
    """One line of arithmetic: which facts, measured how, give which points."""

    id: Id
    title: Localized
    reads: Annotated[tuple[Id, ...], Field(min_length=1, max_length=20)]
    against: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    closed_by: Annotated[tuple[Id, ...], Field(max_length=20)] = ()
    measure: Measure
    window_days: Days | None = None
    each: Each | None = None
    bins: Annotated[tuple[Bin, ...], Field(max_length=MAX_BINS)] = ()
    decay: Annotated[tuple[Decay, ...], Field(max_length=10)] = ()
    when_none: Points | None = None
    switch: Id | None = None
    reason: Code
    source: Id

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every fact kind this rule looks at."""
        return self.reads + self.against + self.closed_by

    @property
    def spoken(self) -> Localized:
        """The title as people are told it: they are shown units where hundredths are counted."""
        told = self.title
        return Localized(en=HUNDREDTHS.sub("", told.en), zh=HUNDREDTHS.sub("", told.zh))


class Cap(Strict):
    """The least and the most a whole factor may contribute."""

    at_least: Points
    at_most: Points


class Factor(Strict):
    """A named part of the score: the sum of its rules, held within its cap."""

    id: Id
    title: Localized
    cap: Cap | None = None
    switch: Id | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=40)]
    source: Id


class Reason(Strict):
    """What a person is told when a rule of this factor cost them points."""

    factor: Id
    says: Localized


class Band(Strict):
    """A name for the scores from `start` up to the next band."""

    id: Id
    title: Localized
    start: Points
    source: Id


class Predecessor(Strict):
    """The version this document replaces, by number and by the hash of its content."""

    version: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ScoreDocument(Strict):
    """A whole score: everything needed to compute it again from the facts."""

    format: Literal["score-doc/1"]
    id: Id
    version: Annotated[int, Field(ge=1, le=10_000)]
    agency: Id
    title: Localized
    sentence: Localized
    effective_from: date
    effective_until: date | None = None
    predecessor: Predecessor | None = None
    scale: Scale
    base: Base
    switches: dict[Id, Localized] = Field(default_factory=dict, max_length=40)
    factors: Annotated[tuple[Factor, ...], Field(min_length=1, max_length=20)]
    reasons: Annotated[dict[Code, Reason], Field(min_length=1, max_length=200)]
    bands: Annotated[tuple[Band, ...], Field(max_length=20)] = ()
    sources: Annotated[dict[Id, Source], Field(min_length=1, max_length=200)]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of the document, in the order of the text."""
        return tuple(rule for factor in self.factors for rule in factor.rules)

    def plain(self) -> dict[str, Any]:
        """As JSON values. Fields left at their default are left out, so that a field added to the
        format later does not change the hash of documents that do not use it.
        """
        return self.model_dump(mode="json", exclude_defaults=True)

    def text_key(self, code: str) -> str:
        """The key under which a face may keep its own words for a reason."""
        return f"score.{self.id}.{code.lower()}"


Context = Literal[
    "town", "money", "messages", "court", "transport", "tax", "home", "culture",
    "identity", "trade", "health", "school", "kin", "friends", "leisure", "speech", "civic",
]  # fmt: skip
Sensitivity = Literal["low", "middle", "high"]


class Handling(Strict):
    """Who writes a fact down, what for, for whom, and how near it comes to a person."""

    office: Id
    purpose: Id
    recipients: Annotated[tuple[Id, ...], Field(min_length=1)]
    sensitivity: Sensitivity


class SensibleGuess(Strict):
    """What a sensible person would guess from a fact, and how often in 1000 that is wrong."""

    says: Localized
    error_per_mille: Annotated[int, Field(ge=0, le=1_000)]


class FactKind(Sourced):
    """What a fact of this kind says, what its amount counts, what part of life it is from, and in
    whose hands it lies: the person's own, other people's, or a machine's.

    How it is handled is that of its part of life, where it says nothing else.
    """

    title: Localized | None = None
    means: Sentence
    unit: Literal["none", "fen", "stars", "points", "minutes", "hours"]
    context: Context
    hands: Literal["own", "others", "machine"] = "own"
    office: Id | None = None
    purpose: Id | None = None
    recipients: tuple[Id, ...] | None = None
    sensitivity: Sensitivity | None = None
    guess: SensibleGuess | None = None


class FactKinds(Strict):
    """The catalogue of kinds that documents may read."""

    format: Literal["fact-kinds/1"]
    contexts: dict[Context, Handling] = Field(default_factory=dict)
    kinds: Annotated[dict[Id, FactKind], Field(min_length=1, max_length=500)]

    def handling(self, kind: FactKind) -> Handling:
        """How a fact of this kind is handled."""
        usual = self.contexts[kind.context]
        own = {name: getattr(kind, name) for name in Handling.model_fields}
        return usual.model_copy(update={name: one for name, one in own.items() if one is not None})


def fingerprint(document: ScoreDocument) -> str:
    """The hash that the next version names as its predecessor."""
    return sha256_of(document.plain())


def schema_text() -> str:
    """The JSON Schema of `score-doc/1`, as it is published."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= ScoreDocument.model_json_schema()
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
