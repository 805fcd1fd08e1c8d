"""Friends, finding people, and what one does about somebody. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from aiogram import filters
from aiogram.types import Message

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import Go, PersonCard
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.social.friends import person, views
from bot.social.friends.person import Block, CloseReport, EnvelopeWhom, Reach, ReportWhom
from bot.social.friends.views import Ask, CirclePage, End, Reply, TownPage
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.money import transfers
from services.social import calls, friends, messaging, reports
from services.social.kin import KinArrived
from services.standing import profiles

router = GuardedRouter("friends", access=Access.PARTICIPANT)
readers = GuardedRouter("report_readers", access=Access.WORKSHOP)


@router.command("friends")
def friends_command(words: str) -> Act:
    """`/friends`, `/friends NAME`, `/friends add NAME`, `/friends remove NAME`."""
    match words.split():
        case []:
            return act(friends.overview).show(views.circle).also_paused()
        case ["add", name, *more]:
            return act(friends.ask, " ".join((name, *more))).show(views.asked)
        case ["remove", name, *more]:
            return act(friends.unfriend_by_name, " ".join((name, *more))).show(views.ended)
        case ["add" | "remove"]:
            raise Usage(command="friends")
        case _:
            return act(profiles.look_up, words).show(person.card).also_paused()


@router.command("person")
def person_command(name: str) -> Act:
    """`/person NAME`, or without a name everybody."""
    if not name:
        return act(messaging.directory).show(views.directory).also_paused()
    return act(profiles.look_up, name).show(person.card).also_paused()


@router.message(filters.Command("report"))
async def report(message: Message, command: filters.CommandObject) -> Act:
    """`/report NAME [WORDS]`; as an answer to a message it hands over what that says."""
    name, _, words = (command.args or "").strip().partition(" ")
    if not name:
        raise Usage(command="report")
    answered = message.reply_to_message
    if answered is not None and not words:
        words = (answered.text or answered.caption or "")[: reports.WORDS_MAX]
    return act(reports.report_by_name, name, words.strip()).show(person.reported)


router.button(
    CirclePage, lambda tap: act(friends.overview, tap.page).show(views.circle).also_paused()
)
router.button(
    TownPage, lambda tap: act(messaging.directory, tap.page).show(views.directory).also_paused()
)
router.button(PersonCard, lambda tap: act(profiles.look, tap.who).show(person.card).also_paused())
router.button(Reach, lambda tap: act(calls.ring_neighbour, tap.who).show(person.called))
router.button(EnvelopeWhom, lambda tap: act(transfers.choose_amount, tap.who).show(person.envelope))
router.button(Ask, lambda tap: act(friends.ask_neighbour, tap.who).show(views.asked))
router.button(
    Reply,
    lambda tap: act(friends.accept if tap.yes else friends.decline, tap.friendship_id).show(
        views.replied
    ),
)
router.button(End, lambda tap: act(friends.unfriend, tap.friendship_id).show(views.ended))
router.button(
    Block,
    lambda tap: (
        act(profiles.block if tap.on else profiles.unblock, tap.who)
        .show(person.blocked)
        .also_paused(reads=False)
    ),
)
router.button(
    ReportWhom,
    lambda tap: (
        act(reports.report, tap.who).show(person.reported)
        if tap.sure
        else act(profiles.look, tap.who).show(person.ask_how)
    ),
)
readers.always("reports", act(reports.waiting).show(person.waiting).also_paused())
readers.button(CloseReport, lambda tap: act(reports.close, tap.report_id).show(person.closed))


def waits(town: Town) -> Iterator[Waiting]:
    for one in friends.overview(town).asked_me:
        yield Waiting(say("waits.friend", name=one.asker_name), Go(command="friends"))


FEATURE = Feature(
    name="friends",
    routers=(router, readers),
    commands=(
        Command("friends", Access.PARTICIPANT, rank=42),
        Command("person", Access.PARTICIPANT, rank=44),
        Command("report", Access.PARTICIPANT, rank=59),
        Command("reports", Access.WORKSHOP, rank=37),
    ),
    event_views={
        friends.FriendAsked: views.was_asked,
        friends.Befriended: views.befriended,
        friends.FriendDeclined: views.settled,
        friends.AskWithdrawn: views.settled,
        friends.KnownHere: views.known_here,
        KinArrived: views.kin_arrived,
        reports.ReportMade: person.report_made,
        reports.ReportClosed: person.report_closed,
    },
    cards={
        "friend": drawn(friends.friendship_of, views.card),
        "report": drawn(reports.find_report, person.report_card),
    },
    facilitators_cards=frozenset({"report"}),
    waits=(waits,),
)
