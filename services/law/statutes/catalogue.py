"""Which statutes there are, one a file of `seeds/law/statutes/`, and which sets of them.

Owns what may stand in a statute and what statutes may say together. What is in force in a town is
the book's business (`services.law.switchboard`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from scoring.document import Id, Provenance, Strict
from scoring.rule_checks import Complaint
from scoring.rule_checks import Path as Place
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, Natural, known, load, load_folder, named, unique
from services.law import switchboard
from services.law.switchboard import Setting, Switch, Value

Unit: TypeAlias = Literal[
    "on_off", "choice", "day_of_month", "per_hundred", "months", "days", "tenths"
]
StatuteId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,23}$")]
Term = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]  # statute.provision


class Where(Strict):
    """What something rests on, and where that can be read."""

    title: Localized
    address: Annotated[str, Field(pattern=r"^(https://\S+|paper, [RH]\d\d)$", max_length=200)]


class Provision(Strict):
    """One value that a statute sets. Days are counted from the one on which it comes into force;
    the last one (`to_day`) is no more part of it, and without one it holds until it is repealed.
    """

    provision_id: Id
    sets: Annotated[Switch, LOOSE]
    value: Value
    unit: Unit
    from_day: Natural = Field(default=0, alias="from")
    to_day: Natural | None = Field(default=None, alias="to")
    prevails_over: tuple[Term, ...] = ()
    source: Where

    def meets(self, other: Provision) -> bool:
        """Whether both speak of the same subject on the same days after their statute's first."""
        mine, others = (
            (one.from_day, one.to_day if one.to_day is not None else one.from_day + 10**6)
            for one in (self, other)
        )
        return self.sets is other.sets and mine[0] < others[1] and others[0] < mine[1]


class Statute(Strict):
    """One statute in one version: what it says, which remedy of the paper it is, and its price."""

    format: Literal["statute/1"]
    statute_id: StatuteId = Field(alias="id")
    rank: Natural
    version: Annotated[int, Field(ge=1)]
    remedy: Annotated[str, Field(pattern=r"^R(0[1-9]|10)$")]
    title: Localized[Name]
    words: Localized
    changes: Localized
    costs: Localized
    provenance: Provenance
    source: Where
    provisions: Annotated[
        dict[Id, Provision], named("provision_id"), Field(min_length=1, max_length=20)
    ]

    @property
    def name(self) -> str:
        """How the book calls it: its id with its version."""
        return f"{self.statute_id}/{self.version}"


class Preset(Strict):
    """A set of statutes that can be the whole law."""

    preset_id: StatuteId
    title: Localized[Name]
    words: Localized
    statutes: tuple[StatuteId, ...]
    all_statutes: bool = False


class Presets(Strict):
    """The whole file."""

    format: Literal["presets/1"]
    presets: Annotated[dict[StatuteId, Preset], named("preset_id")]


def catalogue() -> Mapping[str, Statute]:
    """All statutes by id, in the order in which they are shown. Raises `SeedFault`."""
    return load_folder("law/statutes", Statute, _check, _check_all)


def presets() -> Mapping[str, Preset]:
    """All sets by id. Raises `SeedFault`."""
    return load("law/presets.yaml", Presets, _check_presets).presets


def statutes_of(preset: Preset) -> tuple[Statute, ...]:
    """The statutes of a set, in the order in which they are shown."""
    return tuple(
        one for name, one in catalogue().items() if preset.all_statutes or name in preset.statutes
    )


def rank_of(statute: Statute, provision: Provision) -> int:
    """How high a provision stands among those on the same subject: above all it prevails over."""
    below = (term.split(".") for term in provision.prevails_over)
    return 1 + max(
        (rank_of(catalogue()[name], catalogue()[name].provisions[one]) for name, one in below),
        default=0,
    )


def unit_of(setting: Setting) -> Unit:
    """In what the values of a switch are counted."""
    if setting.unit is not None:
        return setting.unit
    return "on_off" if setting.is_on_off else "choice"


