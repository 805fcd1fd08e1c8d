"""Envelopes as people see them: every view, in every language, with hostile names and words."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import pytest

from bot.money.envelopes import FEATURE, proofs, views
from bot.replies import Button, Message, News, Redraw, To
from bot.words import words_for
from services.kernel.localized import LANGUAGES
from services.kernel.money import Fen, Money
from services.kernel.town import ParticipantId
from services.money.envelopes import (
    Draft,
    EnvelopeAllTaken,
    EnvelopeCard,
    EnvelopeExpired,
    EnvelopeKind,
    EnvelopeLapsed,
    EnvelopeNotForYou,
    EnvelopeSent,
    EnvelopeState,
    EnvelopeStillOpen,
    EnvelopeToSelf,
    EnvelopeWordsTooLong,
    Method,
    Proof,
    Share,
    ShareOpened,
    SharesOutOfRange,
    ShareTooThick,
    ShareTooThin,
    Taken,
    Terms,
)
from tests.support.narrowing import packed
from tests.unit.bot.money_looks import HOSTILE, check, check_words

ANA, BO = ParticipantId("a" * 16), ParticipantId("b" * 16)
NONCE = "0123456789ab"
SEAL = "5ea1" * 16


def taken(count: int) -> tuple[Taken, ...]:
    people = (ParticipantId(f"p{number}") for number in range(1, count + 1))
    return tuple(Taken(n, who, HOSTILE, Fen(n)) for n, who in enumerate(people, start=1))


def card(
    kind: EnvelopeKind, state: EnvelopeState, *, shares: int = 12, opened: int = 0
) -> EnvelopeCard:
    to, name = (BO, HOSTILE) if kind is EnvelopeKind.PERSONAL else (None, None)
    left = Fen(888) if opened < shares else Fen(0)
    return EnvelopeCard(
        envelope_id=7,
        kind=kind,
        state=state,
        sender=ANA,
        sender_name=HOSTILE,
        recipient=to,
        recipient_name=name,
        words=HOSTILE,
        total=Fen(888),
        shares=shares,
        left=left,
        created_town_s=29_120,
        seal=SEAL,
        taken=taken(opened),
    )


def sent_event(kind: EnvelopeKind = EnvelopeKind.LUCKY, *, copies: int = 3) -> EnvelopeSent:
    return EnvelopeSent(card(kind, EnvelopeState.OPEN), copies)


PROOF = Proof(
    Terms(7, 100_00 * 100, 100, Method.DOUBLE_MEAN, 29_120, HOSTILE),
    bytes(32),
    SEAL,
    (Fen(19_999),) * 500,
)
KINDS = (EnvelopeKind.LUCKY, EnvelopeKind.EQUAL, EnvelopeKind.PERSONAL)
LOOKS = {
    "amounts": views.amounts(Fen(9_112)),
    "shares": views.shares(Draft(Fen(888), NONCE)),
    "sent": (views.sender_card(card(EnvelopeKind.LUCKY, EnvelopeState.OPEN)),),
    "sent_by_button": views.sent_by_button(card(EnvelopeKind.EQUAL, EnvelopeState.OPEN)),
    "opened": views.opened(Share(7, EnvelopeKind.LUCKY, 1, Fen(5), 2)),
    "again": views.opened(Share(7, EnvelopeKind.LUCKY, 1, Fen(5), 2, again=True)),
    "checked": proofs.checked(PROOF),
    "lapsed": views.told_lapsed(
        EnvelopeLapsed(card(EnvelopeKind.LUCKY, EnvelopeState.EXPIRED, shares=3, opened=1))
    ),
    **{f"told_sent {kind}": views.told_sent(sent_event(kind)) for kind in KINDS},
    **{
        f"{kind} {state} {opened}": (views.sender_card(card(kind, state, opened=opened)),)
        for kind in KINDS
        for state in EnvelopeState
        for opened in (0, 1, 12)
        if (state is EnvelopeState.FINISHED) == (opened == 12)
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_usage_and_menu_have_words(language):
    high = Money(10**8)
    refusals = (
        SharesOutOfRange(low=1, high=100),
        ShareTooThin(amount=high, shares=100),
        ShareTooThick(cap=high, most=high, shares=100),
        EnvelopeWordsTooLong(limit=60, length=4_000),
        EnvelopeToSelf(),
        EnvelopeNotForYou(name=HOSTILE),
        EnvelopeAllTaken(),
        EnvelopeExpired(),
        EnvelopeStillOpen(),
    )
    check_words(FEATURE, refusals, language)


def test_the_town_reads_of_an_envelope_on_its_card_and_the_sender_has_one():
    assert views.told_sent(sent_event()) == (News(),)
    assert views.sender_card(card(EnvelopeKind.LUCKY, EnvelopeState.OPEN)).card == "envelope:7"
    opened = ShareOpened(Share(7, EnvelopeKind.LUCKY, 1, Fen(1), 3), BO, ANA)
    assert views.told_opened(opened) == (Redraw("envelope:7"),)
    last = replace(opened, share=replace(opened.share, left_shares=0))
    assert views.told_opened(last) == (Redraw("envelope:7"), Redraw("town:*"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_has_a_button_and_what_is_over_is_a_line(language: str):
    found = [
        card(EnvelopeKind.LUCKY, EnvelopeState.OPEN),
        card(EnvelopeKind.LUCKY, EnvelopeState.FINISHED, opened=12),
        card(EnvelopeKind.EQUAL, EnvelopeState.EXPIRED, opened=3),
    ]
    told = list(views.news(found))
    pressed = [one.data.pack() for one in told if isinstance(one, Button)]
    lines = [words_for(language).html(one) for one in told if not isinstance(one, Button)]
    assert pressed == ["eo:7", "ed"]
    assert len(lines) == 3
    assert not any(SEAL[:24] in line for line in lines)
    (draws,) = views.draws(found)
    assert isinstance(draws, Message)
    assert SEAL[:24] in words_for(language).html(draws.text)
    assert packed(draws)[0] == "ec:7"


def test_a_personal_envelope_hangs_with_two_people():
    (theirs,) = views.told_sent(sent_event(EnvelopeKind.PERSONAL))
    own = views.sender_card(card(EnvelopeKind.PERSONAL, EnvelopeState.OPEN))
    assert isinstance(theirs, Message)
    assert (theirs.to, theirs.card) == (To(BO), "envelope:7")
    assert theirs.keyboard
    assert (own.card, own.keyboard) == ("envelope_sent:7", ())
    opened = ShareOpened(Share(7, EnvelopeKind.PERSONAL, 1, Fen(1), 0), BO, ANA)
    assert views.told_opened(opened) == (Redraw("envelope:7"), Redraw("envelope_sent:7"))


def test_the_button_opens_then_checks_then_is_gone():
    def buttons(shown: EnvelopeCard) -> list[str]:
        return packed(views.sender_card(shown))

    assert buttons(card(EnvelopeKind.LUCKY, EnvelopeState.OPEN)) == ["eo:7"]
    assert buttons(card(EnvelopeKind.LUCKY, EnvelopeState.FINISHED, opened=12)) == ["ec:7"]
    assert buttons(card(EnvelopeKind.LUCKY, EnvelopeState.EXPIRED)) == []
    assert buttons(card(EnvelopeKind.EQUAL, EnvelopeState.FINISHED, opened=12)) == []


def test_ten_lines_and_the_rest_counted_and_one_line_when_it_is_over():
    def html(state: EnvelopeState) -> str:
        shown = card(EnvelopeKind.LUCKY, state, opened=12)
        return words_for("en").html(views.sender_card(shown).text)

    assert html(EnvelopeState.OPEN).count("\n· ") == 10
    assert "and 2 more" in html(EnvelopeState.OPEN)
    assert f"{SEAL[:24]}<" in html(EnvelopeState.OPEN)
    assert "best luck" in html(EnvelopeState.FINISHED)
    assert "\n" not in html(EnvelopeState.FINISHED)


def test_the_numbers_survive_the_way_to_the_screen():
    """What is pasted into the verifier is what was proven, whatever the words contain."""
    _, message = proofs.checked(replace(PROOF, drawn=(Fen(1), Fen(2))))
    assert isinstance(message, Message)
    shown = unescape(words_for("en").html(message.text))
    told = json.loads(shown[shown.index("<code>") + 6 : shown.index("</code>")])
    assert told["words"] == HOSTILE
    assert told["drawn"] == [1, 2]
    assert (told["version"], told["seal"], told["method"]) == ("re-v1", SEAL, "double-mean")


@pytest.mark.parametrize(
    "forged",
    ["es:-5:3:lucky:", "es:888:0:lucky:", "es:888:3:free:", "es:1e3:3:lucky:", "es:888:３:lucky:"],
)
def test_forged_envelopes_are_none(forged):
    with pytest.raises(ValueError, match="SendEnvelope"):
        views.SendEnvelope.unpack(forged + NONCE)


def test_one_that_is_looked_at_from_home_leaves_its_card_where_it_hangs():
    """Opened there the screen shows it, and the card is drawn: no button is left on either."""
    waiting = card(EnvelopeKind.PERSONAL, EnvelopeState.OPEN, shares=1)
    (_, (home,)) = views.shown(waiting).keyboard
    assert packed(views.shown(waiting))[0] == views.OpenAtHome(envelope_id=7).pack()
    taken_one = card(EnvelopeKind.PERSONAL, EnvelopeState.FINISHED, shares=1, opened=1)
    share = Share(7, EnvelopeKind.PERSONAL, 1, Fen(888), 0)
    _, screen = views.opened_at_home((share, taken_one))
    assert isinstance(screen, Message)
    assert (screen.in_place, screen.card, screen.keyboard) == (True, None, ((home,),))
    event = ShareOpened(share, BO, ANA)
    assert views.told_opened(event) == (Redraw("envelope:7"), Redraw("envelope_sent:7"))
