"""Galas: announced to all, opened at one moment, won by receipt, the rest back to the town."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from services.kernel.errors import AmountOutOfRange, Outdated
from services.kernel.money import Fen
from services.money import envelopes
from services.money.envelopes import (
    EnvelopeState,
    EnvelopeStillOpen,
    GalaAnnounced,
    GalaChanged,
    GalaEnded,
    GalaOpens,
    GalaRunning,
    Luck,
    ShareOpened,
    SharesOutOfRange,
    ShareTooThick,
    ShareTooThin,
    verify,
)
from services.money.envelopes.tables import envelopes as envelope_rows

TIMERS = {
    envelopes.TIMER_OPEN: envelopes.open_gala,
    envelopes.TIMER_TICK: envelopes.tick,
    envelopes.TIMER_END: envelopes.end_gala,
}


def check(world):
    """The books, and I5 to I7."""
    world.check_books()
    with world.office() as town:
        assert envelopes.audit(town.conn) == []


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", "cy", residents=("rui",), timers=TIMERS)


def start(world, fen=1000, shares=3, *, key=None):
    with world.facilitating(key=key) as town:
        return envelopes.start_gala(town, Fen(fen), shares).gala_id


def delivered(world, gala_id):
    with world.office() as town:
        envelopes.open_gala(town, str(gala_id))


def opened(world, fen=1000, shares=3):
    gala_id = start(world, fen, shares)
    delivered(world, gala_id)
    world.pass_wall(ms=10_000)
    return gala_id


def tap(world, name, gala_id):
    with world.acting(name) as town:
        return envelopes.tap(town, gala_id)


def card(world, gala_id):
    with world.office() as town:
        return envelopes.gala_card(town, gala_id)


def test_a_gala_is_announced_with_money_of_the_town(world):
    gala_id = start(world, shares=None)
    (told,) = world.emitted(GalaAnnounced)
    # One for everybody, the resident as well.
    assert (told.card.gala_id, told.card.total, told.card.shares) == (gala_id, 1000, 4)
    assert told.private_copies == 3
    assert told.card == card(world, gala_id)
    assert told.card.opens_in_s is None
    assert sum(world.balance(name) for name in ("ana", "bo", "cy")) == 30000
    check(world)


def test_nobody_can_be_early(world):
    gala_id = start(world)
    assert (tap(world, "ana", gala_id).luck, tap(world, "ana", gala_id).opens_in_s) == (
        Luck.EARLY,
        None,
    )
    delivered(world, gala_id)
    (told,) = world.emitted(GalaOpens)
    assert told.opens_ms == world.clock.ms + 10_000
    world.pass_wall(ms=1)
    assert tap(world, "ana", gala_id).opens_in_s == 10
    world.pass_wall(ms=9_998)
    assert tap(world, "ana", gala_id).opens_in_s == 1
    assert card(world, gala_id).winners == 0
    world.pass_wall(ms=1)
    assert tap(world, "ana", gala_id).luck is Luck.WON


def test_the_countdown_begins_once(world):
    gala_id = start(world)
    delivered(world, gala_id)
    world.pass_wall(ms=5_000)
    delivered(world, gala_id)
    assert len(world.emitted(GalaOpens)) == 1
    assert card(world, gala_id).opens_in_s == 5


def test_a_gala_whose_news_never_all_arrive_opens_all_the_same(world):
    gala_id = start(world)
    world.pass_wall(ms=119_000)
    assert world.emitted(GalaOpens) == []
    world.pass_wall(ms=1_000)
    assert len(world.emitted(GalaOpens)) == 1
    assert card(world, gala_id).opens_in_s == 10


def test_one_share_each_and_the_rest_of_the_town_has_none(world):
    gala_id = opened(world)
    won = [tap(world, name, gala_id) for name in ("rui", "bo", "ana")]
    assert [answer.share.number for answer in won] == [1, 2, 3]
    assert sum(answer.share.amount for answer in won) == 1000
    assert tap(world, "cy", gala_id).luck is Luck.GONE
    again = tap(world, "bo", gala_id)
    assert (again.luck, again.share.again, again.share.amount) == (
        Luck.WON,
        True,
        won[1].share.amount,
    )
    (ended,) = world.emitted(GalaEnded)
    assert (ended.winners, ended.returned) == (3, 0)
    (fact,) = world.facts_of("bo")
    assert (fact.kind, fact.amount, fact.counterpart) == (
        "envelope_opened",
        won[1].share.amount,
        "",
    )
    assert world.emitted(ShareOpened) == []
    check(world)


def test_the_card_shows_winners_luck_and_the_busiest_second(world):
    gala_id = opened(world)
    for name in ("rui", "bo", "ana", "cy", "cy"):
        tap(world, name, gala_id)
    shown = card(world, gala_id)
    assert (shown.state, shown.winners, shown.taps_peak) == (EnvelopeState.FINISHED, 3, 5)
    assert shown.best.amount >= 334
    world.pass_wall(ms=2_000)
    tap(world, "cy", gala_id)
    shown = card(world, gala_id)
    assert (shown.taps_peak, shown.taps_minute_peak) == (5, 6)


def test_the_busiest_minute_is_one_of_the_clock(world):
    gala_id = opened(world, shares=5)
    for name in ("ana", "bo", "cy"):
        tap(world, name, gala_id)
    world.pass_wall(ms=60_000)
    tap(world, "rui", gala_id)
    assert card(world, gala_id).taps_minute_peak == 3, "another minute, another count"


def test_cards_are_drawn_again_only_while_something_changes(world):
    gala_id = start(world)
    delivered(world, gala_id)
    for _ in range(10):
        world.pass_wall(ms=1_000)
    counting = len(world.emitted(GalaChanged))
    assert counting == 10
    world.pass_wall(ms=1_000)  # open now: shown once
    for _ in range(5):
        world.pass_wall(ms=1_000)
    quiet = len(world.emitted(GalaChanged))
    assert quiet <= counting + 1
    tap(world, "ana", gala_id)
    for _ in range(5):
        world.pass_wall(ms=1_000)
    assert len(world.emitted(GalaChanged)) == quiet + 1


def test_after_the_end_the_busiest_second_is_shown_once(world):
    gala_id = opened(world, shares=1)
    tap(world, "ana", gala_id)
    before = len(world.emitted(GalaChanged))
    for _ in range(3):
        tap(world, "cy", gala_id)
        world.pass_wall(ms=1_000)
    for _ in range(10):
        world.pass_wall(ms=1_000)
    assert before + 1 <= len(world.emitted(GalaChanged)) <= before + 2
    assert world.rows(select(envelope_rows.c.taps_peak)) == [(2,)]


def test_ticks_missed_are_not_made_up_for(world):
    gala_id = start(world)
    delivered(world, gala_id)
    world.pass_wall(ms=9_000)
    assert len(world.emitted(GalaChanged)) == 1


def test_after_a_day_of_the_town_the_rest_goes_back_once(world):
    gala_id = opened(world)
    share = tap(world, "ana", gala_id).share
    world.pass_wall(ms=59_999)
    assert world.emitted(GalaEnded) == []
    world.pass_wall(ms=2)
    (ended,) = world.emitted(GalaEnded)
    assert (ended.winners, ended.returned) == (1, 1000 - share.amount)
    with world.office() as town:
        envelopes.end_gala(town, str(gala_id))
    world.pass_wall(ms=60_000)
    assert len(world.emitted(GalaEnded)) == 1
    assert tap(world, "bo", gala_id).luck is Luck.GONE
    assert tap(world, "ana", gala_id).share.amount == share.amount
    shown = card(world, gala_id)
    assert (shown.state, shown.winners, shown.best.name) == (EnvelopeState.EXPIRED, 1, "Ana")
    check(world)


def test_forwarding_ends_it_and_a_new_one_can_begin(world):
    first = opened(world)
    world.forward(days=3)
    assert len(world.emitted(GalaEnded)) == 1
    assert start(world) != first


def test_one_gala_at_a_time_and_the_same_words_are_the_same_gala(world):
    first = start(world, key="7:1")
    assert start(world, key="7:1") == first
    with pytest.raises(GalaRunning):
        start(world)
    assert len(world.emitted(GalaAnnounced)) == 1


def test_two_starts_at_once_are_one_gala(world):
    begin = lambda town: envelopes.start_gala(town, Fen(500))  # noqa: E731
    results = world.race(("ana", begin), ("bo", begin))
    assert sorted(type(result).__name__ for result in results) == ["GalaCard", "GalaRunning"]
    check(world)


@pytest.mark.parametrize(
    ("fen", "shares", "refusal"),
    [
        (1000, 0, SharesOutOfRange),
        (1000, 501, SharesOutOfRange),
        (2, 3, ShareTooThin),
        (60_001, 3, ShareTooThick),
        (0, 3, AmountOutOfRange),
    ],
)
def test_impossible_galas_are_refused(world, fen, shares, refusal):
    with pytest.raises(refusal):
        start(world, fen, shares)
    assert world.rows(select(envelope_rows)) == []
    check(world)


def test_an_empty_town_still_gets_ten_shares(town_of):
    empty = town_of(timers=TIMERS)
    with empty.facilitating() as town:
        assert envelopes.start_gala(town, Fen(100)).shares == 10


def test_envelopes_and_galas_do_not_answer_for_each_other(world):
    gala_id = opened(world)
    with world.acting("ana") as town:
        envelope = envelopes.send(town, Fen(100), 2).envelope_id
    with pytest.raises(Outdated), world.acting("bo") as town:
        envelopes.open_share(town, gala_id)
    with pytest.raises(Outdated):
        tap(world, "bo", envelope)


def test_another_town_cannot_tap(world, town_of):
    gala_id = opened(world)
    elsewhere = town_of("dan", timers=TIMERS)
    with pytest.raises(Outdated):
        tap(elsewhere, "dan", gala_id)


def test_the_draw_of_a_gala_can_be_checked(world):
    gala_id = opened(world)
    with pytest.raises(EnvelopeStillOpen), world.acting("bo") as town:
        envelopes.proof(town, gala_id)
    seal = card(world, gala_id).seal
    for name in ("rui", "bo", "ana"):
        tap(world, name, gala_id)
    with world.acting("bo") as town:
        proof = envelopes.proof(town, gala_id)
    assert verify(proof.terms, proof.seed, seal, proof.drawn) == []


def test_many_race_for_few_shares(town_of):
    names = tuple(f"n{number:02}" for number in range(12))
    world = town_of(*names, timers=TIMERS)
    gala_id = opened(world, fen=1000, shares=5)
    answers = world.race(*[(n, lambda town: envelopes.tap(town, gala_id)) for n in names])
    won = [answer.share for answer in answers if answer.luck is Luck.WON]
    assert sorted(share.number for share in won) == [1, 2, 3, 4, 5]
    assert sum(share.amount for share in won) == 1000
    assert len(world.emitted(GalaEnded)) == 1
    assert card(world, gala_id).taps_peak == 12
    check(world)


def test_the_end_races_with_taps(world):
    gala_id = opened(world)
    tapping = lambda town: envelopes.tap(town, gala_id)  # noqa: E731
    ending = lambda town: envelopes.end_gala(town, str(gala_id))  # noqa: E731
    world.race(("ana", tapping), ("bo", ending), ("cy", tapping), ("bo", ending))
    (ended,) = world.emitted(GalaEnded)
    assert ended.winners == card(world, gala_id).winners
    check(world)


def test_the_database_refuses_a_second_running_gala(world):
    first = opened(world)
    world.forward(days=3)
    start(world)
    with pytest.raises(IntegrityError), world.office() as town:
        town.conn.execute(
            update(envelope_rows).where(envelope_rows.c.envelope_id == first).values(state="open")
        )
