"""Friends, family, the directory, guesses: every look in every language, with hostile names."""

from __future__ import annotations

from typing import Any

import pytest

from bot.acts import Access
from bot.arguments import Go, PersonCard
from bot.replies import (
    Answer,
    Button,
    Message,
    Redraw,
    Replies,
    Say,
    To,
)
from bot.social.friends import FEATURE, handlers, views
from bot.social.friends.views import Ask, CirclePage, End, Reply, TownPage
from bot.standing.proxies import FEATURE as GUESSES
from bot.standing.proxies import views as inferred
from bot.standing.proxies.handlers import auditors, router
from bot.words import words_for
from services.kernel.errors import RuleError, Usage
from services.kernel.localized import LANGUAGES
from services.kernel.paging import Page
from services.kernel.time import DAY_S, Moment, TownTime
from services.kernel.town import AccountId, ParticipantId
from services.people.identity import Neighbour
from services.social import friends
from services.social.friends import Circle, Friendship, FriendshipState
from services.social.kin import KinArrived, Relation, Relative
from services.standing import proxies
from tests.support.handed import typed
from tests.unit.bot.money_looks import HOSTILE, TOAST_MAX, check_escaped

ANA, BO = ParticipantId("p1-ana"), ParticipantId("p1-bo")
LONGEST_ID = ParticipantId("p" * 40)
CHARACTERS_MAX = 4096
BUTTONS_MAX = 100


def neighbour(name: str = HOSTILE, who: ParticipantId = LONGEST_ID) -> Neighbour:
    return Neighbour(
        participant_id=who, name=name, trade="baker", wallet=AccountId(1), is_resident=False
    )


def friendship(state: FriendshipState, name: str = HOSTILE) -> Friendship:
    return Friendship(
        friendship_id=7,
        asker=ANA,
        asker_name=name,
        asked=BO,
        asked_name=name,
        state=state,
        since=TownTime(5),
        until=None,
    )


def relative(relation: Relation) -> Relative:
    return Relative(BO, HOSTILE, relation, TownTime(0))


def circle(me: ParticipantId = BO, **changed: object) -> Circle:
    given: dict[str, Any] = {
        "me": me,
        "friends": Page((), 0, 1, 0),
        "asked_me": (),
        "asked_by_me": (),
        "family": (),
        "counts": True,
    }
    return Circle(**(given | changed))


FULL = circle(
    friends=Page((friendship(FriendshipState.FRIENDS),) * friends.PAGE_SIZE, 0, 7, 200),
    asked_me=(friendship(FriendshipState.ASKED),) * 12,
    asked_by_me=(friendship(FriendshipState.ASKED),) * friends.ASKED_MAX,
    family=tuple(relative(relation) for relation in Relation) * 3,
    counts=False,
)
EVERYTHING: list[Replies] = [
    views.circle(circle()),
    views.circle(FULL),
    views.directory(Page((), 0, 1, 0)),
    views.directory(Page((neighbour(),), 0, 1, 1)),
    views.directory(Page((neighbour(),) * 30, 1, 2, 31)),
    views.was_asked(friends.FriendAsked(friendship(FriendshipState.ASKED))),
    *((views.card(friendship(state)),) for state in FriendshipState),
    *(views.asked(friendship(state)) for state in (FriendshipState.ASKED, FriendshipState.FRIENDS)),
    *(
        views.replied(friendship(state))
        for state in (FriendshipState.FRIENDS, FriendshipState.DECLINED)
    ),
    views.befriended(friends.Befriended(friendship(FriendshipState.FRIENDS))),
    views.settled(friends.FriendDeclined(friendship(FriendshipState.DECLINED))),
    *(
        views.ended(friendship(state))
        for state in (FriendshipState.ENDED, FriendshipState.WITHDRAWN)
    ),
    views.known_here(friends.KnownHere(ANA, (HOSTILE, HOSTILE), (relative(Relation.PARENT),))),
    *(views.kin_arrived(KinArrived(BO, ANA, HOSTILE, relation)) for relation in Relation),
]
TALLIES = tuple(proxies.Tally(proxy, 7, 2) for proxy in proxies.catalogue().proxies)
GUESSED = tuple(
    proxies.Guess(
        proxy=tally.proxy,
        since=Moment(DAY_S),
        evidence=3,
        measured=12,
        confidence=tally.proxy.confidence,
        town_tally=tally,
    )
    for tally in TALLIES
)
EVERYTHING += [
    inferred.guesses(()),
    inferred.guesses(GUESSED),
    inferred.audit(proxies.Audit(TALLIES)),
]


def only(replies: Replies) -> Message:
    [message] = replies
    assert isinstance(message, Message)
    return message


