"""From YAML to a checked score document.

Owns reading (of a path it is given, nothing else) and turning every complaint into file, line and
what to write instead. What comes out can be evaluated without further doubt.
"""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from scoring.checks import complaints
from scoring.document import FactKind, FactKinds, ScoreDocument
from scoring.yamltext import MAX_BYTES, BadDocument, Located, Path, read_yaml

if TYPE_CHECKING:
    from collections.abc import Set

    from pydantic_core import ErrorDetails

KINDS_FILE = "fact_kinds.yaml"

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


def load_kinds(path: FilePath | str) -> dict[str, FactKind]:
    """The catalogue of fact kinds. Raises `BadDocument`."""
    return dict(build(FactKinds, read_located(path)).kinds)


def load_document(path: FilePath | str, kinds: Set[str] | None = None) -> ScoreDocument:
    """One checked score document; kinds default to the catalogue beside it.

    Raises `BadDocument`.
    """
    path = FilePath(path)
    if kinds is None:
        kinds = load_kinds(path.parent / KINDS_FILE).keys()
    return parse_document(read_located(path), kinds)


def document_from_text(text: str, kinds: Set[str], file: str = "text") -> ScoreDocument:
    """The same from a text that is already at hand. Raises `BadDocument`."""
    return parse_document(read_yaml(text, file), kinds)


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
    path: Path = ()
    for step in error["loc"]:  # not all of its steps are in the text: a union names its branches
        if (*path, step) in located.lines:
            path = (*path, step)
    if error["type"] == "missing":
        path = (*path, error["loc"][-1])
    instead = _INSTEAD.get(error["type"], "what the reference says for this field")
    context = error.get("ctx", {})
    return located.refuse(path, error["msg"].lower(), instead.format(**context))


def read_located(path: FilePath | str) -> Located:
    """The plain value and lines of a YAML file. Raises `BadDocument`."""
    path = FilePath(path)
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
