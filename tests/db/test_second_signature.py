"""Nobody is listed at discretion without a second signature, once the law wants one."""

from __future__ import annotations

import pytest

from services.kernel.audit_log import latest
from services.kernel.errors import Outdated
from services.standing import listings
from services.standing.listings import (
    Colour,
    MinorsSpared,
    NobodyToSign,
    Proposal,
    SignatureAsked,
    SignatureGiven,
    SignatureState,
    TwoSignaturesNeeded,
)
from tests.db.lawgiving import enact, remember

WHOM = "Lantern"


@pytest.fixture
def world(town_of):
    timers = {listings.SIGNATURE_DUE: listings.lapse}
    made = town_of("ana", "bo", residents=(WHOM,), timers=timers)
    enact(made, "second_signature", "on")
    return made


def proposed(world, why="hoarding coal", key=None) -> Proposal:
    with world.facilitating(key=key) as town:
        found = listings.put_down_or_propose(town, WHOM, why)
    assert isinstance(found, Proposal)
    return found


def answered(world, found, *, is_signed, name=None):
    with world.acting(name or signer_of(world, found)) as town:
        return listings.sign(town, found.proposal_id, is_signed=is_signed)


def signer_of(world, found):
    return next(name for name, pid in world.ids.items() if pid == found.signer)


def listed(world):
    with world.office() as town:
        return [one.name for one in listings.unended(town, Colour.BLACK)]


def test_one_of_the_town_is_asked_and_their_signature_lists(world):
    found = proposed(world)
    assert [event.proposal for event in world.events if isinstance(event, SignatureAsked)] == [
        found
    ]
    assert listed(world) == []
    assert answered(world, found, is_signed=True).state is SignatureState.SIGNED
    assert listed(world) == [WHOM]


def test_who_does_not_sign_keeps_them_off_and_the_answer_stands(world):
    found = proposed(world)
    assert answered(world, found, is_signed=False).state is SignatureState.REFUSED
    again = answered(world, found, is_signed=True)
    assert (again.state, again.again) == (SignatureState.REFUSED, True)
    assert listed(world) == []


def test_nobody_else_signs(world):
    found = proposed(world)
    (other,) = {"ana", "bo"} - {signer_of(world, found)}
    with pytest.raises(Outdated):
        answered(world, found, is_signed=True, name=other)
    assert listed(world) == []


def test_what_nobody_signs_lapses_after_a_day(world):
    proposed(world)
    world.forward(days=2)
    states = [event.proposal.state for event in world.emitted(SignatureGiven)]
    assert states == [SignatureState.LAPSED]
    assert listed(world) == []


def test_twice_proposed_is_once_asked(world):
    assert proposed(world, key="1:1") == proposed(world, key="2:2")
    assert len(world.emitted(SignatureAsked)) == 1


def test_whoever_leaves_signs_nothing_more(world):
    found = proposed(world)
    with world.office() as town:
        listings.lapse_of(town, found.signer)
    with world.office() as town:
        assert listings.proposal(town, found.proposal_id).state is SignatureState.LAPSED


def test_what_has_become_unlawful_meanwhile_is_refused_at_the_signature(world):
    found = proposed(world)
    remember(world, WHOM, "under_age")
    enact(world, "minors_spared", "on")
    with pytest.raises(MinorsSpared):
        answered(world, found, is_signed=True)
    assert listed(world) == []


def test_with_nobody_to_sign_nobody_is_listed(town_of):
    alone = town_of(residents=(WHOM,))
    enact(alone, "second_signature", "on")
    with alone.facilitating() as town, pytest.raises(NobodyToSign):
        listings.put_down_or_propose(town, WHOM, "why")
    assert listed(alone) == []


def test_a_card_alone_brings_no_second_signature(world):
    with world.facilitating() as town, pytest.raises(TwoSignaturesNeeded):
        listings.by_card(town, "rumour", WHOM)
    with world.facilitating() as town, pytest.raises(TwoSignaturesNeeded):
        listings.put_down(town, WHOM, "why")


def test_both_hands_are_in_the_log_as_roles(world):
    answered(world, proposed(world), is_signed=True)
    with world.engine.connect() as conn:
        lines = [(one.actor.split()[0], one.action) for one in reversed(latest(conn))]
    assert [line for line in lines if line[1].startswith("listing_")] == [
        ("facilitator", "listing_proposed"),
        ("participant", "listing_signed"),
    ]
