"""Advice on a score: it is paid for, said, and measured; whose it is decides what it is worth."""

from __future__ import annotations

from contextlib import suppress

import pytest

from services.people.facts import Fact, record
from services.social import friends
from services.standing import advisers, agencies, listings, scores
from services.standing.advisers import Told
from services.standing.listings import Colour
from services.workshops import scenarios
from tests.db.lawgiving import enact
from tests.support.world import Builder, World

KEEPERS = ("Acorn", "Magpie", "Dice", "Seedling")
OWNED, PIER, OAK, SALON = "clear_sky", "ferry", "oak", "salon"
ONE, TWO = "a" * 12, "b" * 12


@pytest.fixture
def world(town_of: Builder) -> World:
    return town_of("ana", "bo", residents=KEEPERS)


def tip(world: World, adviser: str, nonce: str = ONE, who: str = "ana") -> Told:
    with world.acting(who) as town:
        return advisers.buy_tip(town, adviser, nonce)


def removal(world: World, adviser: str, nonce: str = ONE) -> Told:
    with world.acting("ana") as town:
        return advisers.buy_removal(town, adviser, nonce)


def line(world: World, adviser: str) -> advisers.AdviserLine:
    with world.facilitating() as town:
        title = advisers.catalogue()[adviser].title
        return next(one for one in advisers.tips(town).lines if one.title == title)


def blame(world: World, agency: str) -> None:
    with world.office() as town:
        basis = f"discretion:{agency}"
        listings.enter(town, agency, Colour.BLACK, world.ids["ana"], basis=basis)
        listings.publish_due(town)


def blamed_by(world: World) -> set[str]:
    with world.office() as town:
        found = listings.standing(town, Colour.BLACK)
        return {one.agency for one in found if one.participant_id == world.ids["ana"]}


def pay_score(world: World) -> int:
    with world.acting("ana") as town:
        return scores.my_page(town).standing.score


def test_a_tip_is_paid_once_and_leaves_a_receipt_and_a_fact(world: World):
    first = tip(world, OAK)
    assert (world.balance("ana"), world.balance("Acorn")) == (97_00, 103_00)
    again = tip(world, OAK)
    assert (again.says, again.sale.code) == (first.says, first.sale.code)
    assert world.balance("ana") == 97_00
    told = line(world, OAK)
    assert told.right + told.wrong == 1
    assert told.spent.fen == 3_00
    world.check_books()


def test_the_one_who_owns_the_document_is_always_right_and_following_it_lifts(world: World):
    enact(world, "bills", "off")  # so that one of its warnings would be wrong
    said = [tip(world, OWNED, nonce) for nonce in (ONE, TWO)]
    assert said[0].says != said[1].says
    told = line(world, OWNED)
    assert (told.right, told.wrong) == (2, 0)
    before = pay_score(world)
    title = scores.actions().actions["check_name"].title
    assert said[0].says == title, "what gives most to a newcomer"
    with world.acting("ana") as town:
        record(town, Fact(world.ids["ana"], "identity_verified", key="id:1"))
    assert pay_score(world) > before
    for number in range(6):
        with suppress(advisers.NothingToTell):
            tip(world, OWNED, f"{number:012x}")
    told = line(world, OWNED)
    assert told.right > 2
    assert told.wrong == 0


def test_what_people_say_is_measured_and_some_of_it_is_false(world: World):
    said = {str(tip(world, OAK, f"{number:012x}").says) for number in range(4)}
    assert len(said) == 4, "nothing is sold twice"
    told = line(world, OAK)
    assert (told.right, told.wrong) == (2, 2), "bills and late bills count, the rest does not"
    with pytest.raises(advisers.NothingToTell):
        tip(world, OAK, "f" * 12)
    assert world.balance("ana") == 88_00


def test_a_friend_is_named_and_the_document_says_whether_it_helps(world: World):
    with world.acting("ana") as town:
        friends.acquaint(town, world.ids["ana"], world.ids["bo"])
    said = [tip(world, SALON, f"{number:012x}") for number in range(4)]
    assert [one.friend for one in said if one.friend] == ["Bo"]
    told = line(world, SALON)
    assert told.right + told.wrong == 4
    assert told.wrong, "news are read by nobody who rates"


def test_a_promise_of_removal_is_paid_and_nothing_happens(world: World):
    with pytest.raises(advisers.OnNoList):
        removal(world, PIER)
    blame(world, "court")
    told = removal(world, PIER)
    assert not told.is_done
    assert blamed_by(world) == {"court"}
    assert world.balance("ana") == 85_00
    assert (line(world, PIER).promised, line(world, PIER).done) == (1, 0)
    with pytest.raises(advisers.NotOurList):
        removal(world, OWNED)


def test_the_companys_adviser_takes_people_off_the_companys_own_list(world: World):
    blame(world, "tencent_credit")
    blame(world, "court")
    assert removal(world, OWNED).is_done
    assert blamed_by(world) == {"court"}
    assert line(world, OWNED).done == 1


def test_nobody_is_sold_anything_that_leaves_them_with_little(town_of: Builder):
    world = town_of("ana", residents=KEEPERS, fen=advisers.shelf().keeps_fen + 2_99)
    with pytest.raises(advisers.TooLittleLeft):
        tip(world, OAK)
    assert tip(world, SALON).fee.fen == 2_00


def test_the_ban_closes_the_owned_one_and_says_whose_it_was(world: World):
    with world.acting("ana") as town:
        before = advisers.market(town)
    assert len(before.offers) == len(advisers.catalogue())
    assert all(one.owner is None for one in before.offers), "nobody is told"
    enact(world, "conflict_ban", "on")
    with world.acting("ana") as town:
        after = advisers.market(town)
    assert [title.en for title, _ in after.closed] == ["Clear Sky Score Desk"]
    assert all(one.adviser.owner is None for one in after.offers)
    with pytest.raises(advisers.AdviserForbidden) as refused:
        tip(world, OWNED)
    assert refused.value.fields["act"] == f"advice {OWNED}", "which the log keeps"
    assert refused.value.fields["owner"] == agencies.agency("tencent_credit").title
    assert world.balance("ana") == 100_00


def test_disclosure_names_the_owner_and_makes_the_same_advice_free(world: World):
    sold = tip(world, OWNED)
    with world.acting("ana") as town:
        assert scores.my_page(town).advice is None
    enact(world, "explanation", "receipt")
    with world.acting("ana") as town:
        assert scores.my_page(town).advice == sold.says
        market = advisers.market(town)
    assert market.is_free
    assert [str(one.owner.en) for one in market.offers if one.owner] == ["Tencent Credit"]
    tip(world, OAK, TWO)
    with world.facilitating() as town:
        laws = {one.explanation: one.sold for one in advisers.tips(town).laws}
    assert laws == {scores.Explanation.VAGUE: 1, scores.Explanation.RECEIPT: 1}


def test_the_card_lets_them_be_heard_and_a_forbidden_one_is_silent(world: World):
    with world.facilitating() as town:
        scenarios.run(town, "adviser")
    enact(world, "conflict_ban", "on")
    with world.facilitating() as town:
        scenarios.run(town, "adviser")
    first, second = world.emitted(advisers.AdvisersHeard)
    owned = [sum(one.owner is not None for one in e.advisers) for e in (first, second)]
    assert owned == [
        1,
        0,
    ]
    assert (len(first.advisers), len(second.advisers)) == (3, 2)
