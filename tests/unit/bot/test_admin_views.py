"""Every look of the administration, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Go
from bot.replies import Here, Message, RemoveButtons, Replies, ToAccount, say
from bot.words import words_for
from bot.workshops.admin import FEATURE, views
from services.kernel.audit_log import AuditLine, Chain
from services.kernel.localized import LANGUAGES
from services.kernel.town import Role
from services.workshops import admin
from services.workshops.admin import WorkshopLine
from tests.support.narrowing import presses
from tests.unit.bot.money_looks import HOSTILE, check_escaped

MARK = "0a1b2c3d"
LINES = tuple(
    AuditLine(
        wall_ms=60_000, workshop="BCDFGH", actor="facilitator 3", action="card", detail="gala"
    )
    for _ in range(20)
)
LOOKS: dict[str, Replies] = {
    "overview": views.overview(admin.Overview(1, 2, 3, 4)),
    "granted": views.granted(
        admin.RoleChange(number=402, role=Role.FACILITATOR, changed=True, mark=MARK)
    ),
    "asked": views.ask_grant(
        admin.RoleChange(number=402_501, role=Role.ADMIN, changed=True, mark=MARK)
    ),
    "granted already": views.granted(
        admin.RoleChange(number=402, role=Role.ADMIN, changed=False, mark=MARK)
    ),
    "revoked": views.revoked(
        admin.RoleChange(number=402, role=Role.ADMIN, changed=True, mark=MARK)
    ),
    "revoked, towns left": views.revoked(
        admin.RoleChange(
            number=402, role=Role.FACILITATOR, changed=True, mark=MARK, left=("BCDFGH", "GHJKMN")
        )
    ),
    **{
        f"{verb.__name__} {role} is told": verb(
            admin.RoleChange(
                number=402, role=role, changed=True, mark=MARK, bot_id=7, language="zh"
            )
        )
        for verb in (views.granted, views.revoked)
        for role in (Role.FACILITATOR, Role.ADMIN)
    },
    "account": views.account(admin.Account(402, MARK, tuple(Role)[:1])),
    "no workshops": views.workshops(()),
    "workshops": views.workshops(
        (
            WorkshopLine("BCDFGH", HOSTILE, is_open=True, people=2),
            WorkshopLine("GHJKMN", HOSTILE, is_open=False, people=0),
        )
    ),
    "audit": views.audit(admin.AuditPage(LINES, 180_000)),
    "purge": views.ask_purge(admin.Whole("BCDFGH", HOSTILE, 3, 12)),
    "purged": views.purged(admin.Removed("BCDFGH", HOSTILE, 1_234)),
    "export": views.exported(admin.Exported("a.json", "{}")),
    "log holds": views.verified(Chain(7, None)),
    "log broken": views.verified(Chain(7, 9)),
    "no audit": views.audit(admin.AuditPage((), 0)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words_and_no_foreign_markup(name: str, language: str):
    assert LOOKS[name]
    for message in LOOKS[name]:
        if isinstance(message, RemoveButtons):
            continue
        assert isinstance(message, Message)
        html = words_for(language).html(message.text)
        assert 0 < len(html) <= 4_096
        check_escaped(html)


def test_an_open_workshop_can_be_taken_over_and_closed_by_its_button():
    (message,) = LOOKS["workshops"]
    assert isinstance(message, Message)
    (row,) = message.keyboard
    assert presses((row,)) == [
        Go(command="workshop take BCDFGH"),
        Go(command="workshop close BCDFGH"),
    ]


def test_whoever_leaves_towns_alone_is_told_how_to_keep_them():
    _, towns = LOOKS["revoked, towns left"]
    assert isinstance(towns, Message)
    assert "/workshop take GHJKMN" in words_for("en").html(towns.text)


def test_whoami_tells_the_number_to_be_granted_and_the_mark_of_the_log():
    (message,) = LOOKS["account"]
    assert isinstance(message, Message)
    html = words_for("en").html(message.text)
    assert "402" in html
    assert MARK in html


def test_audit_says_how_long_ago_and_where():
    (message,) = LOOKS["audit"]
    assert isinstance(message, Message)
    html = words_for("en").html(message.text)
    assert "2 · BCDFGH · facilitator 3 · card gala" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usages_and_menu_have_words(language: str):
    words = words_for(language)
    for refusal in (
        admin.NotANumber(typed=HOSTILE),
        admin.NoSuchRole(typed=HOSTILE),
        admin.NotGranted(number=5, role="admin"),
        admin.LastAdmin(),
    ):
        assert words.html(say(f"refusal.{refusal.code}", **refusal.fields))
    for usage in ("grant", "revoke"):
        assert words.html(say(f"usage.{usage}"))
    for command in FEATURE.commands:
        assert 0 < len(words.plain(say(f"command.{command.name}"))) <= 256


def test_whoever_is_given_or_loses_a_right_hears_what_they_may_now():
    for verb, words in ((views.granted, "/workshop new"), (views.revoked, "no workshops")):
        role = admin.RoleChange(
            number=402, role=Role.FACILITATOR, changed=True, mark=MARK, bot_id=7, language="en"
        )
        told = [one for one in verb(role) if isinstance(one, Message)][-1]
        assert told.to == ToAccount(7, 402, "en")
        assert words in words_for("en").html(told.text)
        own = [one for one in verb(replace(role, bot_id=0)) if isinstance(one, Message)]
        assert [one.to for one in own] == [Here()], "not to oneself"
