"""The score documents, read and checked once. Which of them judges a day is `papers`' business."""

from __future__ import annotations

from functools import lru_cache

from scoring import Library, load_library
from services.kernel.seeds import SEEDS

DOCUMENTS = SEEDS / "scores"


@lru_cache(maxsize=1)
def library() -> Library:
    """Every version of every document, read and checked once."""
    return load_library(DOCUMENTS)
