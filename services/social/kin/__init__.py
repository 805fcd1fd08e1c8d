"""Families: they come with the persona, are dated, and are nobody's own choice."""

from services.social.kin.events import KinArrived
from services.social.kin.queries import Relation, Relative, families_of, kin_of
from services.social.kin.seeding import arrive, settle_families
from services.social.kin.service import newest_listing, standing_facts, tie

__all__ = [
    "KinArrived",
    "Relation",
    "Relative",
    "arrive",
    "families_of",
    "kin_of",
    "newest_listing",
    "settle_families",
    "standing_facts",
    "tie",
]
