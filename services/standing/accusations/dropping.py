"""An accusation is dropped as if nobody had fallen; only whoever runs the town does that."""

from __future__ import annotations

from services.kernel.money import Fen, Money
from services.kernel.schema import change_row
from services.kernel.timers import clear_timer
from services.kernel.town import STEWARDS, Town, require
from services.money import ledger
from services.people.facts import strike
from services.standing import listings
from services.standing.accusations.records import Accusation, FallState, accusation_of
from services.standing.accusations.service import ACCUSATION_DUE, CAUSED, FALSE, decided, payment
from services.standing.accusations.tables import fall_accusations
from services.standing.courts import AGENCY


def drop(town: Town, accusation_id: int) -> tuple[Accusation, Money]:
    """As if nobody had fallen: nothing is held against either, and what was paid comes back as far
    as the accuser still has it. Raises `NotAllowed`, `Outdated`.
    """
    require(town, *STEWARDS)
    one, back = accusation_of(town, accusation_id, is_held=True), Fen(0)
    clear_timer(town, ACCUSATION_DUE, str(accusation_id))
    if one.state is FallState.SETTLED:
        back = ledger.take_back(town, payment(town, one))
    held = {CAUSED: one.accused if one.was_lost else None, FALSE: None}
    if one.state is FallState.WON and one.is_countered:
        held[FALSE] = one.accuser
    for kind, who in held.items():
        if who is not None:
            strike(town, who, [f"{kind}:{accusation_id}"], AGENCY)
            listings.unlist(town, AGENCY, basis=f"fact:{kind}:{accusation_id}")
    change_row(town.conn, fall_accusations, accusation_id, state=FallState.WON)
    return decided(town, accusation_id), Money(back)
