"""Reads YAML that strangers wrote: into plain values, remembering the line of every one.

Owns the refusal of everything a score document has no use for: aliases, tags, duplicate keys,
fractions, endless files. It must not know what a score document is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

MAX_BYTES = 262_144
MAX_DEPTH = 12
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, written in C
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)

Path = tuple[str | int, ...]


class BadDocument(ValueError):
    """A text that is refused, with the file, the line, what is wrong and what to write instead."""

    def __init__(self, file: str, line: int, wrong: str, instead: str) -> None:
        self.file, self.line, self.wrong, self.instead = file, line, wrong, instead
        super().__init__(f"{file}, line {line}: {wrong}. Instead: {instead}.")


@dataclass(frozen=True, slots=True)
class Located:
    """A plain value and the line (from 1) on which each part of it begins."""

    file: str
    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest part around it that is written down."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: Path, wrong: str, instead: str) -> BadDocument:
        """The error for one path of this text."""
        where = ".".join(str(step) for step in path)
        return BadDocument(
            self.file, self.line(path), f"{where}: {wrong}" if where else wrong, instead
        )


def read_yaml(text: str, file: str) -> Located:
    """Parse one YAML text into plain values. Raises `BadDocument`."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        line = text[:MAX_BYTES].count("\n") + 1
        raise BadDocument(
            file, line, f"the file is larger than {MAX_BYTES} bytes", "split or shorten it"
        )
    try:
        _refuse_tricks(text, file)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _syntax(error, file) from error
    if node is None:
        raise BadDocument(file, 1, "the file is empty", "write a document, see the reference")
    lines: dict[Path, int] = {}
    return Located(file, _value(node, (), lines, file), lines)


def _syntax(error: yaml.YAMLError, file: str) -> BadDocument:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 1
    wrong = getattr(error, "problem", None) or "not readable as YAML"
    return BadDocument(file, line, str(wrong), "check indentation, colons and quotes of this line")


def _refuse_tricks(text: str, file: str) -> None:
    """Walk the flat event stream first, so that nothing is expanded before it is judged."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadDocument(file, line, "anchors and aliases are refused", "write the value out")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise BadDocument(file, line, f"the tag {tag} is refused", "write a plain value")
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > MAX_DEPTH:
            raise BadDocument(file, line, f"nested deeper than {MAX_DEPTH} levels", "flatten it")


def _value(node: yaml.Node, path: Path, lines: dict[Path, int], file: str) -> Any:  # noqa: ANN401
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return tuple(
            _value(item, (*path, index), lines, file) for index, item in enumerate(node.value)
        )
    return _scalar(node, file)


def _mapping(
    node: yaml.MappingNode, path: Path, lines: dict[Path, int], file: str
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value
        if key_node.tag != "tag:yaml.org,2002:str":
            raise BadDocument(file, line, f"{key!r} is not a name", "put the key in quotes")
        if key in found:
            raise BadDocument(file, line, f"{key!r} is given twice", "keep one of the two")
        found[key] = _value(value_node, (*path, key), lines, file)
        lines[(*path, key)] = line
    return found


def _scalar(node: yaml.Node, file: str) -> Any:  # noqa: ANN401 - a YAML scalar of any kind
    kind, text, line = node.tag.rpartition(":")[2], node.value, node.start_mark.line + 1
    if kind == "int" and _WHOLE.match(text):
        return int(text)
    if kind in ("int", "float"):
        raise BadDocument(
            file,
            line,
            f"{text} is not a plain whole number",
            "digits only, or quotes around a text",
        )
    if kind == "timestamp":
        return _date(text, file, line)
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if kind == "null" else text


def _date(text: str, file: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadDocument(file, line, f"{text} is not a date", "write YYYY-MM-DD") from error
