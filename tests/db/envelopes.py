"""What tests do with envelopes in a `World`, in few words."""

from __future__ import annotations

from services import red_envelopes
from services.kernel.money import Fen
from services.red_envelopes import Kind

TIMERS = {red_envelopes.TIMER: red_envelopes.expire}


def send(world, fen=888, shares=3, kind=Kind.LUCKY, words="", *, by="ana"):
    with world.acting(by) as town:
        return red_envelopes.send(town, Fen(fen), shares, kind, words)


def send_to(world, to="bo", fen=666):
    with world.acting("ana") as town:
        return red_envelopes.send_to(town, to, Fen(fen))


def open_share(world, name, envelope):
    with world.acting(name) as town:
        return red_envelopes.open_share(town, envelope.envelope_id)


def card(world, envelope):
    with world.office() as town:
        return red_envelopes.envelope_card(town, envelope.envelope_id)


def faults(world):
    with world.office() as town:
        return {fault.invariant for fault in red_envelopes.audit(town.conn)}


def check_counts(world):
    """I5 to I7: what was opened, is left and went back is the total; one share a person."""
    assert faults(world) == set()
    world.check_books()
