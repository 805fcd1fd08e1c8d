"""Taking a play back: what each undo verb restores, by the services' own verbs, and says of it.

What was said was said: nothing that anybody read is called back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.kernel.errors import RuleError
from services.kernel.money import Money
from services.kernel.town import Town, office
from services.law import switchboard
from services.living import offices, rentals
from services.money import clearing, envelopes
from services.people.identity import participant_actor
from services.social import ratings
from services.standing import accusations, courts, listings, payrolls


@dataclass(frozen=True, slots=True)
class Restored:
    """One thing that was restored, or could not be: words by `code`, with their fields."""

    code: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undo:
    """An undo verb, and the effects that it takes back by what they left."""

    run: Callable[[Town, str], Restored]
    of: frozenset[str]


def _withdraw_judgment(town: Town, left: str) -> Restored:
    judgment, back = courts.withdraw(town, int(left))
    told = {"case": judgment.case, "name": judgment.debtor_name, "back": back}
    return Restored("withdraw_judgment" if judgment.paid is None else "judgment_paid_back", told)


def _withdraw_payroll(town: Town, left: str) -> Restored:
    return Restored("withdraw_payroll", {"name": payrolls.withdraw(town, int(left)).employer_name})


def _withdraw_listing(town: Town, left: str) -> Restored:
    gone = listings.withdraw(town, int(left)).listing
    return Restored("withdraw_listing", {"name": gone.name})


def _drop_accusation(town: Town, left: str) -> Restored:
    one, back = accusations.drop(town, int(left))
    told = {"accuser": one.accuser_name, "accused": one.accused_name, "back": back}
    return Restored("drop_accusation", told)


def _take_back_gala(town: Town, left: str) -> Restored:
    back, spent = envelopes.take_back_gala(town, int(left))
    return Restored("take_back_gala", {"back": Money(back), "spent": Money(spent)})


def _stop_plot(town: Town, left: str) -> Restored:
    clearing.stop_plot(town, int(left))
    return Restored("stop_plot")


def _strike_ratings(town: Town, left: str) -> Restored:
    ratings.strike_bomb(town, left)
    return Restored("strike_ratings")


def _correct_report(town: Town, left: str) -> Restored:
    offices.correct_report(town, left)
    return Restored("correct_report")


def _find_thing(town: Town, left: str) -> Restored:
    order = rentals.find_order(town, int(left))
    place = town.as_actor(participant_actor(town, order.who), key=f"{town.key}:found")
    told = {"thing": order.thing.title}
    try:
        rentals.bring_found(place, order.order_id)
    except RuleError:  # a month has passed, or the money is on its way
        return Restored("found_too_late", told)
    return Restored("find_thing", told)


def _law_back(town: Town, left: str) -> Restored:
    switch, value, before = left.split("=")
    stands = str(switchboard.value(town, switchboard.Switch(switch)))
    if stands != value:
        return Restored("law_moved_on", {"switch": switch})
    # A card that bound the town to votes can be taken back, or a slip could never be.
    binds = switch == switchboard.Switch.CONSULTATION
    by = town.as_actor(office(), key=f"{town.key}:undo") if binds else town
    switchboard.enact(by, switch, before)
    return Restored("law_back", {"switch": switch})


UNDOES: Mapping[str, Undo] = {
    "withdraw_judgment": Undo(
        _withdraw_judgment,
        frozenset(
            {
                "judgment_served",
                "judgment_not_paid",
                "listed_unserved",
                "parent_listed",
                "child_listed",
            }
        ),
    ),
    "withdraw_payroll": Undo(_withdraw_payroll, frozenset({"wages"})),
    "withdraw_listing": Undo(_withdraw_listing, frozenset({"rumour"})),
    "drop_accusation": Undo(_drop_accusation, frozenset({"accuse"})),
    "take_back_gala": Undo(_take_back_gala, frozenset({"gala"})),
    "stop_plot": Undo(_stop_plot, frozenset({"laundering"})),
    "strike_ratings": Undo(_strike_ratings, frozenset({"rating_bomb"})),
    "correct_report": Undo(_correct_report, frozenset({"report_wrongly"})),
    "find_thing": Undo(_find_thing, frozenset({"hire_and_lose"})),
    "law_back": Undo(_law_back, frozenset({"law"})),
}
