"""All score documents of a town, and the chain from each version to the one before.

Owns which document is in force on a day and that history cannot be rewritten: a version names the
hash of its predecessor, starts after it, and none is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scoring.digest import fingerprint
from scoring.document import ScoreDocument
from scoring.loader import KINDS_FILE, load_kinds, parse_document, read_located
from scoring.yamltext import Located

FORMAT = "score-doc/1"


class NoDocument(LookupError):
    """No document of this name is in force on this day."""


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every document, by (id, version)."""

    documents: Mapping[tuple[str, int], ScoreDocument]

    def in_force(self, document_id: str, day: date) -> ScoreDocument:
        """The version that judges this day: the latest that has begun and not ended.

        Raises `NoDocument`.
        """
        current = [
            d
            for d in self.documents.values()
            if d.id == document_id
            and d.effective_from <= day
            and (d.effective_until is None or day < d.effective_until)
        ]
        if not current:
            raise NoDocument(f"no version of {document_id} is in force on {day}")
        return max(current, key=lambda d: d.version)

    def chain(self, document: ScoreDocument) -> tuple[str, ...]:
        """The hashes from this version back to the first."""
        hashes = [fingerprint(document)]
        while document.predecessor is not None:
            document = self.documents[document.id, document.predecessor.version]
            hashes.append(fingerprint(document))
        return tuple(hashes)


def load_library(folder: Path | str) -> Library:
    """Every score document of a folder, checked one by one and as chains. Raises `BadDocument`."""
    folder = Path(folder)
    kinds = load_kinds(folder / KINDS_FILE).keys()
    places: dict[tuple[str, int], Located] = {}
    documents: dict[tuple[str, int], ScoreDocument] = {}
    for path in sorted(folder.glob("*.yaml")):
        located = read_located(path)
        if not (isinstance(located.value, dict) and located.value.get("format") == FORMAT):
            continue
        document = parse_document(located, kinds)
        name = (document.id, document.version)
        if name in documents:
            raise located.refuse(
                ("version",),
                f"{document.id} version {document.version} exists in {places[name].file} already",
                "the next version",
            )
        documents[name], places[name] = document, located
    library = Library(documents)
    for name, document in documents.items():
        _check_predecessor(library, document, places[name])
    return library


def _check_predecessor(library: Library, document: ScoreDocument, place: Located) -> None:
    named = document.predecessor
    if named is None:
        return
    before = library.documents.get((document.id, named.version))
    if before is None:
        raise place.refuse(
            ("predecessor", "version"),
            f"{document.id} version {named.version} is not here",
            "a version that exists, or its file beside this one",
        )
    if fingerprint(before) != named.sha256:
        raise place.refuse(
            ("predecessor", "sha256"),
            f"version {named.version} has another hash: it was changed after this was written",
            f"restore that version, or write {fingerprint(before)}",
        )
    if before.effective_from >= document.effective_from:
        raise place.refuse(
            ("effective_from",),
            f"version {named.version} begins on {before.effective_from}, not earlier",
            "a later day",
        )
