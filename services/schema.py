"""The whole schema in one place: importing this module fills the metadata with every table.

Owns nothing else. Migrations compare themselves with it; nothing that runs needs it.
"""

from __future__ import annotations

import services.agencies.tables
import services.calls.tables
import services.complaints.tables
import services.courts.tables
import services.facts.tables
import services.friends.tables
import services.gaming.tables
import services.kernel.timers
import services.kin.tables
import services.law.tables
import services.ledger  # its tables are its own: the package brings them in
import services.lines.tables
import services.listings.tables
import services.lists.tables
import services.offices.tables
import services.people.tables
import services.proxies.tables
import services.questions.tables
import services.red_envelopes.tables
import services.rentals.tables
import services.scenarios.tables
import services.scores.tables
import services.transfers.tables
import services.workshops.tables  # noqa: F401 - imported for the tables they register
from services.kernel.schema import metadata

__all__ = ["metadata"]
