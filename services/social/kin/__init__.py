"""Families: they come with the persona, are dated, and are nobody's own choice."""

from services.social.kin.seeding import KinArrived, arrive, have_parent, settle_families
from services.social.kin.service import (
    TOLD,
    Relation,
    Relative,
    families_of,
    kin_of,
    newest_listing,
    standing_facts,
    tie,
)
