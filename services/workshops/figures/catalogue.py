"""Decks of cards for the room to talk about, `seeds/figures/*.yaml`, each card with its source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Id, Sentence, Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import Name, Natural, known, load_folder, unique
from services.workshops.figures.counting import COSTS, MEASURES

Kind = Literal["figure", "event", "quotation", "reason", "comparison", "goal", "cost"]
# What cards of a kind say beside their head and words; others have none of it.
FIELDS: Mapping[str, frozenset[str]] = {
    "comparison": frozenset({"unlike"}),
    "goal": frozenset({"counts", "better"}),
    "cost": frozenset({"counts", "fen_each"}),
}
COUNTED: Mapping[str, Collection[str]] = {"goal": MEASURES, "cost": COSTS}
_OPTIONAL = frozenset[str]().union(*FIELDS.values())


class FigureCard(Sourced):
    """One card. `head`: a date, what it is about, or who said it; `says`: the words themselves."""

    card_id: Id = Field(alias="id")
    kind: Kind
    head: Localized[Name]
    says: Localized[Sentence]
    unlike: Localized[Sentence] | None = None
    counts: Id = ""  # of the town: a measure, or what is paid for
    better: Literal["more", "less"] | None = None
    fen_each: Natural = 0


class Deck(Strict):
    """A whole file: cards that are shown together. Its scenario card is called as it is."""

    format: Literal["deck/1"]
    deck_id: Id = Field(alias="id")
    rank: Natural
    title: Localized[Name]
    icon: Annotated[str, Field(min_length=1, max_length=4)]
    asks: Localized[Sentence] | None = None  # before its cards and once more after them
    cards: Annotated[tuple[FigureCard, ...], Field(min_length=1, max_length=40)]


def decks() -> Mapping[str, Deck]:
    """All decks by id, in their order. Raises `SeedFault`."""
    return load_folder("figures", Deck, _check)


def _check(deck: Deck) -> Iterator[Complaint]:
    yield from unique(("cards",), [one.card_id for one in deck.cards])
    for index, card in enumerate(deck.cards):
        place, wanted = ("cards", index), FIELDS.get(card.kind, frozenset())
        given = card.model_fields_set & _OPTIONAL
        for name in sorted(given - wanted):
            yield Complaint((*place, name), f"a {card.kind} has none", "remove it")
        for name in sorted(wanted - given):
            yield Complaint(place, f"a {card.kind} says {name}", f"add {name}")
        if card.counts and card.kind in COUNTED:
            yield from known((*place, "counts"), card.counts, COUNTED[card.kind])
        if card.kind == "quotation":
            yield from _check_quotation(place, card)


def _check_quotation(place: tuple[str | int, ...], card: FigureCard) -> Iterator[Complaint]:
    if card.says.en not in card.says.zh:
        wrong = "the quoted words are not in it"
        yield Complaint((*place, "says", "zh"), wrong, "them, and a translation behind them")
    if not ("section " in card.source and " citing " in card.source):
        instead = "where it stands: section …, citing …"
        yield Complaint((*place, "source"), "says too little of a quotation", instead)
