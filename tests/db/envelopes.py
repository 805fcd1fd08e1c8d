"""What tests do with envelopes in a `World`, in few words."""

from __future__ import annotations

from services.kernel.money import Fen
from services.money import envelopes
from services.money.envelopes import EnvelopeKind

TIMERS = {envelopes.TIMER: envelopes.expire}


def send(world, fen=888, shares=3, kind=EnvelopeKind.LUCKY, words="", *, by="ana"):
    with world.acting(by) as town:
        return envelopes.send(town, Fen(fen), shares, kind, words)


def send_to(world, to="bo", fen=666):
    with world.acting("ana") as town:
        return envelopes.send_to(town, to, Fen(fen))


def open_share(world, name, envelope):
    with world.acting(name) as town:
        return envelopes.open_share(town, envelope.envelope_id)


def card(world, envelope):
    with world.office() as town:
        return envelopes.envelope_card(town, envelope.envelope_id)


def faults(world):
    with world.office() as town:
        return {fault.invariant for fault in envelopes.audit(town.conn)}


def check_counts(world):
    """I5 to I7: what was opened, is left and went back is the total; one share a person."""
    assert faults(world) == set()
    world.check_books()
