"""Whatever the law closes says which law it is, so that it can be read, moved and opened."""

from __future__ import annotations

import re

import pytest

from bot.all_features import whole
from bot.arguments import Go
from bot.replies import Button, Message
from bot.runtime.refusals import refused
from bot.standing.sanctions import views
from bot.words import words_for
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES
from services.law.switchboard import Switch, catalogue
from services.standing import sanctions
from tests.support.labels import texts

NAMED = re.compile(r"/law ([a-z_]+|\{switch\})")
# Of the law itself, or of doors: they lead to pages that say which it is.
LED_ON = {"refusal.door_closed", "refusal.delay_out_of_range", "refusal.unknown_switch"}
LED_ON |= {"refusal.changes_nothing", "refusal.poll_did_not_carry", "refusal.poll_overtaken"}
PAGES = (
    *("chosen.sealed", "complaints.finding_secret", "consent.rests", "lists.company_forbidden"),
    *("listing.secret", "listing.vague", "note.not_shown", "office.off", "questions.secret"),
    *("scores.board_over", "power.told_none", "notices.not_counted"),
)


def closed() -> list[str]:
    """Refusals that speak of the law, and pages that say it keeps something shut."""
    said = texts("en")
    refusals = [one for one in said if one.startswith("refusal.") and one not in LED_ON]
    found = [one for one in refusals if re.search(r"\b[Tt]he law\b", said[one])]
    return sorted({*found, *PAGES})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", closed())
def test_what_the_law_closes_names_the_law(key: str, language: str):
    assert words_for(language).knows(key)
    named = NAMED.findall(texts(language)[key])
    assert named
    assert set(named) <= {one.value for one in Switch} | {"{switch}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_opens_all_doors_at_once_is_named_on_their_page(language: str):
    distrust = sanctions.Distrust(24, 30)
    [shown] = views.my_doors(sanctions.MyDoors(tuple(sanctions.doors().values()), (), distrust))
    assert isinstance(shown, Message)
    html = words_for(language).html(shown.text)
    assert "2.4" in html
    assert "3.0" in html
    assert "/law trust_floor" in html


def test_what_a_law_would_open_can_be_moved_from_the_refusal_wherever_it_is_told():
    assert whole(), "every feature is read"
    opened = [one for one in RuleError.__subclasses__() if one.opened_by]
    assert len(opened) >= 9
    for kind in opened:
        error = kind(opens="receipt") if "{opens}" in kind.opened_by else kind()
        [shown] = refused(error, button=True)
        assert isinstance(shown, Message)
        [[key]] = shown.keyboard
        assert isinstance(key, Button)
        assert isinstance(key.data, Go)
        command, switch, value = key.data.command.split()
        assert command == "law", "which asks first"
        assert value in map(str, catalogue()[Switch(switch)].values)
