"""No score waits for what nobody says; each component of daily life that the paper lists is said.

Who writes a kind is read from the code and the feeders' files: facts carry their kinds as words.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from services.standing.agencies import library
from services.standing.scores.documents import kinds

ROOT = Path(__file__).parents[3]
FEEDERS = ("offices/offices.yaml", "offices/companies.yaml", "proxies.yaml")
NOT_YET = {"rated"}  # ratings between people come with a feature of their own
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


def written() -> set[str]:
    """Kinds that a feeder reports, and words of the services that could be one."""
    found = set(
        re.findall(r"\bfact: (\w+)", "".join((ROOT / "seeds" / f).read_text() for f in FEEDERS))
    )
    for path in (ROOT / "services").rglob("*.py"):
        tree = ast.parse(path.read_text())
        found |= {
            n.value
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
    return found


def test_what_scores_read_is_written_by_somebody():
    read = {
        kind
        for document in library().documents.values()
        for rule in document.rules
        for kind in rule.kinds
    }
    assert read - written() == NOT_YET


@pytest.mark.parametrize("part", DAILY_LIFE)
def test_each_component_of_daily_life_is_written(part: str):
    assert DAILY_LIFE[part] in kinds()
    assert DAILY_LIFE[part] in written()
