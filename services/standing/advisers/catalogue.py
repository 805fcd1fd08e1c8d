"""Who sells advice on scores, and what they say: `seeds/advisers.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Localized, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.seeds import Name, Natural, known, load, named
from services.money import merchants
from services.people.facts import kinds
from services.standing import agencies
from services.standing.scores import actions

PRICE_MAX_FEN = 2_000  # of any tip and any promise: nobody is to be ruined by one tap
TIMES_MAX = 8

Price = Annotated[int, Field(ge=1, le=PRICE_MAX_FEN)]


class Tip(Strict):
    """One opinion, in exactly one of three shapes; see the file's head."""

    tip_id: Id
    says: Localized
    does: Id | None = None
    times: Annotated[int, Field(ge=1, le=TIMES_MAX)] = 1
    leaves: Id | None = None
    amount: Natural = 0
    raises: bool = True
    parts: bool = False


class Adviser(Sourced):
    """One that sells advice. With an `owner` it knows; without one it has heard."""

    adviser_id: Id
    title: Localized[Name]
    says: Localized
    merchant: Id
    agency: Id
    owner: Id | None = None
    price_fen: Price
    removal_fen: Price | None = None
    tips: Annotated[tuple[Id, ...], Field(min_length=1)]


class Advisers(Strict):
    """The whole file."""

    format: Literal["advisers/1"]
    keeps_fen: Natural
    advisers: Annotated[dict[Id, Adviser], Field(min_length=1), named("adviser_id")]
    tips: Annotated[dict[Id, Tip], named("tip_id")]


def shelf() -> Advisers:
    """The whole file. Raises `SeedFault`."""
    return load("advisers.yaml", Advisers, _check)


def catalogue() -> Mapping[str, Adviser]:
    """All advisers by id. Raises `SeedFault`."""
    return shelf().advisers


def _check(file: Advisers) -> Iterator[Complaint]:
    for name, one in file.advisers.items():
        place = ("advisers", name)
        yield from known((*place, "merchant"), one.merchant, merchants.catalogue())
        yield from known((*place, "agency"), one.agency, agencies.catalogue())
        if one.owner is not None and one.agency in agencies.catalogue():
            yield from known((*place, "owner"), one.owner, {agencies.agency(one.agency).run_by})
        for index, tip in enumerate(one.tips):
            yield from known((*place, "tips", index), tip, file.tips)
    for name, said in file.tips.items():
        yield from _faults(("tips", name), said)


def _faults(place: tuple[str, str], tip: Tip) -> Iterator[Complaint]:
    shapes = [tip.does is not None, tip.leaves is not None, tip.parts]
    if sum(shapes) != 1:
        yield Complaint(place, "what is to be done is not clear", "one of does, leaves, parts")
    if tip.does is not None:
        yield from known((*place, "does"), tip.does, actions().actions)
    if tip.leaves is not None:
        yield from known((*place, "leaves"), tip.leaves, kinds())
