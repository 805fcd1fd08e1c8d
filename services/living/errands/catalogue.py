"""What the town's services are: `seeds/services/*.yaml`, one a file. A new service needs no code.

A service is one to three questions with options, a seller who earns, a place, the facts it leaves,
and the gates it asks. An errand is one use of it, and is `errands.service`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sourced, Strict
from scoring.rule_checks import Complaint
from scoring.rule_checks import Path as Place
from services.kernel.localized import Localized
from services.kernel.seeds import Name, Natural, PerMille, known, load_folder, unique
from services.living import offices
from services.money import merchants
from services.people.facts import keepers, kinds
from services.standing import agencies, sanctions
from services.standing.scores import gates

STEPS_MAX = 3
PRICE_MAX = 1_000_00
TYPED_MAX = 40

Fen = Annotated[int, Field(ge=0, le=PRICE_MAX)]
Days = Annotated[int, Field(ge=1, le=60)]
OptionId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,11}$")]


class Trace(Strict):
    """A fact that a use leaves: so much of its unit, or what was paid. `source`: who reports it."""

    kind: Id = Field(alias="fact")
    amount: Natural | Literal["price"] = 0
    source: Id | None = None


class ServiceGate(Strict):
    """What a service asks of whoever comes.

    A score: `gate` is one of `seeds/scores/gates.yaml`, and below it a deposit is asked for. A door
    of `seeds/sanctions.yaml` can be closed to somebody; `instead` says what stays open.
    """

    asks: Literal["score", "door"]
    gate: Id | None = None
    door: Id | None = None
    deposit_fen: Fen = 0
    deposit_days: Days = 3
    instead: Localized | None = None
    row: Annotated[str, Field(pattern=r"^[A-HR]\d\d$")]


class Later(Strict):
    """What is still to be done after a use, by when, at what price; and what either way leaves."""

    title: Localized[Name]
    days: Days
    fen: Fen = 0
    in_time: Id
    late: Id


class Option(Strict):
    """One choice. `fen` is paid to the seller, `pays_fen` by the seller; `praised`: whoever is on
    the town's red list pays nothing, and reads this.
    """

    id: OptionId
    title: Localized[Name]
    fen: Fen = 0
    pays_fen: Fen = 0
    says: Localized | None = None  # on the receipt
    praised: Localized | None = None
    place: Localized[Name] | None = None
    leaves: tuple[Trace, ...] = ()
    gates: tuple[ServiceGate, ...] = ()
    later: Later | None = None


class Step(Strict):
    """One question, one tap."""

    asks: Localized
    options: Annotated[tuple[Option, ...], Field(min_length=1, max_length=6)]


class IdField(Strict):
    """What the digital identity card gains by the first use; # is an invented digit."""

    title: Localized[Name]
    made: Annotated[str, Field(min_length=1, max_length=20, pattern="#")]


class Used(Strict):
    """How likely a resident is to come on a town day, in 1000; by habit where it differs."""

    per_mille: PerMille
    by_habit: dict[Id, PerMille] = Field(default_factory=dict, alias="habits")

    def rate(self, habit: str) -> int:
        """The chance in 1000 for residents of that habit."""
        return self.by_habit.get(habit, self.per_mille)


class Service(Sourced):
    """One service, as its file says."""

    format: Literal["service/1"]
    service_id: Id = Field(alias="id")
    rank: Natural
    group: Literal["travel", "home", "care", "leisure", "money", "chances"]
    sign: Annotated[str, Field(min_length=1, max_length=4)]
    title: Localized[Name]
    merchant: Id
    office: Id  # who reports what it leaves
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=STEPS_MAX)]
    leaves: tuple[Trace, ...] = ()
    gates: tuple[ServiceGate, ...] = ()
    shows: Literal["crowd"] | None = None
    id_field: IdField | None = None
    used: Used

    def options(self, picked: Sequence[str]) -> tuple[Option, ...]:
        """The options of the first steps, by their ids. Raises `KeyError`."""
        steps = ({one.id: one for one in step.options} for step in self.steps)
        return tuple(step[name] for step, name in zip(steps, picked, strict=False))

    def kinds(self) -> set[str]:
        """Every kind of fact that some use of it may leave."""
        options = [one for step in self.steps for one in step.options]
        left = {trace.kind for trace in chain(self.leaves, *(one.leaves for one in options))}
        ends = [one.later for one in options if one.later is not None]
        return left.union(*({one.in_time, one.late} for one in ends))


def services() -> Mapping[str, Service]:
    """All services by id, in the order in which they are shown. Raises `SeedFault`."""
    return load_folder("services", Service, _check)


def named(typed: str) -> Service | None:
    """A service by its id or its title in either language."""
    wanted = " ".join(typed.split()).casefold()
    names = (
        (one, {one.service_id, one.title.en.casefold(), one.title.zh.casefold()})
        for one in services().values()
    )
    return next((one for one, called in names if wanted in called), None)


def _check(service: Service) -> Iterator[Complaint]:
    yield from known(("merchant",), service.merchant, merchants.catalogue())
    yield from known(("office",), service.office, _sources())
    yield from _check_traces(("leaves",), service.leaves)
    yield from _check_gates(("gates",), service.gates)
    for number, step in enumerate(service.steps):
        yield from unique(("steps", number, "options"), (one.id for one in step.options))
        for index, one in enumerate(step.options):
            place = ("steps", number, "options", index)
            yield from _check_traces((*place, "leaves"), one.leaves)
            yield from _check_gates((*place, "gates"), one.gates)
            if one.later is not None:
                yield from known((*place, "later", "in_time"), one.later.in_time, kinds())
                yield from known((*place, "later", "late"), one.later.late, kinds())
    for way in product(*(step.options for step in service.steps)):
        if not service.leaves and not any(one.leaves or one.later for one in way):
            path = " → ".join(one.id for one in way)
            yield Complaint(("steps",), f"{path} leaves no fact", "leaves: [{fact: …}]")
        if sum(one.later is not None for one in way) > 1:
            yield Complaint(("steps",), "two things are to be done later", "one `later` a use")


def _check_traces(place: Place, traces: tuple[Trace, ...]) -> Iterator[Complaint]:
    for number, trace in enumerate(traces):
        yield from known((*place, number, "fact"), trace.kind, kinds())
        if trace.source is not None:
            yield from known((*place, number, "source"), trace.source, _sources())


def _sources() -> frozenset[str]:
    """Who may report what a service leaves."""
    return keepers() | offices.catalogue().keys() | agencies.catalogue().keys()


def _check_gates(place: Place, asked: tuple[ServiceGate, ...]) -> Iterator[Complaint]:
    for number, gate in enumerate(asked):
        at = (*place, number)
        if gate.asks == "door":
            yield from known((*at, "door"), gate.door or "nothing", sanctions.doors())
            continue
        yield from known((*at, "gate"), gate.gate or "nothing", gates())
        if not gate.deposit_fen:
            yield Complaint(at, "how much is asked for?", "deposit_fen: 1 or more")
