"""Scenario cards as data, `seeds/scenarios/*.yaml`, and what the verb of each does.

A card that is wrong is refused when it is read, not when a facilitator plays it in front of a room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import signature
from typing import Literal

from pydantic import Field

from scoring.document import Id, Sourced
from scoring.rule_checks import Complaint
from services.kernel.money import Fen
from services.kernel.seeds import Natural, known, load_folder
from services.kernel.town import Town
from services.living import privacy
from services.money import clearing, envelopes
from services.people.identity import by_name
from services.social import kin, ratings
from services.standing import (
    accusations,
    advisers,
    agencies,
    bulletins,
    courts,
    listings,
    lists,
    payrolls,
)
from services.workshops import figures


def _gala(town: Town, *, amount_fen: int, shares: int | None = None) -> None:
    envelopes.start_gala(town, Fen(amount_fen), shares)


def _judgment_served(town: Town, *, amount_fen: int, days: int, who: str = "") -> None:
    against = by_name(town, who).participant_id if who else None
    courts.judge(town, against, Fen(amount_fen), days=days)


def _judgment_not_paid(town: Town, *, amount_fen: int) -> None:
    courts.not_paid(town, amount=Fen(amount_fen))


def _listed_unserved(town: Town, *, amount_fen: int, who: str = "") -> None:
    against = by_name(town, who).participant_id if who else None
    courts.not_served(town, against, Fen(amount_fen))


def _parent_listed(town: Town, *, amount_fen: int, who: str = "") -> None:
    """A parent of somebody named, or of a resident by chance, is listed for what they did."""
    child = by_name(town, who) if who else courts.somebody_to_judge(town)
    parent = courts.somebody_to_judge(town, but=child.participant_id)
    kin.have_parent(town, child, parent)
    courts.not_paid(town, parent.participant_id, Fen(amount_fen))


def _child_listed(town: Town, *, amount_fen: int, who: str = "") -> None:
    """Somebody named, or a resident by chance, is listed under age for a parent's deed."""
    child = by_name(town, who) if who else courts.somebody_to_judge(town)
    parent = courts.somebody_to_judge(town, but=child.participant_id)
    kin.have_parent(town, child, parent)
    courts.list_child(town, child, parent, Fen(amount_fen))


def _rumour(town: Town, *, who: str = "") -> None:
    """The town's credit office lists somebody named, or a resident by chance, for a rumour."""
    listings.by_card(town, "rumour", who)


def _judgment_paid(town: Town) -> None:
    courts.pay_judgment(town)


def _wages_paid(town: Town) -> None:
    payrolls.pay(town)


def _shows(deck_id: str) -> Callable[[Town], None]:
    """The verb that shows everybody a deck of cards."""
    return lambda town: figures.show(town, deck_id)


# What a verb takes after the town are the parameters of its cards: a whole number each.
PLAYS: Mapping[str, Callable[..., object]] = {
    "gala": _gala,
    "judgment_served": _judgment_served,
    "judgment_not_paid": _judgment_not_paid,
    "judgment_paid": _judgment_paid,
    "listed_unserved": _listed_unserved,
    "parent_listed": _parent_listed,
    "child_listed": _child_listed,
    "rumour": _rumour,
    "publish_lists": lists.publish_now,
    "publish_cases": bulletins.publish_now,
    "laundering": clearing.begin_plot,
    "licence_review": agencies.review_licences,
    "boardroom": agencies.call_boards,
    "rating_bomb": ratings.bomb,
    "adviser": advisers.advertise,
    "breach": privacy.breach,
    "privacy_price": privacy.ask,
    "accuse": accusations.accuse,
    "wages": payrolls.draw_up,
    "wages_paid": _wages_paid,
    "show_growth": _shows("growth"),
    "show_timeline": _shows("timeline"),
    "show_quotations": _shows("quotations"),
    "show_crises": _shows("crises"),
    "show_comparison": _shows("comparison"),
    "show_proclamation": _shows("proclamation"),
    "show_programme": _shows("programme"),
}
# They take somebody's name as well, where one was typed.
NAMED = frozenset(
    {
        "rating_bomb",
        "judgment_served",
        "listed_unserved",
        "parent_listed",
        "child_listed",
        "rumour",
        "accuse",
        "wages",
    }
)


class Card(Sourced):
    """One scenario card. Its title and story are words of the locales, by its id."""

    format: Literal["scenario/1"]
    card_id: Id = Field(alias="id")
    rank: Natural
    verb: Id
    parameters: dict[Id, Natural]


def cards() -> tuple[Card, ...]:
    """All cards, in the panel's order. Raises `SeedFault`."""
    return tuple(load_folder("scenarios", Card, _check).values())


def _check(card: Card) -> Iterator[Complaint]:
    yield from known(("verb",), card.verb, PLAYS)
    if card.verb not in PLAYS:
        return
    _, *takes = signature(PLAYS[card.verb]).parameters
    for name in card.parameters.keys() - set(takes):
        one_of = f"what {card.verb} takes: {', '.join(sorted(takes)) or '{}'}"
        yield Complaint(("parameters", name), "not one of its parameters", one_of)
