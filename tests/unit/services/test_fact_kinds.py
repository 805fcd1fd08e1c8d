"""One catalogue of facts: whoever writes a kind finds it there, and whatever is there is written.

Who writes a kind is read from the code and the feeders' files: facts carry their kinds as words.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from services.living.errands import services
from services.people.facts import handling, kinds
from services.standing.agencies import library

ROOT = Path(__file__).parents[3]
FEEDERS = ("offices/offices.yaml", "offices/companies.yaml", "proxies.yaml", "moderation.yaml")
NOT_YET = {  # what other features of the town will write
    "correction_upheld", "judgment_refused"
}  # fmt: skip
MADE_UP = {"complaint_dismissed", "complaint_upheld"}  # put together from a decision
DAILY_LIFE = {  # row C01
    "bills": "utility_paid",
    "taxes": "tax_paid_on_time",
    "purchases": "purchase",
    "location": "place_noted",
    "online hours": "hours_online",
    "friends": "friend_added",
    "traffic violations": "traffic_violation",
    "reading": "library_return",
}


def words() -> set[str]:
    """Words of the services that could be a kind."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "services").rglob("*.py"))
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def of_feeders() -> set[str]:
    """Kinds that an office, a company or a machine writes of people."""
    text = "".join((ROOT / "seeds" / name).read_text() for name in FEEDERS)
    return set(re.findall(r"\bfact: (\w+)", text))


def of_people() -> set[str]:
    """Kinds that people's own acts leave: by the code, or by a service's file."""
    return words().union(*(one.kinds() for one in services().values()))


def test_whatever_is_in_the_catalogue_is_written_by_somebody():
    assert kinds().keys() - of_people() - of_feeders() == NOT_YET | MADE_UP


def test_whatever_is_written_is_in_the_catalogue():
    """A fact is made of a kind as its second word; what is not a word there is a file's."""
    made = {
        node.args[1].value
        for path in (ROOT / "services").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fact"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }
    assert "message_sent" in made
    assert made <= kinds().keys()


def test_what_scores_read_of_a_persons_own_doing_somebody_can_do():
    read = {
        kind
        for document in library().documents.values()
        for rule in document.rules
        for kind in rule.kinds
    }
    assert {kind for kind in read if kinds()[kind].hands == "own"} <= of_people()
    assert read - of_people() - of_feeders() - MADE_UP <= NOT_YET


@pytest.mark.parametrize("part", DAILY_LIFE)
def test_each_component_of_daily_life_is_written(part: str):
    assert DAILY_LIFE[part] in kinds()
    assert DAILY_LIFE[part] in of_people() | of_feeders()


def test_every_kind_is_handled_and_every_guess_may_be_wrong():
    for name, kind in kinds().items():
        found = handling(name)
        assert found.office, name
        assert found.purpose, name
        assert found.recipients, name
        assert kind.guess is None or 0 < kind.guess.error_per_mille < 1_000
    assert sum(kind.guess is not None for kind in kinds().values()) >= 8
