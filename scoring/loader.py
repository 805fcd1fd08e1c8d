"""From YAML to checked score documents, and the chain from each version to the one before.

Owns reading (of a path it is given, nothing else), turning every complaint into file, line and what
to write instead, and that history cannot be rewritten: a version names the hash of its predecessor.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scoring.checks import complaints
from scoring.document import FactKind, FactKinds, ScoreDocument, fingerprint
from scoring.yamltext import MAX_BYTES, BadDocument, Located, read_yaml
from scoring.yamltext import Path as Place

KINDS_FILE = "fact_kinds.yaml"
FORMAT = "score-doc/1"

_Model = TypeVar("_Model", bound=BaseModel)

_INSTEAD = {
    "missing": "add this field",
    "extra_forbidden": "remove it, or correct its spelling",
    "advice": "{instead}",
    "int_type": "a whole number",
    "frozen_set_type": "a list",
    "dict_type": "names, each with its value",
    "model_type": "names, each with its value",
    "enum": "one of {expected}",
    "string_type": "text; put it in quotes if it looks like something else",
    "date_type": "a date, YYYY-MM-DD",
    "tuple_type": "a list",
    "too_long": "fewer entries, {max_length} at most",
    "too_short": "at least {min_length}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "{max_length} characters at most",
    "bool_type": "true or false",
    "greater_than": "more than {gt}",
    "literal_error": "one of {expected}",
    "string_pattern_mismatch": "a name of the form {pattern}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}


def load_kinds(path: Path | str) -> dict[str, FactKind]:
    """The catalogue of fact kinds. Raises `BadDocument`."""
    return dict(build(FactKinds, read_located(path)).kinds)


def load_document(path: Path | str, kinds: Set[str] | None = None) -> ScoreDocument:
    """One checked document; kinds default to the catalogue beside it. Raises `BadDocument`."""
    path = Path(path)
    if kinds is None:
        kinds = load_kinds(path.parent / KINDS_FILE).keys()
    return parse_document(read_located(path), kinds)


def parse_document(located: Located, kinds: Set[str]) -> ScoreDocument:
    """Shape first, then meaning; the first thing wrong is raised. Raises `BadDocument`."""
    document = build(ScoreDocument, located)
    for complaint in complaints(document, kinds):
        raise located.refuse(complaint.path, complaint.wrong, complaint.instead)
    return document


def build(model: type[_Model], located: Located) -> _Model:
    """A typed value from a located one. Raises `BadDocument` naming the line of the first error."""
    try:
        return model.model_validate(located.value)
    except ValidationError as errors:
        raise shape_faults(errors, located)[0] from errors


def shape_faults(errors: ValidationError, located: Located) -> list[BadDocument]:
    """Everything that a model refused, each with its line and what to write. Never empty."""
    found = (_fault(error, located) for error in errors.errors(include_url=False))
    return list({str(fault): fault for fault in found}.values())  # a union complains twice


def _fault(error: ErrorDetails, located: Located) -> BadDocument:
    """A model's words where they are plain; a refusal of our own brings its advice along."""
    path: Place = ()
    for step in error["loc"]:  # not all of its steps are in the text: a union names its branches
        if (*path, step) in located.lines:
            path = (*path, step)
    if error["type"] == "missing":
        path = (*path, error["loc"][-1])
    instead = _INSTEAD.get(error["type"], "what the reference says for this field")
    context = error.get("ctx", {})
    return located.refuse(path, error["msg"].lower(), instead.format(**context))


def read_located(path: Path | str) -> Located:
    """The plain value and lines of a YAML file. Raises `BadDocument`."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1).decode("utf-8")
    except OSError as error:
        raise BadDocument(
            path.name, 1, "the file cannot be read", "check its name and place"
        ) from error
    except UnicodeDecodeError as error:
        raise BadDocument(path.name, 1, "the file is not UTF-8 text", "save it as UTF-8") from error
    return read_yaml(text, path.name)


class NoDocument(LookupError):
    """No document of this name is in force on this day."""


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of every document, by (id, version)."""

    documents: Mapping[tuple[str, int], ScoreDocument]

    def in_force(self, document_id: str, day: date) -> ScoreDocument:
        """The latest version that has begun by this day and not ended. Raises `NoDocument`."""
        current = [
            d
            for d in self.documents.values()
            if d.id == document_id
            and d.effective_from <= day
            and (d.effective_until is None or day < d.effective_until)
        ]
        if not current:
            raise NoDocument(f"no version of {document_id} is in force on {day}")
        return max(current, key=_version)

    def newest(self, document_id: str) -> ScoreDocument:
        """The last version of a document that is here."""
        return max((d for d in self.documents.values() if d.id == document_id), key=_version)

    def chain(self, document: ScoreDocument) -> tuple[str, ...]:
        """The hashes from this version back to the first."""
        hashes = [fingerprint(document)]
        while document.predecessor is not None:
            document = self.documents[document.id, document.predecessor.version]
            hashes.append(fingerprint(document))
        return tuple(hashes)


def _version(document: ScoreDocument) -> int:
    return document.version


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
