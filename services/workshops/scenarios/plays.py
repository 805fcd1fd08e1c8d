"""What the effects of scenario cards do: each is a verb of some service, with its parameters.

An effect tells what undoing it must know, as words, and upon whom it fell where it picked somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.town import Event, ParticipantId, Town
from services.law import switchboard
from services.living import errands, offices, privacy, rentals
from services.money import clearing, envelopes
from services.people.identity import Neighbour, by_name, participant_actor
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
    rescoring,
)
from services.workshops import figures, polls

# What somebody may be sent to, beside services: words of the app's own menu.
PAGES = frozenset(
    {"agencies", "complain", "friends", "id", "inferred", "lists", "motion", "precedents"}
    | {"questions", "rent", "score", "vote"}
)


@dataclass(frozen=True, slots=True)
class Invited(Event):
    """A card asks everybody to do something: its words, services by their titles, pages by name."""

    words: Localized
    services: tuple[errands.Service, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What an effect has left: what undoing it must know, and the name of whom it was about."""

    trace: str = ""
    name: str = ""


def _gala(town: Town, *, amount_fen: int, shares: int = 0) -> Left:
    return Left(str(envelopes.start_gala(town, Fen(amount_fen), shares or None).gala_id))


def _judgment_served(town: Town, *, amount_fen: int, days: int, who: str = "") -> Left:
    return _left(courts.judge(town, _named(town, who), Fen(amount_fen), days=days))


def _judgment_not_paid(town: Town, *, amount_fen: int) -> Left:
    return _left(courts.not_paid(town, amount=Fen(amount_fen)))


def _listed_unserved(town: Town, *, amount_fen: int, who: str = "") -> Left:
    return _left(courts.not_served(town, _named(town, who), Fen(amount_fen)))


def _parent_listed(town: Town, *, amount_fen: int, who: str = "") -> Left:
    """A parent of somebody named, or of a resident by chance, is listed for what they did."""
    child = _somebody(town, who)
    parent = courts.somebody_to_judge(town, but=child.participant_id)
    kin.have_parent(town, child, parent)
    judgment = courts.not_paid(town, parent.participant_id, Fen(amount_fen))
    return Left(str(judgment.judgment_id), child.name)


def _child_listed(town: Town, *, amount_fen: int, who: str = "") -> Left:
    """Somebody named, or a resident by chance, is listed under age for a parent's deed."""
    child = _somebody(town, who)
    parent = courts.somebody_to_judge(town, but=child.participant_id)
    kin.have_parent(town, child, parent)
    judgment = courts.list_child(town, child, parent, Fen(amount_fen))
    return Left(str(judgment.judgment_id), child.name)


def _rumour(town: Town, *, who: str = "") -> Left:
    """The town's credit office lists somebody named, or a resident by chance, for a rumour. An
    entry that stood before is not this play's to take back.
    """
    done = listings.by_card(town, "rumour", who)
    return Left(str(done.listing.listing_id) if done.is_new else "", done.listing.name)


def _judgment_paid(town: Town, *, who: str = "") -> Left:
    return Left(name=courts.pay_judgment(town, of=_named(town, who)).debtor_name)


def _wages_paid(town: Town, *, who: str = "") -> Left:
    return Left(name=payrolls.pay(town, of=_named(town, who)).employer_name)


def _laundering(town: Town) -> Left:
    return Left(str(clearing.begin_plot(town)))


def _show(town: Town, *, deck: str) -> None:
    figures.show(town, deck)


def _wages(town: Town, *, amount_fen: int, workers: int, days: int, who: str = "") -> Left:
    made = payrolls.draw_up(town, amount_fen=amount_fen, workers=workers, days=days, who=who)
    return Left(str(made.payroll_id), made.employer_name)


def _accuse(town: Town, *, amount_fen: int, days: int, staged_percent: int, who: str = "") -> Left:
    made = accusations.accuse(
        town, amount_fen=amount_fen, days=days, staged_percent=staged_percent, who=who
    )
    return Left(str(made.accusation_id), made.accused_name)


def _rating_bomb(town: Town, *, raters: int, who: str = "") -> Left:
    return Left(town.key, ratings.bomb(town, raters=raters, who=who).name)


def _hire_and_lose(town: Town, *, thing: str, who: str = "") -> Left:
    """Somebody hires a thing that never comes back, with a deposit where one is asked for."""
    one = _somebody(town, who)
    place = town.as_actor(participant_actor(town, one.participant_id), key=f"{town.key}:hire")
    order = rentals.start(place, thing)
    if rentals.confirm(place, order.order_id).order.state is not rentals.OrderState.IN_USE:
        rentals.pay_deposit(place, order.order_id)
    rentals.lose(town, str(order.order_id))
    return Left(str(order.order_id), one.name)


def _report_wrongly(town: Town, *, office: str, fact: str, who: str = "") -> Left:
    one = _somebody(town, who)
    return Left(offices.report_wrongly(town, office, fact, one.participant_id), one.name)


def _law(town: Town, *, switch: str, value: str) -> Left:
    done = switchboard.enact(town, switch, value)
    return Left(f"{switch}={value}={done.before}" if done.changed else "")


def _rescore(town: Town) -> None:
    rescoring.rescore(town)


def _invite(
    town: Town, words: Localized, *, services: tuple[str, ...] = (), pages: tuple[str, ...] = ()
) -> None:
    known = errands.services()
    town.emit(Invited(words, tuple(known[one] for one in services), pages))


def _somebody(town: Town, who: str) -> Neighbour:
    """Whom a card is about; nobody's person where chance chooses."""
    return by_name(town, who) if who else courts.somebody_to_judge(town)


def _named(town: Town, who: str) -> ParticipantId | None:
    return by_name(town, who).participant_id if who else None


def _left(judgment: courts.Judgment) -> Left:
    return Left(str(judgment.judgment_id), judgment.debtor_name)


# What an effect takes after the town are the parameters of its cards: whole numbers, or ids.
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
    "laundering": _laundering,
    "licence_question": agencies.ask_room,
    "licence_review": agencies.review,
    "rating_bomb": _rating_bomb,
    "boardroom": agencies.call_boards,
    "adviser": advisers.advertise,
    "breach": privacy.breach,
    "privacy_price": privacy.ask,
    "accuse": _accuse,
    "wages": _wages,
    "wages_paid": _wages_paid,
    "hire_and_lose": _hire_and_lose,
    "report_wrongly": _report_wrongly,
    "law": _law,
    "rescore": _rescore,
    "show": _show,
    "poll": polls.ask,
    "invite": _invite,
}
# Being helped is no bad luck: whoever is named for these is not struck.
HELP = frozenset({"judgment_paid", "wages_paid"})
# What a parameter that is no number may be.
AMONG: Mapping[str, Callable[[], Collection[str]]] = {
    "deck": figures.decks,
    "thing": rentals.things,
    "office": offices.catalogue,
    "services": errands.services,
    "pages": lambda: PAGES,
    "switch": lambda: [one.value for one in switchboard.catalogue()],
}
# What a town must have for a card, as far as its verbs would refuse it otherwise.
GATES: Mapping[str, Callable[[Town], bool]] = {
    "regulator": lambda town: bool(clearing.watchers(town)),
    "open_judgment": lambda town: bool(courts.open_judgments(town)),
    "open_payroll": payrolls.is_any_open,
}
