"""The scripted office: rules that everybody may read, tried in their order against the books."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.kernel.town import Town
from services.standing import complaints, listings
from services.standing.complaints import Complaint, DecidedBy, Reason, Ruling, When
from services.standing.ombudsman.casefile import Secret, secret_of, unseal
from services.standing.ombudsman.serving import services_of


def by_rules(town: Town, one: Complaint) -> Complaint:
    """Decide by the rules that everybody may read: the first ground that the books bear out."""
    ground = found_ground(town, one)
    if secret_of(town, one) is not Secret.NONE:
        unseal(town, one, None)  # the rules weigh it the same way each time, and say so
    ruling = Ruling(
        is_upheld=ground.upholds,
        ground=ground.ground_id,
        orders=ground.orders,
        by=DecidedBy.RULES,
    )
    return complaints.settle(town, one, ruling)


def found_ground(town: Town, one: Complaint) -> Reason:
    """The first ground about such a complaint of which the books show that it is met."""
    tried = (
        *complaints.reasons_about(one.about, upholds=True),
        *complaints.reasons_about(one.about, upholds=False),
    )
    return next(ground for ground in tried if ground.when and _is_met(town, one, ground.when))


def script() -> tuple[Reason, ...]:
    """The grounds that the scripted office tries, in their order: the rules that are published."""
    return tuple(one for one in complaints.reasons().values() if one.when is not None)


def _is_met(town: Town, one: Complaint, when: When) -> bool:
    entries = [
        listing
        for listing in listings.unended(town, listings.Colour.BLACK)
        if listing.participant_id == one.who and one.listing_id in (None, listing.listing_id)
    ]
    told = services_of(town, one)
    shows: Mapping[When, Callable[[], bool]] = {
        When.DIFFERS: lambda: complaints.differs(town, one),
        When.UNTRUE: lambda: complaints.is_untrue(town, one),
        When.GUESSED: lambda: bool(complaints.guesses_of(town, one)),
        When.MINOR: lambda: bool(entries) and one.who in listings.minors(town),
        When.KIN: lambda: any(entry.is_for_kin for entry in entries),
        When.UNLAWFUL: lambda: any(not (e.ground and e.ground.lawful) for e in entries),
        When.UNSERVED: lambda: any(entry.is_breach for entry in told),
        When.UNOWED: lambda: any(entry.listing.served is None for entry in told),
        When.SERVED: lambda: bool(told),
        When.OTHERWISE: lambda: True,
    }
    return shows[when]()