def buttons(message: Message) -> list[object]:
    return [b.data for row in message.keyboard for b in row if isinstance(b, Button)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    words = words_for(language)
    for reply in replies:
        if not isinstance(reply, Message | Answer):
            continue
        html = words.html(reply.text)
        check_escaped(html)
        if isinstance(reply, Answer):
            assert len(words.plain(reply.text)) <= TOAST_MAX
            continue
        assert len(html) <= CHARACTERS_MAX
        labels = [words.plain(button.label) for row in reply.keyboard for button in row]
        assert all(labels)
        assert len(labels) <= BUTTONS_MAX


def test_friends_come_first_and_the_town_is_one_button_further():
    page = only(
        views.circle(circle(friends=Page((friendship(FriendshipState.FRIENDS, "Ana"),), 0, 1, 1)))
    )
    assert buttons(page) == [PersonCard(who=ANA), TownPage(page=0), Go(command="home")]


def test_whoever_asked_can_be_answered_from_the_list():
    page = only(views.circle(FULL))
    assert buttons(page)[:2] == [
        Reply(friendship_id=7, yes=True),
        Reply(friendship_id=7, yes=False),
    ]
    assert CirclePage(page=1) in buttons(page)


def test_pages_of_the_town_turn_round():
    last = only(views.directory(Page((neighbour(),), 1, 2, 31)))
    ways_out = [Go(command="friends"), Go(command="home")]
    assert buttons(last) == [PersonCard(who=LONGEST_ID), TownPage(page=0), *ways_out]


def test_the_asked_one_gets_a_card_and_the_asker_hears_of_a_yes_only():
    card = only(views.was_asked(friends.FriendAsked(friendship(FriendshipState.ASKED, "Ana"))))
    assert (card.to, card.card) == (To(BO), "friend:7")
    assert card == views.card(friendship(FriendshipState.ASKED, "Ana"))
    told, redrawn = views.befriended(friends.Befriended(friendship(FriendshipState.FRIENDS, "Ana")))
    assert isinstance(told, Message)
    assert (told.to, redrawn) == (To(ANA), Redraw("friend:7"))
    assert views.settled(friends.FriendDeclined(friendship(FriendshipState.DECLINED))) == (
        Redraw("friend:7"),
    )


def test_a_card_has_buttons_while_it_waits_and_keeps_an_end_to_itself():
    for state in FriendshipState:
        assert bool(views.card(friendship(state)).keyboard) is (state == FriendshipState.ASKED)
    assert views.card(friendship(FriendshipState.ENDED)) == views.card(
        friendship(FriendshipState.FRIENDS)
    )
    assert friends.Unfriended not in FEATURE.event_views


def test_who_knows_nobody_is_told_nothing():
    assert views.known_here(friends.KnownHere(ANA, (), ())) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_guesses_says_how_well_it_is_evidenced(language: str):
    words = words_for(language)
    for page in (inferred.guesses(GUESSED), inferred.audit(proxies.Audit(TALLIES))):
        html = words.html(only(page).text)
        for tally in TALLIES:
            assert words.html(Say(f"inferred.{tally.proxy.id}")) in html
            assert words.html(Say(f"provenance.{tally.proxy.provenance}")) in html


def test_buttons_fit_into_what_the_messenger_carries():
    longest = 10**18
    for data in (
        Ask(who=LONGEST_ID),
        TownPage(page=9_999),
        CirclePage(page=9_999),
        Reply(friendship_id=longest, yes=False),
        End(friendship_id=longest),
    ):
        assert len(data.pack().encode()) <= 64


REFUSALS = [
    friends.FriendToSelf(),
    friends.AlreadyFriends(name=HOSTILE),
    friends.AskedBefore(name=HOSTILE, again=Moment(DAY_S)),
    friends.TooManyAsked(limit=10),
    friends.NotFriends(name=HOSTILE),
    proxies.GuessesHidden(),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words_that_fit_into_an_alert(refusal: RuleError, language: str):
    words = words_for(language)
    text = Say(f"refusal.{refusal.code}", refusal.fields)
    check_escaped(words.html(text))
    assert len(words.plain(text)) <= TOAST_MAX


def test_every_refusal_of_these_features_is_tried_here():
    tried = {type(refusal) for refusal in REFUSALS}
    for package in (friends, proxies):
        public = (getattr(package, name) for name in vars(package))
        assert {c for c in public if isinstance(c, type) and issubclass(c, RuleError)} <= tried


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_command_is_described(language: str):
    for listed in (*FEATURE.commands, *GUESSES.commands):
        assert words_for(language).plain(Say(f"command.{listed.name}"))
    assert words_for(language).plain(Say("usage.friends"))


@pytest.mark.parametrize(
    ("args", "while_paused"),
    [
        (None, True),
        ("", True),
        ("Linden", True),
        ("add Linden", False),
        ("remove  Linden", False),
    ],
)
async def test_reading_is_allowed_while_paused_and_acting_is_not(args, while_paused):
    done = await typed(handlers.router, "friends", args)
    assert done.while_paused is while_paused


@pytest.mark.parametrize("args", ["add", "remove", " add "])
async def test_other_words_are_answered_by_how_to_type_it(args: str):
    with pytest.raises(Usage) as usage:
        await typed(handlers.router, "friends", args)
    assert usage.value.fields == {"command": "friends"}


def test_people_read_their_own_guesses_and_the_facilitator_audits():
    assert (handlers.router.access, router.access) == (Access.PARTICIPANT, Access.PARTICIPANT)
    assert auditors.access == Access.WORKSHOP
    assert GUESSES.routers == (auditors, router), "the audit is asked first"
