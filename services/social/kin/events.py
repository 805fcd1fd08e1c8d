"""What families tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.kernel.town import Event, ParticipantId

if TYPE_CHECKING:
    from services.social.kin.queries import Relation


@dataclass(frozen=True, slots=True)
class KinArrived(Event):
    """Somebody's relative has come to town; `relation`: what the newcomer is to them."""

    who: ParticipantId
    newcomer: ParticipantId
    newcomer_name: str
    relation: Relation
