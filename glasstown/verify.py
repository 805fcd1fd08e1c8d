"""`verify-score FILE`: recompute a score that somebody took away, without a town and a network."""

from __future__ import annotations

from pathlib import Path

from scoring import Verified, verify, way_in

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
        f"expected {found.expected}, found {found.found}.\n{_how_to_complain(text)}"
    )


def _how_to_complain(text: bytes) -> str:
    way = way_in(text)
    if way.line is None:
        return "The file names no seal. In the town, /complain WORDS says it in your own words."
    lines = ["To complain of it, send this line to the town:", f"  {way.line}"]
    if way.link is not None:
        lines += ["or open this link, which opens the chat and sends it:", f"  {way.link}"]
    return "\n".join(lines)
