"""By what is decided and what may be ordered: `seeds/ombudsman.yaml`.

Owns the reading of the file. Whether a ground is met is looked up in the books elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, Natural, load, named
from services.standing.complaints.shapes import About, OrderKind


class When(StrEnum):
    """What the scripted office must find in the books."""

    DIFFERS = "differs"
    UNTRUE = "untrue"
    GUESSED = "guessed"
    MINOR = "minor"
    KIN = "kin"
    UNLAWFUL = "unlawful"
    UNSERVED = "unserved"  # the law of its moment wanted the entry served, and it was not
    UNOWED = "unowed"  # it was not served, and no law wanted it
    SERVED = "served"
    OTHERWISE = "otherwise"


class Reason(Sourced):
    """One ground of a decision, with the provision it rests on."""

    ground_id: Id
    title: Localized[Name]
    provision: Localized[Name]
    upholds: bool
    about: Annotated[tuple[Annotated[About, LOOSE], ...], Field(min_length=1)]
    when: Annotated[When, LOOSE] | None = None  # None: only people name it
    orders: tuple[Annotated[OrderKind, LOOSE], ...] = ()
    remedy: Localized | None = None  # what there is instead, where nothing is ordered


class Compensation(Sourced):
    """What is paid to whoever was wrongly listed."""

    per_day_fen: Natural
    most_fen: Natural


class Signs(Strict):
    """Words by which somebody may mean a matter, as they begin."""

    en: Annotated[tuple[Name, ...], Field(min_length=1)]
    zh: Annotated[tuple[Name, ...], Field(min_length=1)]


class Remedies(Strict):
    """The whole file."""

    format: Literal["ombudsman/1"]
    compensation: Compensation
    matters: dict[Annotated[About, LOOSE], Signs]
    grounds: Annotated[dict[Id, Reason], named("ground_id")]


def reasons() -> Mapping[str, Reason]:
    """All grounds by id, in the order in which the scripted office tries them."""
    return _file().grounds


def compensation() -> Compensation:
    """What a wrongful town day is worth."""
    return _file().compensation


def matters() -> Mapping[About, Signs]:
    """By which words a matter is asked about first."""
    return _file().matters


def reasons_about(about: About, *, upholds: bool) -> tuple[Reason, ...]:
    """The grounds by which such a complaint may be upheld, or dismissed."""
    return tuple(one for one in reasons().values() if one.upholds is upholds and about in one.about)


def _file() -> Remedies:
    return load("ombudsman.yaml", Remedies, _check)


def _check(file: Remedies) -> Iterator[Complaint]:
    for name, one in file.grounds.items():
        if one.orders and not one.upholds:
            place = ("grounds", name, "orders")
            yield Complaint(place, "a dismissal orders nothing", "no orders, or upholds: true")
    for about in About:
        if not any(about in one.about and one.when is When.OTHERWISE for one in _fallbacks(file)):
            yield Complaint(
                ("grounds",), f"nothing is left to say about {about}", "one with when: otherwise"
            )


def _fallbacks(file: Remedies) -> Iterator[Reason]:
    return (one for one in file.grounds.values() if not one.upholds)
