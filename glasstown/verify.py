"""`verify-score FILE`: recompute a score that somebody took away, without a town and a network."""

from __future__ import annotations

from pathlib import Path

from scoring import Verified, verify

MATCHES, DIFFERS, UNREADABLE = 0, 1, 2


def verify_score(path: str) -> tuple[int, str]:
    """The exit status and what to print: the same integer, or the first difference by name."""
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        return UNREADABLE, f"{path} cannot be read: {error.strerror}."
    found = verify(text)
    if isinstance(found, Verified):
        paper = f"{found.document_id}, version {found.document_version}"
        return MATCHES, f"It matches: {found.score} by document {paper}."
    return DIFFERS, (
        f"It does not match. The first difference is at {found.where}: "
        f"expected {found.expected}, found {found.found}. In the town, /complain tells of it."
    )
