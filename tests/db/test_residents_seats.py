"""Residents of a workshop that is opened, joined and left: a greeting, a past, a life after."""

from __future__ import annotations

from dataclasses import replace

from services.kernel.time import DAY_S
from services.kernel.town import Role, Visitor, office
from services.living import rentals, seats
from services.living.residents.folk import residents
from services.money.transfers import TransferOffered
from services.people import facts, identity
from services.people.identity import ParticipantLeft
from services.social import calls
from services.social.messaging import MessageSent
from services.standing import agencies
from services.workshops.sessions import opening
from tests.db.test_residents import TIMERS, hear, story
from tests.support.world import Builder, World

FAY = Visitor(bot_id=777, tg_user_id=8_501, first_name="Fay", username=None, language="en")
NEWCOMER = Visitor(bot_id=777, tg_user_id=7_007, first_name="Nia", username=None, language="en")


def opened(town_of: Builder, language: str = "en") -> tuple[World, str]:
    """A workshop made as a facilitator makes it, and its code."""
    base = town_of()
    with base.uow(replace(FAY, language=language)) as uow:
        grants = (FAY.bot_id, FAY.tg_user_id, Role.FACILITATOR)
        identity.grant_role(uow.conn, *grants, wall_ms=uow.wall_ms)
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
