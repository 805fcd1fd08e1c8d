"""Residents live through the same services; the same seed tells the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from services.kernel.money import Fen
from services.kernel.time import DAY_S, day_number
from services.kernel.timers import TimerVerb, set_timer, timers
from services.kernel.town import Town, Visitor, office
from services.living import rentals, seats
from services.living.residents import RESIDENT_ACT, RESIDENT_DAY, move_in
from services.living.residents.folk import residents, script
from services.modules import Wiring
from services.money import envelopes, ledger, transfers
from services.money.envelopes import EnvelopeSent, ShareOpened
from services.money.transfers import TransferOffered
from services.people import facts, identity
from services.people.identity import ParticipantLeft
from services.social import calls, messaging
from services.social.calls import CallConnected, CallSpoken
from services.social.messaging import MessageSent
from services.standing import agencies, courts
from services.workshops.sessions import opening
from tests.support.world import Builder, World

WIRING = Wiring()
FAY = Visitor(bot_id=777, tg_user_id=8_501, first_name="Fay", username=None, language="en")
NEWCOMER = Visitor(bot_id=777, tg_user_id=7_007, first_name="Nia", username=None, language="en")


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


def opened(town_of: Builder, language: str = "en") -> tuple[World, str]:
    """A workshop made as a facilitator makes it, and its code."""
    base = town_of()
    with base.uow(replace(FAY, language=language)) as uow:
        made = opening.open_new(uow, "Monday")
        hear(identity.office_town(uow, made.workshop_id, office()))
    return World(base.engine, base.url, base.clock, made.workshop_id, TIMERS), made.code


def joined(world: World, code: str) -> str:
    with world.uow(NEWCOMER) as uow:
        welcome = seats.join(uow, code)
        hear(identity.office_town(uow, world.workshop_id, office()))
    return welcome.name


def test_a_new_workshop_is_settled_and_its_days_begin(town_of: Builder):
    world, _ = opened(town_of)
    with world.office() as town:
        assert len(residents(town)) == 12
    world.forward(days=2)
    assert len(story(world)) > 60


def test_a_chinese_town_lives_in_chinese(town_of: Builder):
    world, _ = opened(town_of, "zh")
    world.forward(days=2)
    with world.office() as town:
        assert all(not one.name.isascii() for one in residents(town))
    said = world.emitted(MessageSent)
    assert said
    assert all(not event.text.isascii() for event in said)
    world.check_books()


def test_a_newcomer_is_greeted_and_paid(town_of: Builder):
    world, code = opened(town_of)
    name = joined(world, code)
    world.pass_wall(ms=15_000)
    assert any(event.receiver_name == name for event in world.emitted(MessageSent))
    offers = [e for e in world.emitted(TransferOffered) if e.payment.receiver_name == name]
    assert 8_88 in [event.payment.amount for event in offers]


def test_a_late_joiner_has_a_past_in_which_the_books_balance(town_of: Builder):
    world, code = opened(town_of)
    world.forward(days=6)
    offers = len(world.emitted(TransferOffered))
    name = joined(world, code)
    assert len(world.emitted(TransferOffered)) == offers, "the past is silent"
    with world.office() as town:
        newcomer = identity.by_name(town, name)
        lived = [f for f in facts.facts_of(town, newcomer.participant_id)]
        dealings = [
            f for f in lived if f.kind in {"paid", "was_paid"} and f.counterpart != "town_hall"
        ]
        assert 1 <= len(dealings) <= 4
        assert {f.kind: f for f in lived}["joined"].at <= min(f.at for f in dealings) < town.now
    world.forward(days=2)
    world.check_books()


def test_who_leaves_lives_on_by_a_habit_and_hangs_up(town_of: Builder):
    world, code = opened(town_of)
    name = joined(world, code)
    with world.uow(NEWCOMER) as uow:
        town = identity.participant_town(uow)
        calls.ring(town, "Magpie")
        seats.leave(uow)
        hear(town)
    assert len(world.emitted(ParticipantLeft)) == 1
    with world.office() as town:
        (left,) = [one for one in residents(town) if one.name == name]
    world.pass_wall(ms=20_000)
    with world.office() as town:
        assert calls.current_call(town, left.participant_id) is None
    world.forward(days=5)
    acted = {line[2] for line in story(world) if line[1] == name and line[0] > DAY_S}
    assert acted
    world.check_books()


def test_what_a_leaver_has_out_is_brought_back_and_the_deposit_is_not_stuck(town_of: Builder):
    world, code = opened(town_of)
    name = joined(world, code)
    with world.uow(NEWCOMER) as uow:
        town = identity.participant_town(uow)
        agencies.leave(town, "pay_score")
        order = rentals.start(town, "umbrella")
        rentals.confirm(town, order.order_id)
        rentals.pay_deposit(town, order.order_id)
        hear(town)
    with world.uow(NEWCOMER) as uow:
        seats.leave(uow)
        hear(identity.office_town(uow, world.workshop_id, office()))
    world.pass_wall(ms=5_000)
    with world.office() as town:
        assert rentals.find_order(town, order.order_id).state is rentals.OrderState.DONE
        assert rentals.audit(town.conn) == []
    assert [line[2] for line in story(world) if line[1] == name].count("rental_deposit_back") == 1
    world.check_books()


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


def test_of_a_long_leap_only_the_last_fortnight_is_lived(town_of: Builder):
    world = settled(town_of)
    world.forward(days=365)
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
