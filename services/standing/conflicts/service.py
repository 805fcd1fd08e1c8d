"""The edges between those who rate, list, advise and own, and the conflicts among them.

Nothing is stored: edges are read where they are kept, each with its source and, where it began in
town, its day. A conflict is two edges that leave one node. Only direct edges are followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Provenance, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.money import Money
from services.kernel.seeds import LOOSE, Name, known, load, named
from services.kernel.time import Moment
from services.kernel.town import STEWARDS, Town, UnitOfWork
from services.law import switchboard
from services.law.switchboard import Switch
from services.people.identity import own_town
from services.standing import advisers, agencies
from services.standing.agencies import Agency, ownership
from services.standing.scores import law_of

APP = "super_app"  # the source of facts that the app itself writes


class Kind(StrEnum):
    """What an edge says."""

    RUNS = "runs"  # a company, what it runs: a score, the app
    OWNS = "owns"  # a shareholder, the bureau
    ADVISES = "advises"  # an owner, the adviser who sells for it
    PAID = "paid"  # the town's people, an adviser
    SITS = "sits"  # somebody of the town, the company they sit for
    LISTS = "lists"  # a company, the black list that its adviser takes people off


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody or something that an edge joins. `name`: a persona's, who has no other title."""

    node_id: str
    title: Localized | None = None
    name: str = ""
    is_list: bool = False


THE_APP = Node(APP, Localized(en="the app", zh="应用"))
PEOPLE = Node("people", Localized(en="people here", zh="镇上的人"))
SEAT = Sourced(provenance="invented", source="A seat of this town, given by whoever runs it")
WANTS: Mapping[str, tuple[Kind, ...]] = {
    "advice": (Kind.RUNS, Kind.ADVISES),
    "removal": (Kind.LISTS, Kind.ADVISES),
    "bureau": (Kind.OWNS,),
    "platform": (Kind.RUNS,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One relation. `banned`: the law in force forbids it, and it is dead."""

    kind: Kind
    origin: Node
    target: Node
    provenance: Provenance
    source: str
    since: Moment | None = None  # None: before the town began
    percent: int | None = None
    amount: Money | None = None
    is_banned: bool = False


class ConflictRule(Sourced):
    """Edges of one node that must not be together.

    `forbidden_by`: the switch that ends it, if one does.
    """

    conflict_id: Id
    title: Localized[Name]
    forbidden_by: Annotated[Switch, LOOSE] | None = None


class Conflicts(Strict):
    """The whole file."""

    format: Literal["conflicts/1"]
    conflicts: Annotated[dict[Id, ConflictRule], named("conflict_id")] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict of one node, with the edges that make it.

    `is_over`: the law in force has ended it.
    """

    rule: ConflictRule
    node: Node
    edges: tuple[Edge, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class Radar:
    """What can be seen. `hidden`: how many edges are nobody's to know under the law in force."""

    edges: tuple[Edge, ...]
    conflicts: tuple[Conflict, ...]
    hidden: int


def catalogue() -> Conflicts:
    """The conflicts. Raises `SeedFault`."""
    return load("conflicts.yaml", Conflicts, _check)


def radar(uow: UnitOfWork) -> Radar:
    """The radar of the visitor's town: all of it for whoever runs it, for others what the law lets
    be known. Raises `NotInTown`.
    """
    town = own_town(uow)
    edges, sees_all = tuple(_edges(town)), town.actor.role in STEWARDS
    is_told = sees_all or not law_of(town).explanation.is_secret
    seen = tuple(one for one in edges if is_told or one.kind is not Kind.ADVISES)
    return Radar(seen, tuple(_conflicts(seen)), len(edges) - len(seen))


def _edges(town: Town) -> Iterator[Edge]:
    is_banned = switchboard.is_on(town, Switch.CONFLICT_BAN)
    for one in agencies.catalogue().values():
        if one.run_by != one.agency_id:
            yield _edge(Kind.RUNS, _agency(one.run_by), _node(one), one)
        if APP in one.holds:
            yield _edge(Kind.RUNS, _node(one), THE_APP, one)
    documents = ownership()
    for holder in documents.shares.holders:
        origin = Node(str(holder.title), holder.title)
        if holder.agency is not None:
            origin = _agency(holder.agency)
        shares = _edge(Kind.OWNS, origin, _agency(documents.bureau), documents.shares)
        bars = is_banned and holder.agency is not None  # its shares vote no more
        yield replace(shares, percent=holder.percent, is_banned=bars)
    yield from _advice(town)
    for director in agencies.seated(town).values():
        seat = Node(director.name, name=director.name)
        yield _edge(Kind.SITS, seat, _agency(director.agency.agency_id), SEAT)


def _advice(town: Town) -> Iterator[Edge]:
    is_banned = switchboard.is_on(town, Switch.CONFLICT_BAN)
    taken = {one.adviser_id: one for one in advisers.taken(town)}
    for name, one in advisers.catalogue().items():
        target = Node(name, one.title)
        if (paid := taken.get(name)) is not None:
            fee = _edge(Kind.PAID, PEOPLE, target, one)
            yield replace(fee, since=paid.first, amount=paid.amount)
        if one.owner is None:
            continue
        owner = _agency(one.owner)
        yield replace(_edge(Kind.ADVISES, owner, target, one), is_banned=is_banned)
        if one.removal_fen is not None:
            title = agencies.agency(one.owner).title
            its_list = Node(f"{one.owner}:list", title, is_list=True)
            yield _edge(Kind.LISTS, owner, its_list, one)


def _conflicts(edges: Iterable[Edge]) -> Iterator[Conflict]:
    """By node, in the order of the edges."""
    leaving: dict[Node, dict[Kind, list[Edge]]] = {}
    for edge in edges:
        leaving.setdefault(edge.origin, {}).setdefault(edge.kind, []).append(edge)
    for node, kinds in leaving.items():
        for rule in catalogue().conflicts.values():
            wanted = WANTS[rule.conflict_id]
            if all(kind in kinds for kind in wanted) and _fits(rule, node, kinds):
                found = tuple(edge for kind in wanted for edge in kinds[kind])
                yield Conflict(rule, node, found, any(edge.is_banned for edge in found))


def _fits(rule: ConflictRule, node: Node, kinds: Mapping[Kind, list[Edge]]) -> bool:
    """What the kinds of its edges alone do not say."""
    if rule.conflict_id == "bureau":
        return agencies.is_company(node.node_id)  # the bureau's other holder rates nobody
    if rule.conflict_id == "platform":
        return {THE_APP.node_id} < {edge.target.node_id for edge in kinds[Kind.RUNS]}
    return True


def _edge(kind: Kind, origin: Node, target: Node, said: Sourced) -> Edge:
    return Edge(
        kind=kind,
        origin=origin,
        target=target,
        provenance=said.provenance,
        source=said.source_en,
    )


def _agency(agency_id: str) -> Node:
    return _node(agencies.agency(agency_id))


def _node(one: Agency) -> Node:
    return Node(one.agency_id, one.title)


def _check(file: Conflicts) -> Iterator[Complaint]:
    for name in file.conflicts:
        yield from known(("conflicts", name), name, WANTS)
    for name in WANTS.keys() - file.conflicts.keys():
        yield Complaint(("conflicts",), f"{name} is missing", "an entry for each")
