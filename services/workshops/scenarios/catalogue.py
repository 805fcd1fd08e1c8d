"""Scenario cards as data, `seeds/scenarios/*.yaml`: their words, what they need, do, and undo.

A card that is wrong is refused when it is read, not when a facilitator plays it in front of a room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from inspect import Parameter, signature
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sentence, Sourced, Strict
from scoring.rule_checks import Complaint
from scoring.rule_checks import Path as Place
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Name, Natural, known, load_folder
from services.law import switchboard
from services.living import offices
from services.workshops.scenarios.plays import AMONG, GATES, HELP, PLAYS
from services.workshops.scenarios.undoing import UNDOES

Given = Natural | str | tuple[Id, ...]


class Hears(Strict):
    """Who hears what of a card. `whom`: the one it is about."""

    whom: Localized | None = None
    everybody: Localized | None = None
    facilitator: Localized | None = None


class Needs(Strict):
    """What a card needs: cards played before, what the law says, what the town has."""

    after: tuple[Id, ...] = ()
    law: dict[Id, str] = Field(default_factory=dict)
    town: tuple[Id, ...] = ()


class Effect(Strict):
    """One verb, and what it is given."""

    verb: Id = Field(alias="do")
    given: dict[Id, Given] = Field(default_factory=dict, alias="with")

    @property
    def takes(self) -> Mapping[str, Parameter]:
        """The parameters of its verb that a card may give."""
        _, *takes = signature(PLAYS[self.verb]).parameters.values()
        return {one.name: one for one in takes if one.name not in {"who", "words"}}

    @property
    def takes_somebody(self) -> bool:
        """Whether it is about somebody, who may be named."""
        return "who" in signature(PLAYS[self.verb]).parameters


class Undo(Strict):
    """The verbs that take a play back, and in words what stays; why, where there are none."""

    does: tuple[Id, ...] = ()
    keeps: Localized[Sentence]


class Card(Sourced):
    """One scenario card. `asks`: what the room may talk about afterwards."""

    format: Literal["scenario/2"]
    card_id: Id = Field(alias="id")
    rank: Natural
    title: Localized[Name]
    story: Localized[Sentence]
    hears: Hears
    needs: Annotated[Needs, LOOSE] = Needs()
    effects: Annotated[tuple[Effect, ...], Field(min_length=1)]
    undo: Undo
    asks: Localized[Sentence]

    @property
    def strikes(self) -> bool:
        """Whether it is bad luck for whom it is about."""
        return any(effect.takes_somebody and effect.verb not in HELP for effect in self.effects)

    @property
    def takes_somebody(self) -> bool:
        """Whether it is about somebody, who may be named; else chance names a resident."""
        return any(effect.takes_somebody for effect in self.effects)


def cards() -> tuple[Card, ...]:
    """All cards, in the panel's order. Raises `SeedFault`."""
    return tuple(load_folder("scenarios", Card, _check, _check_order).values())


def _check(card: Card) -> Iterator[Complaint]:
    for index, effect in enumerate(card.effects):
        yield from _check_effect(("effects", index), effect)
    yield from _check_needs(card)
    if any(effect.verb not in PLAYS for effect in card.effects):
        return
    audiences = {"whom": card.takes_somebody, "everybody": _invites(card), "facilitator": False}
    for who, must_hear in audiences.items():
        if must_hear and getattr(card.hears, who) is None:
            place = ("hears", *sorted(card.hears.model_fields_set)[:1])
            yield Complaint(place, f"{who} hears nothing", f"add {who}, in both languages")
    if not any(getattr(card.hears, who) for who in audiences):
        yield Complaint(("hears",), "nobody hears anything", f"one of {', '.join(audiences)}")
    yield from _check_undo(card)


def _check_undo(card: Card) -> Iterator[Complaint]:
    verbs = {effect.verb for effect in card.effects}
    for index, name in enumerate(card.undo.does):
        place = ("undo", "does", index)
        yield from known(place, name, UNDOES)
        if name in UNDOES and verbs.isdisjoint(UNDOES[name].of):
            fits = sorted(one for one in UNDOES if not verbs.isdisjoint(UNDOES[one].of))
            instead = f"one of {', '.join(fits)}" if fits else "nothing, and why in keeps"
            yield Complaint(place, f"{name} undoes none of its effects", instead)


def _check_effect(place: Place, effect: Effect) -> Iterator[Complaint]:
    yield from known((*place, "do"), effect.verb, PLAYS)
    if effect.verb not in PLAYS:
        return
    one_of = f"what {effect.verb} takes: {', '.join(sorted(effect.takes)) or 'nothing'}"
    for name, given in effect.given.items():
        at = (*place, "with", name)
        if name in effect.takes:
            yield from _check_given(at, name, given, effect.takes[name])
        else:
            yield Complaint(at, "not one of its parameters", one_of)
    taken = effect.takes.values()
    must = {one.name for one in taken if one.default is one.empty} - effect.given.keys()
    for name in sorted(must):
        yield Complaint(place, f"{effect.verb} is not told its {name}", f"with: {{{name}: …}}")
    if not must:
        yield from _check_together(place, effect)


def _check_given(at: Place, name: str, given: Given, taken: Parameter) -> Iterator[Complaint]:
    if isinstance(given, int) != (taken.annotation == "int"):
        instead = "a whole number" if taken.annotation == "int" else "a word, or a list of them"
        yield Complaint(at, f"{given} does not fit", instead)
    elif name in AMONG:
        for one in given if isinstance(given, tuple) else (str(given),):
            yield from known(at, one, AMONG[name]())


def _check_together(place: Place, effect: Effect) -> Iterator[Complaint]:
    """What two parameters of one effect must mean together."""
    given = effect.given
    if effect.verb == "law" and given["switch"] in AMONG["switch"]():
        yield from _check_value(
            (*place, "with", "value"), str(given["switch"]), str(given["value"])
        )
    if effect.verb == "report_wrongly" and given["office"] in AMONG["office"]():
        reports = offices.catalogue()[str(given["office"])].reports
        yield from known((*place, "with", "fact"), str(given["fact"]), [r.kind for r in reports])


def _check_needs(card: Card) -> Iterator[Complaint]:
    for index, gate in enumerate(card.needs.town):
        yield from known(("needs", "town", index), gate, GATES)
    for switch, value in card.needs.law.items():
        yield from known(("needs", "law", switch), switch, AMONG["switch"]())
        if switch in AMONG["switch"]():
            yield from _check_value(("needs", "law", switch), switch, value)


def _check_value(place: Place, switch: str, value: str) -> Iterator[Complaint]:
    setting = switchboard.catalogue()[switchboard.Switch(switch)]
    if setting.read(value) is None:
        allowed = ", ".join(map(str, setting.values))
        yield Complaint(place, f"{switch} is never {value}", f"one of {allowed}")


def _check_order(found: Mapping[str, Card]) -> Iterator[tuple[str, Complaint]]:
    """What cards wait for is there, and none waits for itself, through however many others."""
    for name, card in found.items():
        for index, one in enumerate(card.needs.after):
            for complaint in known(("needs", "after", index), one, found):
                yield name, complaint
    try:
        TopologicalSorter({name: card.needs.after for name, card in found.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        wrong = f"they wait for each other: {', '.join(circle)}"
        yield circle[0], Complaint(("needs", "after"), wrong, "cards that do not wait for this one")


def _invites(card: Card) -> bool:
    return any(effect.verb == "invite" for effect in card.effects)
