"""Galas as people see them: every view, in every language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.money.envelopes import gala_views as views
from bot.replies import Answer, Message, Priority, Redraw, ToAll, ToFacilitator, ToGroup, say
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen
from services.kernel.town import ParticipantId
from services.money.envelopes import (
    EnvelopeKind,
    EnvelopeState,
    GalaAnnounced,
    GalaCard,
    GalaChanged,
    GalaEnded,
    GalaOpens,
    GalaRunning,
    Luck,
    Share,
    ShareTakenBack,
    Taken,
    Tap,
)
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check

COMING = GalaCard(
    gala_id=7,
    state=EnvelopeState.OPEN,
    total=Fen(10_000),
    shares=12,
    winners=0,
    left=Fen(10_000),
    opens_in_s=None,
    seal="5ea1" * 16,
    created_town_s=29_120,
)
BEST = Taken(3, ParticipantId("p"), HOSTILE, Fen(1_234))
SHARE = Share(7, EnvelopeKind.GALA, 3, Fen(1_234), 9)
CARDS = {
    "coming": COMING,
    "countdown 10": replace(COMING, opens_in_s=10),
    "countdown 1": replace(COMING, opens_in_s=1),
    "open": replace(COMING, opens_in_s=0, winners=11),
    "finished": replace(
        COMING,
        opens_in_s=0,
        state=EnvelopeState.FINISHED,
        winners=12,
        left=Fen(0),
        taps_peak=40,
        taps_minute_peak=52,
        best=BEST,
    ),
    "expired": replace(
        COMING,
        opens_in_s=0,
        state=EnvelopeState.EXPIRED,
        winners=1,
        left=Fen(9),
        taps_peak=1,
        best=BEST,
    ),
    "nobody came": replace(COMING, opens_in_s=0, state=EnvelopeState.EXPIRED),
}
TAPS = {
    "early": Tap(7, Luck.EARLY),
    "soon": Tap(7, Luck.EARLY, opens_in_s=9),
    "very soon": Tap(7, Luck.EARLY, opens_in_s=1),
    "won": Tap(7, Luck.WON, SHARE),
    "again": Tap(7, Luck.WON, replace(SHARE, again=True)),
    "gone": Tap(7, Luck.GONE),
}


def announced(copies: int) -> GalaAnnounced:
    return GalaAnnounced(COMING, copies)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_every_card_renders(name, language):
    assert check((views.card(CARDS[name]),), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TAPS)
def test_every_tap_is_answered_by_one_toast(name, language):
    replies = views.tapped(TAPS[name])
    assert [type(reply) for reply in replies] == [Answer]
    (toast,) = check(replies, language)
    assert ("¥12.34" in toast) == (TAPS[name].share is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rest_has_words(language):
    check(views.announced(announced(3)), language)
    (told,) = check(views.taken_back(ShareTakenBack(ParticipantId("p"), Fen(1_234))), language)
    assert "¥12.34" in told
    words = words_for(language)
    assert words.plain(say("usage.gala"))
    assert words.plain(say(f"refusal.{GalaRunning.code}"))


def test_the_announcement_is_one_batch_and_never_empty():
    replies = views.announced(announced(3))
    assert {m.batch for m in replies if isinstance(m, Message)} == {"gala:7"}
    facilitator, group, everybody = (m for m in replies if isinstance(m, Message))
    assert facilitator.to == ToFacilitator()
    assert (group.to, group.card) == (ToGroup(), "gala:7")
    assert (everybody.to, everybody.card, everybody.priority) == (
        ToAll(in_groups=False),
        "gala:7",
        Priority.BROADCAST,
    )
    assert group.keyboard == everybody.keyboard != ()


def test_copies_in_a_large_town_are_drawn_again_only_at_the_end():
    *_, everybody = views.announced(announced(500))
    assert isinstance(everybody, Message)
    assert everybody.card == "gala_copy:7"
    assert views.redrawn(GalaOpens(7, 0)) == (Redraw("gala:7"),)
    assert views.redrawn(GalaChanged(7)) == (Redraw("gala:7"),)
    assert views.redrawn(GalaEnded(7, 12, Fen(0))) == (Redraw("gala:7"),)
    settled = views.redrawn(GalaChanged(7, is_settled=True))
    assert settled == (Redraw("gala:7"), Redraw("gala_copy:7"))


def test_the_button_taps_then_checks_then_is_gone():
    def buttons(name: str) -> list[str]:
        return packed(views.card(CARDS[name]))

    assert buttons("coming") == buttons("open") == ["gt:7"]
    assert buttons("finished") == buttons("expired") == ["ec:7"]
    assert buttons("nobody came") == []
