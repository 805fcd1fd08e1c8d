"""Residents leave people time, and leave them in peace."""

from __future__ import annotations

from services.kernel.money import Fen
from services.money import envelopes
from services.money.envelopes import EnvelopeSent, ShareOpened
from services.money.transfers import TransferOffered
from services.social import messaging
from services.social.messaging import MessageSent
from tests.db.test_residents import do, hear, settled
from tests.support.world import Builder


def test_a_persons_envelope_is_left_to_people_for_thirty_real_seconds(town_of: Builder):
    world = settled(town_of, "ana", "bo")
    world.human_wait_s = 300
    do(world, "ana", lambda town: envelopes.send(town, Fen(20_00), 12))
    mine = world.emitted(EnvelopeSent)[0].card.envelope_id

    def opened() -> int:
        return sum(one.share.envelope_id == mine for one in world.emitted(ShareOpened))

    world.forward(days=1)
    world.pass_wall(ms=29_000)
    assert opened() == 0, "also when the clock leaps"
    world.pass_wall(ms=120_000)
    assert opened() > 0


def test_residents_join_a_gala_and_leave_people_a_chance(town_of: Builder):
    world = settled(town_of, "ana")
    with world.facilitating() as town:
        gala = envelopes.start_gala(town, Fen(50_00))
        hear(town)
    assert gala.shares == 13
    with world.office() as town:
        envelopes.open_gala(town, str(gala.gala_id))
        hear(town)

    def winners() -> int:
        with world.office() as town:
            return envelopes.gala_card(town, gala.gala_id).winners

    world.pass_wall(ms=13_000)
    assert winners() == 0, "three seconds after it has opened"
    world.pass_wall(ms=20_000)
    assert winners() > 3
    with world.acting("ana") as town:
        assert envelopes.tap(town, gala.gala_id).share is not None


def test_whoever_does_nothing_is_left_in_peace_until_they_do(town_of: Builder):
    world = settled(town_of, "ana")
    about_ana = world.ids["ana"]

    def approached() -> int:
        offers = [
            one for one in world.emitted(TransferOffered) if one.payment.receiver == about_ana
        ]
        words = [one for one in world.emitted(MessageSent) if one.receiver == about_ana]
        return len(offers) + len(words)

    for _ in range(4):
        world.forward(hours=6)
    assert approached() == 0
    for _ in range(12):
        do(world, "ana", lambda town: messaging.send(town, "Magpie", "hello"))
        world.forward(hours=6)
    assert approached() > 1
