"""Every label that stands on a button of the program, read off the code: no list to keep by hand.

A label is followed from where a button is made to the words that it may be: through names, helpers,
parameters and choices. Titles that come with the data are read from the seeds.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
# Which argument of these is a label, by place and by name.
MAKERS = {"Button": (0, "label"), "LinkButton": (0, "label"), "CopyTextButton": (0, "label")}
MAKERS |= {"Offer": (1, "label"), "Waiting": (0, "text")}
Place: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Module"
Given: TypeAlias = "tuple[ast.Call, Place]"
DEPTH_MAX = 9
SENTENCE = re.compile(r"[.。\n<]|^•")
TITLE = re.compile(r"title: \{en: (.+?), zh: (.+?)\}")


def labels(language: str) -> dict[str, str]:
    """All labels by their keys, with their holes; and the titles of data as they are.

    What is a sentence is none: the code only chooses it in the same breath.
    """
    words = texts(language)
    keys = keys_of_labels() & words.keys()
    told = {key: words[key] for key in sorted(keys) if not SENTENCE.search(words[key])}
    return told | {f"seed: {title}": title for title in titles(language)}


@cache
def keys_of_labels() -> set[str]:
    of_commands = {key for key in texts("en") if key.startswith("menu.")}
    return of_commands.union(*Reader().labels().values())


@cache
def texts(language: str) -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / "bot/locales" / language / "LC_MESSAGES").glob("*.po")):
        for message in read_po(BytesIO(path.read_bytes())):
            if message.id:
                key, said = message.id, message.string
                found[str(key[0] if isinstance(key, tuple) else key)] = str(
                    said[-1] if isinstance(said, tuple | list) else said
                )
    return found


@cache
def titles(language: str) -> frozenset[str]:
    """What data is called that stands on buttons."""
    files = [*(ROOT / "seeds/services").glob("*.yaml"), *(ROOT / "seeds/agencies").glob("*.yaml")]
    files += [ROOT / f"seeds/{name}.yaml" for name in ("merchants", "rentals", "platforms")]
    pairs = (TITLE.findall(path.read_text("utf-8")) for path in files)
    number = ("en", "zh").index(language)
    return frozenset(pair[number].strip('"') for some in pairs for pair in some)


class Reader:
    """The face's code, by what is called and what is defined."""

    def __init__(self) -> None:
        self.calls: dict[str, list[Given]] = defaultdict(list)
        self.functions: dict[str, list[Place]] = defaultdict(list)
        self.module: dict[Place, ast.Module] = {}
        for path in sorted((ROOT / "bot").rglob("*.py")):
            module = ast.parse(path.read_text("utf-8"))
            self._read(module, module)

    def _read(self, place: Place, module: ast.Module) -> None:
        self.module[place] = module
        for node in own(place):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                self.functions[node.name].append(node)
                self._read(node, module)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                self.calls[node.func.id].append((node, place))

    def labels(self) -> dict[ast.expr, set[str]]:
        """Each label that is given to a button, with the words it may be."""
        return {
            given: {key for key in self.keys(given, place) if key in texts("en")}
            for maker, where in MAKERS.items()
            for call, place in self.calls[maker]
            for given in argument(call, *where)
        }

    def keys(self, value: ast.expr, place: Place, depth: int = 0) -> Iterator[str]:
        """The words that an expression in a function may be."""
        if isinstance(value, ast.Constant):
            yield str(value.value)
        elif isinstance(value, ast.JoinedStr):
            shape = "".join(self.shape(part, place, depth) for part in value.values)
            yield from (key for key in texts("en") if re.fullmatch(shape, key))
        elif depth < DEPTH_MAX:
            for one, where in self.followed(value, place):
                yield from self.keys(one, where, depth + 1)

    def followed(self, value: ast.expr, place: Place) -> Iterator[tuple[ast.expr, Place]]:
        """What an expression comes from."""
        if isinstance(value, ast.Name):
            yield from self.assigned(value.id, place)
            yield from self.given(value.id, place)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            said = ((one, place) for one in value.args[:1])
            yield from said if value.func.id == "say" else self.returned(value.func.id, place)
        else:
            children = ast.iter_child_nodes(value)
            yield from ((child, place) for child in children if isinstance(child, ast.expr))

    def shape(self, part: ast.expr, place: Place, depth: int) -> str:
        """What a piece of a key may be: what its name stands for, else any word."""
        if isinstance(part, ast.Constant):
            return re.escape(str(part.value))
        hole = part.value if isinstance(part, ast.FormattedValue) else part
        known = sorted(set(self.keys(hole, place, depth + 1))) if is_name(hole) else []
        return f"(?:{'|'.join(map(re.escape, known))})" if known else r"\w+"

    def returned(self, name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
        """What a function gives: the one of this module, or else of wherever it is."""
        named = self.functions[name]
        here = [one for one in named if self.module[one] is self.module[place]]
        for function in here or named:
            for node in own(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    yield node.value, function

    def assigned(self, name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
        """What a name is set to in a function."""
        for node in own(place):
            for target, value in pairs(node):
                if any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(target)):
                    yield value, place

    def given(self, name: str, place: Place) -> Iterator[tuple[ast.expr, Place]]:
        """What a name is given as, where it is an argument."""
        if isinstance(place, ast.Module):
            return
        arguments = [one.arg for one in (*place.args.args, *place.args.kwonlyargs)]
        if name in arguments:
            for call, where in self.calls[place.name]:
                for given in argument(call, arguments.index(name), name):
                    yield given, where


def is_name(value: ast.expr) -> bool:
    return isinstance(value, ast.Name | ast.IfExp)


def argument(call: ast.Call, number: int, name: str) -> Iterator[ast.expr]:
    yield from call.args[number : number + 1]
    yield from (one.value for one in call.keywords if one.arg == name)


def pairs(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What is set, and to what."""
    if isinstance(node, ast.For | ast.comprehension):
        yield node.target, node.iter
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=False)
            else:
                yield target, node.value


def own(place: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function or module, and not in a function within."""
    for node in ast.iter_child_nodes(place):
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from own(node)
