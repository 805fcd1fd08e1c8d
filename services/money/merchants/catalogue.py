"""Who sells in every town, where, and for which platforms' money: `seeds/merchants.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Localized, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import LOOSE, Name, known, load, named
from services.money import platforms


class Merchant(Strict):
    """One seller. `keeper` is the resident who is paid, by their name in each language."""

    merchant_id: Id
    title: Localized[Name]
    place: Localized[Name]
    keeper: Localized[Name]
    micro: bool = False
    platforms: Annotated[tuple[Id, ...], Field(min_length=1), LOOSE]


class Merchants(Sourced):
    """The whole file."""

    format: Literal["merchants/1"]
    merchants: Annotated[dict[Id, Merchant], named("merchant_id")]


def shelf() -> Merchants:
    """The file with its evidence. Raises `SeedFault`."""
    return load("merchants.yaml", Merchants, _check)


def catalogue() -> Mapping[str, Merchant]:
    """All sellers by id. Raises `SeedFault`."""
    return shelf().merchants


def _check(file: Merchants) -> Iterator[Complaint]:
    for name, one in file.merchants.items():
        for index, platform in enumerate(one.platforms):
            place = ("merchants", name, "platforms", index)
            yield from known(place, platform, platforms.catalogue())