def _check(one: Statute) -> Iterator[Complaint]:
    taken = {switch.value for switch in Switch}
    if one.statute_id in taken:
        yield Complaint(("id",), f"a switch is called {one.statute_id}", "an id of its own")
    for name, provision in one.provisions.items():
        place = ("provisions", name)
        setting = switchboard.catalogue()[provision.sets]
        if provision.value not in setting.values:
            wrong = f"{provision.sets} is never {provision.value!r}"
            yield Complaint((*place, "value"), wrong, _allowed(setting))
        yield from known((*place, "unit"), provision.unit, {unit_of(setting)})
        if provision.to_day is not None and provision.to_day <= provision.from_day:
            wrong = f"it ends on day {provision.to_day}, before it begins"
            yield Complaint((*place, "to"), wrong, f"{provision.from_day + 1} or more, or null")
    for first, second in combinations(one.provisions.values(), 2):
        if first.meets(second):
            wrong = f"{first.sets} is set by {first.provision_id} on the same days"
            place = ("provisions", second.provision_id)
            yield Complaint(place, wrong, "one provision, or from and to that do not meet")


def _allowed(setting: Setting) -> str:
    first, *_, last = setting.values
    if setting.is_number:
        return f"a whole number from {first} to {last}, without quotes"
    return f"one of {', '.join(map(repr, setting.values))}, in quotes"


def _check_all(statutes: Mapping[str, Statute]) -> Iterator[tuple[str, Complaint]]:
    terms = {
        f"{name}.{one}": provision
        for name, statute in sorted(statutes.items(), key=lambda item: item[1].rank)
        for one, provision in statute.provisions.items()
    }
    dangling = list(_dangling(terms))
    yield from dangling
    yield from _undecided(terms)
    if not dangling:
        yield from _circles(terms)


def _dangling(terms: Mapping[str, Provision]) -> Iterator[tuple[str, Complaint]]:
    for term, provision in terms.items():
        others = {one for one in terms if terms[one].sets is provision.sets and one != term}
        for index, over in enumerate(provision.prevails_over):
            for fault in known((*_place(term), "prevails_over", index), over, others):
                yield _file(term), fault


def _undecided(terms: Mapping[str, Provision]) -> Iterator[tuple[str, Complaint]]:
    """Statutes come into force on any day: on one subject it must be said which prevails."""
    for first, second in combinations(terms, 2):
        one, other = terms[first], terms[second]
        if one.sets is not other.sets or _file(first) == _file(second):
            continue
        said = (second in one.prevails_over) + (first in other.prevails_over)
        if said != 1:
            wrong = (
                f"{first} also sets {one.sets}, and each is said to prevail over the other"
                if said
                else f"{first} also sets {one.sets}, and nothing says which prevails"
            )
            instead = f"prevails_over: [{first}] here, or prevails_over: [{second}] there"
            yield _file(second), Complaint(_place(second), wrong, instead)


def _circles(terms: Mapping[str, Provision]) -> Iterator[tuple[str, Complaint]]:
    above = {term: set(one.prevails_over) for term, one in terms.items()}
    while free := [term for term, over in above.items() if not over & above.keys()]:
        for term in free:
            del above[term]
    for term in above:
        place = (*_place(term), "prevails_over")
        yield _file(term), Complaint(place, "it prevails over itself in a circle", "a last one")


def _file(term: str) -> str:
    return term.partition(".")[0]


def _place(term: str) -> Place:
    return ("provisions", term.partition(".")[2])


def _check_presets(file: Presets) -> Iterator[Complaint]:
    for name, one in file.presets.items():
        place: Place = ("presets", name)
        if name in catalogue():
            yield Complaint(place, f"a statute is called {name}", "an id of its own")
        yield from unique((*place, "statutes"), one.statutes)
        for index, statute in enumerate(one.statutes):
            yield from known((*place, "statutes", index), statute, catalogue())
        if one.all_statutes and one.statutes:
            yield Complaint((*place, "statutes"), "it has all statutes anyway", "an empty list")
