"""Which platforms there are and whose score goes with each: `seeds/platforms.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from scoring.document import Id, Localized, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.errors import Outdated
from services.kernel.seeds import Name, load, named

Title = Localized[Name]


class Platform(Sourced):
    """One platform. `agency` is whose score goes with it, `keeps` the source of its facts."""

    platform_id: Id
    title: Title
    agency: Id
    keeps: Id


class Platforms(Strict):
    """The whole file; the first is everybody's from the start."""

    format: Literal["platforms/1"]
    platforms: Annotated[dict[Id, Platform], named("platform_id")]


def catalogue() -> Mapping[str, Platform]:
    """All platforms, everybody's first. Raises `SeedFault`."""
    return load("platforms.yaml", Platforms, _check).platforms


def first() -> str:
    """The platform that everybody has from the start."""
    return next(iter(catalogue()))


def find(platform: str) -> Platform:
    """One platform by its id. Raises `Outdated` for a button that names none."""
    found = catalogue().get(platform)
    if found is None:
        raise Outdated
    return found


def _check(file: Platforms) -> Iterator[Complaint]:
    if len(file.platforms) == 1:
        yield Complaint(("platforms",), "there is no rival", "at least two platforms")
