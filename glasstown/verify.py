"""`verify-score FILE`: recompute a score that somebody took away, without a town and a network."""

from __future__ import annotations

from pathlib import Path
from stat import S_ISREG

from scoring import Verified, verify, way_in
from scoring.exportfile import MAX_BYTES

MATCHES, DIFFERS, UNREADABLE = 0, 1, 2


def verify_score(path: str) -> tuple[int, str]:
    """The exit status and what to print: the same integer, or the first difference by name."""
    try:
        text = _contents(Path(path))
    except OSError as error:
        return UNREADABLE, f"{path} cannot be read: {error.strerror}."
    except ValueError as error:
        return UNREADABLE, f"{path} cannot be read: {error}."
    found = verify(text)
    if isinstance(found, Verified):
        paper = f"{found.document_id}, version {found.document_version}"
        return MATCHES, f"It matches: {found.score} by document {paper}."
    return DIFFERS, (
        f"It does not match. The first difference is at {found.where}: "
        f"expected {found.expected}, found {found.found}.\n{_how_to_complain(text)}"
    )


def _contents(path: Path) -> bytes:
    """Looks before it opens: a pipe would wait for ever, a device never end."""
    status = path.stat()
    if not S_ISREG(status.st_mode):
        raise ValueError("it is not a file of the kind that /score export gives")
    if status.st_size <= MAX_BYTES:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)  # some files say they are empty, and others grow
        if len(text) <= MAX_BYTES:
            return text
    raise ValueError(f"it is larger than any export ({MAX_BYTES} bytes at most)")


def _how_to_complain(text: bytes) -> str:
    way = way_in(text)
    if way.line is None:
        return "The file names no seal. In the town, /complain WORDS says it in your own words."
    lines = ["To complain of it, send this line to the town:", f"  {way.line}"]
    if way.link is not None:
        lines += ["or, if you know the bot that the file names, open this link:", f"  {way.link}"]
    return "\n".join(lines)
