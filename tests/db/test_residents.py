"""Residents live through the same services; the same seed tells the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import select

from services.kernel.money import Fen
from services.kernel.time import DAY_S, day_number
from services.kernel.timers import TimerVerb, set_timer, timers
from services.kernel.town import Town
from services.living import errands, rentals
from services.living.residents import RESIDENT_ACT, RESIDENT_DAY, SilentDays, move_in
from services.living.residents.folk import residents, script
from services.modules import Wiring
from services.money import envelopes, ledger, transfers
from services.money.envelopes import EnvelopeSent, ShareOpened
from services.people import facts, identity
from services.social import calls, messaging
from services.social.calls import CallConnected, CallSpoken
from services.social.messaging import MessageSent
from services.standing import courts
from tests.support.world import Builder, World

WIRING = Wiring()


def hear(town: Town) -> None:
    """Let the town react to what was told, as the runtime does."""
    WIRING.settle(town)


def hearing(verb: TimerVerb) -> TimerVerb:
    def run(town: Town, subject: str) -> None:
        verb(town, subject)
        hear(town)

    return run


TIMERS = {kind: hearing(verb) for kind, verb in WIRING.timers.items()}


def settled(town_of: Builder, *names: str, seed: int = 1) -> World:
    """A town with its twelve residents, and people of these names."""
    world = town_of(*names, timers=TIMERS, seed=seed)
    with world.office() as town:
        move_in(town)
    return world


def do(world: World, name: str, verb: Callable[[Town], object]) -> None:
    """Somebody acts, and the town hears of it."""
    with world.acting(name) as town:
        verb(town)
        hear(town)


def names(world: World) -> dict[str, str]:
    with world.office() as town:
        return {n.participant_id: n.name for n in identity.neighbours(town)}


def story(world: World) -> list[tuple[Any, ...]]:
    """All that happened, by names and times: facts and movements of wallets."""
    called = names(world)
    lines: list[tuple[Any, ...]] = []
    with world.office() as town:
        for someone in identity.neighbours(town):
            who = someone.participant_id
            lines += [
                (f.at, someone.name, f.kind, f.amount, called.get(f.counterpart, ""))
                for f in facts.facts_of(town, who)
            ]
            lines += [
                (m.at, someone.name, m.kind, m.amount, m.other_kind)
                for m in ledger.movements(town, someone.wallet, limit=10_000)
            ]
    return sorted(lines, key=str)


def test_twelve_move_in_with_money_once(town_of: Builder):
    world = settled(town_of)
    with world.office() as town:
        move_in(town)
        everybody = residents(town)
        assert len(everybody) == 12
        assert {ledger.balance(town, one.wallet) for one in everybody} == {200_00}
    world.check_books()


def test_more_than_the_twelve_come_by_the_towns_seed_and_live_as_they_do(town_of: Builder):
    def lived_in_by(seed: int) -> dict[str, str]:
        world = town_of(seed=seed, timers=TIMERS)
        with world.office() as town:
            town.residents = 40
            move_in(town)
            return {one.name: one.habit_name for one in residents(town)}

    first, again, other = (lived_in_by(seed) for seed in (7, 7, 8))
    assert len(first) == 40
    assert first == again != other
    assert {role.name.en for role in script().roles} <= first.keys() & other.keys()
    assert set(Counter(first.values()).values()) == {3, 4}


def test_the_same_seed_tells_the_same_story(town_of: Builder):
    first, second = settled(town_of, seed=7), settled(town_of, seed=7)
    for world in (first, second):
        world.forward(days=3)
    assert story(first) == story(second)
    assert len(story(first)) > 100


def test_another_seed_tells_another_story(town_of: Builder):
    first, second = settled(town_of, seed=7), settled(town_of, seed=8)
    for world in (first, second):
        world.forward(days=1)
    assert story(first) != story(second)


def test_a_lived_day_is_lively_and_the_books_balance(town_of: Builder):
    world = settled(town_of)
    for _ in range(4 * 24):  # as it runs: a town quarter of an hour at a time
        world.pass_wall(ms=2_500)
    days = 4
    kinds = Counter(line[2] for line in story(world))
    assert 2 * days <= kinds["paid"] <= 12 * days
    assert kinds["envelope_sent"] >= 2
    assert kinds["envelope_opened"] > kinds["envelope_sent"]
    assert kinds["message_sent"] >= days
    assert kinds["call_accepted"] >= 1
    acts = kinds["paid"] + kinds["envelope_opened"] + kinds["envelope_sent"]
    acts += kinds["message_sent"] + kinds["call_made"]
    assert 8 * days <= acts <= 40 * days
    stars = [amount for _, _, kind, amount, _ in story(world) if kind == "rated"]
    assert len(stars) >= days
    assert 4 * len(stars) <= sum(stars) < 5 * len(stars), "honestly, and a little kindly"
    world.check_books()


def test_residents_fight_over_an_envelope(town_of: Builder):
    world = settled(town_of, "ana")
    do(world, "ana", lambda town: envelopes.send(town, Fen(20_00), 4))
    world.pass_wall(ms=35_000)
    mine = [event for event in world.emitted(ShareOpened) if event.sender == world.ids["ana"]]
    assert len(mine) == 4
    assert sum(event.share.amount for event in mine) == 20_00
    world.check_books()


def test_a_personal_envelope_is_opened_by_nobody_else(town_of: Builder):
    world = settled(town_of, "ana")
    do(world, "ana", lambda town: envelopes.send_to(town, "bittern", Fen(5_00)))
    world.pass_wall(ms=40_000)
    mine = [event for event in world.emitted(ShareOpened) if event.sender == world.ids["ana"]]
    with world.office() as town:
        assert [identity.by_id(town, e.opener).name for e in mine] == ["Bittern"]


def test_a_payment_is_answered_by_habit(town_of: Builder):
    world = settled(town_of, "ana")
    for name in names(world).values():
        if name != "Ana":
            do(world, "ana", partial(transfers.offer, to=name, amount=Fen(1_00)))
    world.forward(days=2)
    who = world.ids["ana"]
    kinds = Counter(f.kind for f in world.facts_of("ana") if f.amount == 1_00)
    assert 6 <= kinds["paid"] <= 12
    with world.office() as town:
        left = [f for one in residents(town) for f in facts.facts_of(town, one.participant_id)]
    back = [f for f in left if f.kind in {"payment_declined", "payment_expired"}]
    assert kinds["paid"] + len([f for f in back if f.counterpart == who]) == 12
    world.check_books()


def test_a_call_is_taken_talked_through_and_hung_up(town_of: Builder):
    world = settled(town_of, "ana")
    do(world, "ana", lambda town: calls.ring(town, "magpie"))
    world.pass_wall(ms=20_000)
    assert any(event.call.caller == world.ids["ana"] for event in world.emitted(CallConnected))
    said = [e for e in world.emitted(CallSpoken) if e.listener == world.ids["ana"]]
    assert 1 <= len(said) <= 3
    assert said[0].text in script().habits["talker"].phrases.talks.en
    world.pass_wall(ms=60_000)
    with world.office() as town:
        assert calls.current_call(town, world.ids["ana"]) is None


def test_people_are_answered_and_residents_do_not_answer_each_other(town_of: Builder):
    world = settled(town_of, "ana")
    for _ in range(3):
        do(world, "ana", lambda town: messaging.send(town, "magpie", "Hello!"))
    world.pass_wall(ms=10_000)
    answers = [e for e in world.emitted(MessageSent) if e.receiver == world.ids["ana"]]
    assert 1 <= len([e for e in answers if e.sender_name == "Magpie"]) <= 3
    with world.office() as town:
        magpie, shy = identity.by_name(town, "Magpie"), identity.by_name(town, "Snowdrop")
    before = len(world.emitted(MessageSent))
    with world.office() as town:
        place = town.as_actor(identity.participant_actor(town, magpie.participant_id), key="m")
        messaging.send(place, shy.name, "Psst")
        events = len(town.events)
        hear(town)
        assert len(town.events) == events
    world.pass_wall(ms=8_000)
    later = world.emitted(MessageSent)[before + 1 :]
    assert not [e for e in later if e.sender_name == "Snowdrop" and e.receiver_name == "Magpie"]


def test_a_refused_act_is_a_missed_chance_and_leaves_nothing(town_of: Builder):
    world = settled(town_of, "ana")
    do(world, "ana", lambda town: envelopes.send_to(town, "magpie", Fen(5_00)))
    (sent,) = world.emitted(EnvelopeSent)
    with world.office() as town:
        other = identity.by_name(town, "Candle").participant_id
        set_timer(town, RESIDENT_ACT, f"open:{other}:{sent.card.envelope_id}", due=town.now)
    before = story(world)
    world.run_due()
    assert [line for line in story(world) if line not in before and line[1] == "Candle"] == []
    world.check_books()


def test_a_served_judgment_is_paid_by_most(town_of: Builder):
    world = settled(town_of)
    with world.facilitating() as town:
        saver = identity.by_name(town, "Acorn").participant_id
        judgment = courts.judge(town, saver, Fen(60_00))
        hear(town)
    world.forward(days=2)
    with world.office() as town:
        assert courts.judgment_of(town, judgment.judgment_id).paid is not None


def test_residents_hire_and_return(town_of: Builder):
    world = settled(town_of)
    world.forward(days=12)
    kinds = Counter(line[2] for line in story(world))
    assert kinds["rental_returned"] >= 3
    assert kinds["rental_returned"] + kinds["rental_late"] <= 3 * 12
    with world.office() as town:
        assert rentals.audit(town.conn) == []
    world.check_books()


def test_while_the_town_catches_up_people_are_left_in_peace(town_of: Builder):
    world = settled(town_of, "ana")
    world.forward(days=5)
    long_ago = world.now() - 2 * DAY_S
    with world.office() as town:
        ana = facts.facts_of(town, world.ids["ana"], until=long_ago)
    assert {fact.kind for fact in ana} == set()
    late = [e for e in world.emitted(EnvelopeSent) if e.card.recipient is None]
    assert len(late) <= 3, "only the last half day is announced to everybody"


def test_of_a_long_leap_only_the_last_fortnight_is_lived_and_the_rest_summed_up(town_of: Builder):
    world = settled(town_of, "ana")
    known = len(world.facts_of("ana"))
    world.forward(days=365)
    (told,) = world.emitted(SilentDays)
    assert told.last - told.first > 340
    summed = world.rows(select(facts.FACTS).where(facts.FACTS.c.purpose == "summary"))
    assert len(summed) == told.facts > 100
    assert {row.kind for row in summed} <= {
        k for s in errands.services().values() for k in s.kinds()
    }
    hers = world.facts_of("ana")[known:]
    assert {fact.purpose for fact in hers} <= {"payment", "service"}, "nothing that did not happen"
    days = {day_number(line[0]) for line in story(world) if line[2] == "paid"}
    today = day_number(world.now())
    assert {day for day in days if 4 < day < today - 15} == set()
    assert len({day for day in days if day >= today - 14}) >= 10
    world.check_books()


def test_timers_of_somebody_who_is_a_person_by_now_do_nothing(town_of: Builder):
    world = settled(town_of, "ana")
    with world.office() as town:
        set_timer(town, RESIDENT_ACT, f"pays:{world.ids['ana']}:1", due=town.now)
        set_timer(town, RESIDENT_ACT, "pays:nobody:1", due=town.now)
    world.run_due()
    assert world.balance("ana") == 100_00


def test_each_language_has_all_the_words():
    assert len(script().roles) == 12
    assert {role.habit for role in script().roles} == set(script().habits)
    for habit in script().habits.values():
        for _, lines in habit.phrases:
            assert len(lines.en) == len(lines.zh)
            assert all(len(words) <= 100 for words in (*lines.en, *lines.zh))


def test_the_days_timers_go_on(town_of: Builder):
    world = settled(town_of)
    world.forward(hours=20)
    with world.office() as town:
        rows = town.conn.execute(timers.select().where(timers.c.kind == RESIDENT_DAY)).all()
    assert [row.due_town_s for row in rows] == [2 * DAY_S]
