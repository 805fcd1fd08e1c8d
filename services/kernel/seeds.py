"""The one way to read a seed file: shape by a strict model, then what its parts must mean together.

Whoever owns a file names its model and its check, and gets a frozen value or a `SeedFault` that
says everything wrong in it: file, line, place, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from scoring.loader import read_located, shape_faults
from scoring.rule_checks import Complaint
from scoring.rule_checks import Path as Place
from scoring.yamltext import BadDocument

SEEDS = Path(__file__).parents[2] / "seeds"
PERCENT = 100
PER_MILLE = 1_000


class SeedFault(Exception):
    """A seed file that is refused, with everything that is wrong in it, one fault a line."""

    def __init__(self, faults: Iterable[BadDocument]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


_Model = TypeVar("_Model", bound=BaseModel)


def _rises(span: tuple[int, int]) -> tuple[int, int]:
    if span[0] > span[1]:
        raise PydanticCustomError(
            "advice",
            "{least} is more than {most}",
            {"least": span[0], "most": span[1], "instead": "[least, most]"},
        )
    return span


Natural = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=PERCENT)]
PerMille = Annotated[int, Field(ge=0, le=PER_MILLE)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Span = Annotated[tuple[Natural, Natural], AfterValidator(_rises)]  # both included
LOOSE = Field(strict=False)  # for what YAML has no word for: a set, a choice


def named(field: str) -> BeforeValidator:
    """Let each entry of a mapping know the name under which it stands, as its `field`."""

    def tell(given: Any) -> Any:  # noqa: ANN401 - nothing is known of it yet
        if not isinstance(given, dict):
            return given
        return {
            name: {**entry, field: name} if isinstance(entry, dict) else entry
            for name, entry in given.items()
        }

    return BeforeValidator(tell)


def load(
    name: str, model: type[_Model], check: Callable[[_Model], Iterable[Complaint]] = lambda _: ()
) -> _Model:
    """One file below `seeds/`, read and checked once. Raises `SeedFault`."""
    found: _Model = _load(f"{SEEDS}/{name}", model, check)
    return found


def load_folder(
    name: str,
    model: type[_Model],
    check: Callable[[_Model], Iterable[Complaint]],
    check_all: Callable[[Mapping[str, _Model]], Iterable[tuple[str, Complaint]]] = lambda _: (),
) -> Mapping[str, _Model]:
    """All files of a folder below `seeds/`, by id, in the order of their ranks.

    Each is one entry, called as its file is. Raises `SeedFault` for the first file that is wrong,
    then for what `check_all` complains of in any of them together.
    """
    found: Mapping[str, _Model] = _load_folder(f"{SEEDS}/{name}", model, check, check_all)
    return found


def unique(place: Place, names: Iterable[str], *field: str) -> Iterator[Complaint]:
    """Complaints about names (ids, unless a field is named) that a list gives to two entries."""
    seen: set[str] = set()
    for index, one in enumerate(names):
        if one in seen:
            path = (*place, index, *(field or ("id",)))
            yield Complaint(path, f"{one} is taken", "a name of its own")
        seen.add(one)


def known(place: Place, one: str, among: Collection[str]) -> Iterator[Complaint]:
    """A complaint about a name that points to nothing."""
    if one not in among:
        yield Complaint(place, f"{one} is not known", f"one of {', '.join(sorted(among))}")


@cache
def _load(
    path: str,
    model: type[BaseModel],
    check: Callable[[Any], Iterable[Complaint]],
    file_id: str | None = None,
) -> Any:  # noqa: ANN401 - whatever the model makes of it
    try:
        located = read_located(path)
    except BadDocument as fault:
        raise SeedFault([fault]) from fault
    try:
        found = model.model_validate(located.value)
    except ValidationError as errors:
        raise SeedFault(shape_faults(errors, located)) from errors
    complaints = list(check(found))
    if file_id is not None and located.value["id"] != file_id:
        complaints += known(("id",), located.value["id"], {file_id})
    if complaints:
        raise SeedFault(located.refuse(c.path, c.wrong, c.instead) for c in complaints)
    return found


@cache
def _load_folder(
    folder: str,
    model: type[BaseModel],
    check: Callable[[Any], Iterable[Complaint]],
    check_all: Callable[[Any], Iterable[tuple[str, Complaint]]],
) -> Mapping[str, Any]:
    paths = {path.stem: path for path in Path(folder).glob("*.yaml")}
    found = {stem: _load(str(path), model, check, stem) for stem, path in paths.items()}
    if complaints := list(check_all(found)):
        raise SeedFault(
            read_located(paths[stem]).refuse(c.path, c.wrong, c.instead) for stem, c in complaints
        )
    return dict(sorted(found.items(), key=lambda item: (item[1].rank, item[0])))
