"""Every look of the facilitator's side, in every language; the QR really is the link."""

from __future__ import annotations

import re

import pytest

from bot.charts import png, qr_svg
from bot.replies import Answer, CopyTextButton, LinkButton, Message, Redraw, Replies, say
from bot.words import LOCALES, words_for
from bot.workshops.panel import FEATURE, views
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import TownTime
from services.kernel.town import WorkshopId
from services.workshops.scenarios import NoSuchCard, PanelMovedOn
from services.workshops.sessions import (
    AnnouncementTooLong,
    DaysOutOfRange,
    DeskActed,
    GroupTaken,
    NotAGroup,
    NothingToOpen,
)
from services.workshops.sessions.opening import Bound, Opened
from services.workshops.sessions.queries import Status
from tests.unit.bot.money_looks import (
    CAPTION_MAX,
    HOSTILE,
    TEXT_MAX,
    TOAST_MAX,
    check_escaped,
)

TOWN = WorkshopId(3)
NOON = TownTime(12 * 3_600)
OPENED = Opened(TOWN, "BCDFGH", HOSTILE, "GlasstownBot")
PNG = b"\x89PNG\r\n\x1a\n"


STATUS = Status(
    workshop_id=TOWN, code="BCDFGH", title=HOSTILE, at=NOON, running=True, people=3, residents=12
)
DONE: dict[str, Localized | int] = {
    **dict.fromkeys(("pause", "resume", "say", "close", "open", "panic", "panic_off"), 0),
    "forward": 3,
    "lot": 6,
    "lot_undone": 0,
    "undo": Localized(en=HOSTILE, zh=HOSTILE),
}
LOOKS: dict[str, Replies] = {
    "opened": views.opened(OPENED),
    "opened without a door": views.opened(Opened(TOWN, "BCDFGH", HOSTILE, "")),
    "reopened": views.reopened(OPENED),
    "closed": views.closed(OPENED),
    "bound": views.bound(Bound(HOSTILE, HOSTILE, is_new=True)),
    "bound already": views.bound(Bound(HOSTILE, HOSTILE, is_new=False)),
    "status": views.status(STATUS),
    "announced": views.announced(None),
} | {
    f"desk {what}": views.desk_acted(DeskActed(TOWN, HOSTILE, what, about))
    for what, about in DONE.items()
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words_that_fit_and_no_foreign_markup(name: str, language: str):
    words = words_for(language)
    assert LOOKS[name]
    for reply in LOOKS[name]:
        if isinstance(reply, Redraw):
            assert reply.card == "panel:3"
            continue
        assert isinstance(reply, Message | Answer)
        html = words.html(reply.text)
        check_escaped(html)
        limit = TOAST_MAX if isinstance(reply, Answer) else TEXT_MAX
        if isinstance(reply, Message) and reply.picture is not None:
            limit = CAPTION_MAX
        assert 0 < len(html) <= limit
        for row in reply.keyboard if isinstance(reply, Message) else ():
            for button in row:
                assert words.plain(button.label)


def test_a_new_workshop_comes_with_its_link_and_picture():
    (message,) = LOOKS["opened"]
    assert isinstance(message, Message)
    assert message.picture is not None
    assert png(message.picture.svg).startswith(PNG)
    link = "https://t.me/GlasstownBot?start=BCDFGH"
    assert message.picture.svg == qr_svg(link)
    assert message.picture.svg != qr_svg(link + "x")
    keys = [key for row in message.keyboard for key in row]
    links = [one.url for one in keys if isinstance(one, LinkButton)]
    assert links == ["https://t.me/GlasstownBot?startgroup=BCDFGH"]
    copied = [one.words for one in keys if isinstance(one, CopyTextButton)]
    assert copied == [link], "who runs the town hands it on and does not walk in"


def test_without_a_public_door_there_is_only_the_code():
    (message,) = LOOKS["opened without a door"]
    assert isinstance(message, Message)
    assert message.picture is None
    assert "BCDFGH" in words_for("en").html(message.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usages_and_menu_have_words(language: str):
    words = words_for(language)
    for refusal in (
        NothingToOpen(),
        NotAGroup(),
        GroupTaken(),
        DaysOutOfRange(low=1, high=365),
        AnnouncementTooLong(limit=1_000),
        NoSuchCard(card=HOSTILE, cards="gala"),
        PanelMovedOn(),
    ):
        assert len(words.plain(say(f"refusal.{refusal.code}", **refusal.fields))) <= TEXT_MAX
    for usage in ("workshop", "forward", "say"):
        assert words.html(say(f"usage.{usage}"))
    for command in FEATURE.commands:
        assert 0 < len(words.plain(say(f"command.{command.name}"))) <= 256


@pytest.mark.parametrize("feature", ["workshops", "panel", "admin"])
def test_both_languages_have_the_same_keys_and_placeholders(feature: str):
    found = []
    for language in LANGUAGES:
        path = LOCALES / language / "LC_MESSAGES"
        text = (path / f"{feature}.po").read_text(encoding="utf-8")
        entries = re.split(r"\n\n", text)[1:]
        found.append({e.split('"')[1]: set(re.findall(r"\{(\w+)\}", e)) for e in entries})
    assert found[0] == found[1]
