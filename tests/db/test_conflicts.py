"""The radar of conflicts: edges as they stand, and what the law ends."""

from __future__ import annotations

import pytest

from services.money import merchants
from services.standing import advisers, agencies, conflicts, ombudsman
from services.standing.advisers import AdviserForbidden
from services.standing.agencies import OwnersBarred
from services.standing.conflicts import Kind
from services.standing.ombudsman import SitsForCompany
from tests.db.lawgiving import enact

ONE = "0" * 12
KEEPERS = tuple({one.keeper.en: None for one in merchants.catalogue().values()})


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", residents=KEEPERS, fen=500_00)


def radar(world, name=None):
    with world.acting(name) if name else world.facilitating() as town:
        return conflicts.radar(town)


def live(found):
    return {(one.rule.conflict_id, one.node.node_id) for one in found.conflicts if not one.is_over}


def test_whoever_rates_and_sells_advice_is_lit_until_the_law_forbids_it(world):
    assert ("advice", "tencent_credit") in live(radar(world))
    assert ("removal", "tencent_credit") in live(radar(world))
    enact(world, "conflict_ban", "on")
    after = radar(world)
    assert not {"advice", "removal"} & {rule for rule, _ in live(after)}
    assert [one.is_banned for one in after.edges if one.kind is Kind.ADVISES] == [True]
    ended = {one.rule.conflict_id for one in after.conflicts if one.is_over}
    assert ended == {"advice", "removal", "bureau"}
    assert live(after) == {("platform", "tencent_credit")}


def test_all_eight_own_the_bureau_that_checks_them_and_its_other_holder_rates_nobody(world):
    owners = {node for rule, node in live(radar(world)) if rule == "bureau"}
    assert owners == {one.agency_id for one in agencies.companies()}


def test_only_who_runs_the_app_and_a_score_is_its_own_platform(world):
    assert {node for rule, node in live(radar(world)) if rule == "platform"} == {"tencent_credit"}


def test_what_is_nobodys_to_know_is_counted_and_not_shown(world):
    secret = radar(world, "ana")
    assert secret.hidden == 1
    assert Kind.ADVISES not in {one.kind for one in secret.edges}
    assert "advice" not in {rule for rule, _ in live(secret)}
    enact(world, "explanation", "reasons")
    told = radar(world, "ana")
    assert told.hidden == 0
    assert ("advice", "tencent_credit") in live(told)


def test_what_advisers_were_paid_is_an_edge_with_its_day(world):
    with world.acting("ana") as town:
        advisers.buy_tip(town, "oak", ONE)
    (paid,) = (one for one in radar(world).edges if one.kind is Kind.PAID)
    assert paid.target.node_id == "oak"
    assert int(paid.amount.fen) == advisers.catalogue()["oak"].price_fen
    assert paid.since is not None


def test_a_seat_is_an_edge_to_its_company(world):
    with world.facilitating() as town:
        agencies.give_seat(town, "bo sesame_credit")
    (seat,) = (one for one in radar(world).edges if one.kind is Kind.SITS)
    assert (seat.origin.name, seat.target.node_id) == ("Bo", "sesame_credit")


def test_the_engine_refuses_what_the_radar_says_is_over(world):
    enact(world, "conflict_ban", "on")
    with world.acting("ana") as town, pytest.raises(AdviserForbidden) as refused:
        advisers.buy_tip(town, "clear_sky", ONE)
    assert (
        refused.value.fields["act"] == "advice clear_sky"
    )  # by which the refusal stands in the log


def test_no_owner_of_the_bureau_decides_what_it_hears_once_the_law_forbids_it(world):
    with world.facilitating() as town:
        agencies.give_seat(town, "bo sesame_credit")
        agencies.call_boards(town)
    enact(world, "conflict_ban", "on")
    with world.acting("bo") as town, pytest.raises(OwnersBarred) as refused:
        agencies.vote(town, "sesame_credit", shares=True)
    assert refused.value.fields["act"] == "board vote sesame_credit"


def test_nobody_sits_for_a_company_and_in_the_ombudsmans_office(world):
    with world.facilitating() as town:
        agencies.give_seat(town, "bo sesame_credit")
        assert ombudsman.appoint(town, "bo").holds
    enact(world, "conflict_ban", "on")
    with world.facilitating() as town:
        ombudsman.appoint(town, "bo off")
    with world.facilitating() as town, pytest.raises(SitsForCompany) as refused:
        ombudsman.appoint(town, "bo")
    assert refused.value.fields["act"] == "ombudsman seat"
    with world.facilitating() as town:
        ombudsman.appoint(town, "ana")
        agencies.give_seat(town, "ana koala_credit")
        for event in tuple(town.events):
            ombudsman.handle_event(town, event)
        assert ombudsman.holders(town) == ()
