"""Every act leaves facts; scores, lists and debriefs read facts and nothing else."""

from services.facts.service import SUPER_APP, Fact, StoredFact, facts_of, is_caused, record

__all__ = ["SUPER_APP", "Fact", "StoredFact", "facts_of", "is_caused", "record"]
