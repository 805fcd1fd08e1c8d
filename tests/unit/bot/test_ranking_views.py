"""The ranks before all eyes: asked once, hung up as a card, and following masks and the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.acts import Access
from bot.replies import Button, Message, Redraw, Replies, Show, ToAll, ToGroup
from bot.standing.scores import handlers, ranking
from bot.standing.scores.ranking import AskShowRanks, ShowRanks
from services.kernel.localized import LANGUAGES
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId, WorkshopId
from services.law.switchboard import LawEnacted, Switch
from services.people.identity import Neighbour
from services.people.masks import MaskChanged
from services.standing import scores
from services.standing.lists import ListsPublished
from tests.support.handed import pressed, typed
from tests.unit.bot.money_looks import HOSTILE, check

HERE = WorkshopId(1)
SOMEBODY = Neighbour(
    participant_id=ParticipantId("p"),
    name=HOSTILE,
    trade="baker",
    wallet=AccountId(1),
    is_resident=True,
)
FOLLOWED = [scores.RanksShown, MaskChanged, LawEnacted, ListsPublished]
RANKS = scores.Ranks((scores.Ranked(SOMEBODY, 700),) * 10, HERE, may_show=True, has_group=True)


def ways(replies: Replies) -> Sequence[object]:
    [message] = replies
    assert isinstance(message, Message)
    return [one.data for row in message.keyboard for one in row if isinstance(one, Button)][:-1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("to_all", [True, False])
def test_every_look_has_words(to_all: bool, language: str):
    check(ranking.page(RANKS), language)
    check(ranking.ask(RANKS, to_all=to_all), language)
    check(ranking.told_shown(scores.RanksShown(to_all)), language)
    check((ranking.card(RANKS.ranked), ranking.card(None)), language)


def test_it_asks_once_and_offers_a_group_where_there_is_one():
    group, everybody = (AskShowRanks(to_all=to_all, town=1) for to_all in (False, True))
    assert ways(ranking.page(RANKS)) == [group, everybody]
    assert ways(ranking.page(replace(RANKS, has_group=False))) == [everybody]
    assert ways(ranking.page(replace(RANKS, may_show=False))) == []
    assert ways(ranking.ask(RANKS, to_all=False)) == [ShowRanks(to_all=False, town=1)]


def test_it_hangs_as_a_card_that_follows_masks_and_the_law():
    assert ranking.shown(scores.RanksShown(to_all=True)) == (Show("ranks:wall", to=ToAll()),)
    assert ranking.shown(scores.RanksShown(to_all=False)) == (Show("ranks:wall", to=ToGroup()),)
    again = (Redraw("ranks:wall"),)
    assert ranking.masked(MaskChanged(HERE, "Bo", is_on=True)) == again
    for switch, wanted in ((Switch.LEADERBOARD, again), (Switch.FRIENDS, ())):
        assert ranking.law_changed(enacted(switch)) == wanted
    assert set(FOLLOWED) <= handlers.FEATURE.event_views.keys()


def enacted(switch: Switch) -> LawEnacted:
    return LawEnacted(
        workshop_id=HERE,
        switch=switch,
        value="on",
        before="off",
        in_force_from=TownTime(0),
        at_once=True,
    )


async def test_ranks_are_read_from_both_chairs_and_hung_up_from_one():
    assert (handlers.readers.access, handlers.auditors.access) == (Access.ANYONE, Access.WORKSHOP)
    assert (await typed(handlers.readers, "score", "board")).name == "ranks"
    shows = await pressed(handlers.auditors, ShowRanks(to_all=True, town=1))
    assert (shows.while_paused, shows.reads) == (True, False)
