"""Opening the app: home, everything else, the town's card, one's story. Parses; reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from aiogram import F
from aiogram.enums import ChatType

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, TownNews, View, Waits
from bot.living.home import views
from bot.living.home.views import Frame, HomeSeen, Shelf, Today
from bot.replies import Message, Replies, Reply
from services.kernel.time import DAY_S, day_number
from services.kernel.town import Event, ParticipantId, Town, UnitOfWork
from services.living.home import look, story
from services.money import transfers
from services.people.identity import ParticipantJoined, participant_actor
from services.standing import rescoring
from services.workshops import sessions

TOLD_WAITS = 5
RANKS = {"menu": 10, "town": 11, "story": 60}
HEARD: dict[type[Event], View] = {
    ParticipantJoined: views.arrived,
    rescoring.RescoringEnded: views.rescored,
    sessions.Debriefed: views.debriefed,
    transfers.TransferExpired: views.lapsed,
}
OWN = tuple(Command(name, Access.PARTICIPANT, rank=rank) for name, rank in RANKS.items())


@dataclass(frozen=True, slots=True)
class Front:
    """Home of a program with these features: what they bring decides what is on it."""

    waits: tuple[Waits, ...]
    news: tuple[TownNews, ...]
    frame: Frame
    at_the_door: Act  # what whoever lives nowhere sees instead

    def see(self, town: Town) -> HomeSeen:
        seen = look(town)
        waiting = chain.from_iterable(f(town) for f in self.waits) if seen.is_open else ()
        return HomeSeen(seen, tuple(waiting)[:TOLD_WAITS], self.frame)

    def come_in(self, uow: UnitOfWork) -> Replies | Reply:
        if not isinstance(uow, Town):
            return self.at_the_door.view(self.at_the_door.run(uow))
        return replace(views.home(self.see(uow)), in_place=True)

    def draw(self, town: Town, who: str) -> Message:
        actor = participant_actor(town, ParticipantId(who))
        return views.home(self.see(town.as_actor(actor, key=town.key)))

    def hear(self, town: Town, subject: str) -> Today:
        """What the card of a day tells, "day:since": it begins with an earlier one after a leap."""
        day, since = map(int, subject.split(":"))
        told = chain.from_iterable(f(town, (since - 1) * DAY_S, day * DAY_S) for f in self.news)
        return Today(day, day < day_number(town.now), tuple(told))

    def today(self, town: Town) -> Today:
        day = day_number(town.now)
        return self.hear(town, f"{day}:{day}")

    def everything(self, _: Town) -> Frame:
        return self.frame

    def routers(self) -> tuple[GuardedRouter, ...]:
        doors = GuardedRouter("doors", access=Access.AT_HOME)
        home = act(self.come_in).show(lambda replies: replies).also_paused()
        doors.command("start", magic=~F.args, where=F.chat.type == ChatType.PRIVATE)(lambda _: home)
        for name in ("menu", "home"):
            doors.always(name, home)
        router = GuardedRouter("home", access=Access.PARTICIPANT)
        router.always("more", act(self.everything).show(views.more).also_paused())
        router.button(
            Shelf,
            lambda tap: (
                act(self.everything)
                .show(partial(views.shelf, group=tap.group, page=tap.page))
                .also_paused()
            ),
        )
        router.always("town", act(self.today).show(views.town_screen).also_paused())
        router.always("story", act(story).show(views.told_story).also_paused())
        return doors, router


def home_feature(
    features: Iterable[Feature],
    at_the_door: Act,
    groups: Mapping[str, Sequence[str]],
    *also: Command,
) -> Feature:
    """Home of a program with these features, and commands of those that are made after it.

    `groups` of commands are the shelves of the rest.
    """
    features = tuple(features)
    brought = chain.from_iterable(feature.commands for feature in features)
    front = Front(
        tuple(chain.from_iterable(feature.waits for feature in features)),
        tuple(chain.from_iterable(feature.news for feature in features)),
        Frame.of((*OWN, *also, *brought), groups),
        at_the_door,
    )
    return Feature(
        name="home",
        routers=front.routers(),
        commands=OWN,
        event_views=HEARD,
        cards={
            "home": front.draw,
            "town": lambda town, subject: views.town(front.hear(town, subject)),
        },
    )
