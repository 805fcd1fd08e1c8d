"""Every act leaves facts; scores, lists and debriefs read facts and nothing else."""

from services.people.facts.catalogue import handling, keepers, kinds
from services.people.facts.columns import StoredColumns, columns_of
from services.people.facts.notes import (
    NOTE_MAX,
    FactNoteTooLong,
    forget_notes,
    notes_of,
    write_note,
)
from services.people.facts.purging import Purged, due_of, purge, purged_after, purged_since, purges
from services.people.facts.service import (
    SUPER_APP,
    Fact,
    StoredFact,
    facts_of,
    is_caused,
    record,
    strike,
)
from services.people.facts.tables import FACT_STRUCK, FACTS, STANDING_FACTS, STRUCK_KEY
