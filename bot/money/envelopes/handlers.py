"""What people type and press around envelopes and galas. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from bot.acts import Access, Act, GuardedRouter, Verb, act
from bot.arguments import EnvelopeFor, whole_number
from bot.features import Command, Feature, Waiting, drawn
from bot.money.envelopes import gala_views, proofs, views
from bot.money.envelopes.last_look import last_look
from bot.money.envelopes.views import (
    CheckDraw,
    ChooseShares,
    OpenAtHome,
    OpenShare,
    SendEnvelope,
    ShowDraws,
    ShowEnvelope,
    TapGala,
)
from bot.replies import Button, Text, nothing, say
from services.kernel.errors import Usage
from services.kernel.money import Fen, first_amount
from services.kernel.time import DAY_S
from services.kernel.town import Town, UnitOfWork
from services.kernel.typed import plain
from services.money import envelopes
from services.money.envelopes import EnvelopeKind
from services.workshops import scenarios

router = GuardedRouter("red_envelopes", access=Access.PARTICIPANT)
stage = GuardedRouter("galas", access=Access.WORKSHOP)

KINDS = {
    "lucky": EnvelopeKind.LUCKY,
    "equal": EnvelopeKind.EQUAL,
    "拼手气": EnvelopeKind.LUCKY,
    "普通": EnvelopeKind.EQUAL,
}

LOOK = "look"  # before what was answered to a question: asked about once more


@router.command("red_envelope", "hongbao")
def red_envelope(words: str) -> Act:
    if not words:
        return act(envelopes.begin).show(views.amounts)
    first, rest = _split(words)
    asks = first == LOOK
    sends = typed_envelope(rest if asks else words)  # says at once what cannot be read
    if not asks or "@" in plain(rest).split()[1]:
        return sends.show(views.sender_card)
    return act(_asked_by).show(partial(last_look, rest))


router.button(
    ChooseShares, lambda tap: act(envelopes.choose_shares, Fen(int(tap.fen))).show(views.shares)
)
router.button(
    SendEnvelope,
    lambda tap: act(
        envelopes.send, Fen(int(tap.fen)), int(tap.shares), tap.kind, nonce=tap.nonce
    ).show(views.sent_by_button),
)
router.button(
    EnvelopeFor,
    lambda tap: act(envelopes.send_to_id, tap.to, Fen(int(tap.fen)), nonce=tap.nonce).show(
        views.sent_by_button
    ),
)
router.button(OpenAtHome, lambda tap: act(_open_mine, tap.envelope_id).show(views.opened_at_home))
router.button(OpenShare, lambda tap: act(envelopes.open_share, tap.envelope_id).show(views.opened))
router.button(
    CheckDraw, lambda tap: act(envelopes.proof, tap.envelope_id).show(proofs.checked).also_paused()
)
router.button(
    ShowEnvelope, lambda tap: act(envelopes.my_envelope, tap.envelope_id).show(views.shown)
)
router.button(
    ShowDraws,
    lambda _: (
        act(lambda town: envelopes.town_envelopes(town, *_day(town)))
        .show(views.draws)
        .also_paused()
    ),
)
router.button(TapGala, lambda tap: act(envelopes.tap, tap.gala_id).show(gala_views.tapped))


def _asked_by(uow: UnitOfWork) -> str:
    """By which update."""
    return uow.key.rpartition(":")[2]


def _open_mine(town: Town, envelope_id: int) -> tuple[envelopes.Share, envelopes.EnvelopeCard]:
    return envelopes.open_share(town, envelope_id), envelopes.envelope_card(town, envelope_id)


@stage.command("gala")
def gala(words: str) -> Act:
    """`AMOUNT [SHARES]`. Raises `Usage`, `AmountUnreadable`, `AmountOutOfRange`."""
    if not words:
        raise Usage(command="gala")
    amount, rest = first_amount(words, number_follows=True)
    shares = whole_number(rest, command="gala") if rest else None
    # The facilitator hears of it with everybody.
    return act(scenarios.give_gala, amount, shares).show(nothing)


def typed_envelope(args: str) -> Verb[envelopes.EnvelopeCard]:
    """`AMOUNT SHARES [lucky|equal] [words]`, `AMOUNT @NAME [words]` or `@NAME AMOUNT [words]`.

    Raises `Usage`, `AmountUnreadable`, `AmountOutOfRange`.
    """
    name, after_name = _split(args)
    if plain(name).startswith("@"):
        amount, words = first_amount(after_name)
        return act(envelopes.send_to, plain(name), amount, words)
    amount, rest = first_amount(args, number_follows=True)
    target, words = _split(rest)
    if not target:
        raise Usage(command="red_envelope")
    if plain(target).startswith("@"):
        return act(envelopes.send_to, plain(target), amount, words)
    shares = whole_number(target, command="red_envelope")
    kind, after_kind = _split(words)
    if kind.casefold() in KINDS:
        words = after_kind
    chosen = KINDS.get(kind.casefold(), EnvelopeKind.LUCKY)
    return act(envelopes.send, amount, shares, chosen, words)


def _split(text: str) -> tuple[str, str]:
    """The first word and what comes after it."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def waits(town: Town) -> Iterator[Waiting]:
    for one in envelopes.envelopes_for_me(town):
        text = say("waits.envelope", name=one.sender_name)
        yield Waiting(text, ShowEnvelope(envelope_id=one.envelope_id))


def news(town: Town, since: int, until: int) -> Iterable[Text | Button]:
    return views.news(envelopes.town_envelopes(town, since, until))


def _day(town: Town) -> tuple[int, int]:
    """The day that was and the one that is."""
    return town.now - 2 * DAY_S, town.now + 1


draw_envelope = drawn(envelopes.envelope_card, views.card)
draw_gala = drawn(envelopes.gala_card, gala_views.card)

FEATURE = Feature(
    name="red_envelopes",
    routers=(router, stage),
    commands=(
        Command("red_envelope", Access.PARTICIPANT, rank=22),
        Command("gala", Access.WORKSHOP, rank=12),
    ),
    event_views={
        envelopes.EnvelopeSent: views.told_sent,
        envelopes.ShareOpened: views.told_opened,
        envelopes.EnvelopeLapsed: views.told_lapsed,
        envelopes.GalaAnnounced: gala_views.announced,
        envelopes.GalaOpens: gala_views.redrawn,
        envelopes.GalaChanged: gala_views.redrawn,
        envelopes.GalaEnded: gala_views.redrawn,
        envelopes.ShareTakenBack: gala_views.taken_back,
    },
    cards={
        "envelope": draw_envelope,
        "envelope_sent": drawn(envelopes.envelope_card, views.sender_card),
        "gala": draw_gala,
        "gala_copy": draw_gala,
    },
    waits=(waits,),
    news=(news,),
)
