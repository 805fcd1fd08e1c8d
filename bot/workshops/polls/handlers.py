"""Answering a wave, and reading what came of it. Parses; rules are the service's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, GuardedRouter, act, at_town
from bot.arguments import Go
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.words import read
from bot.workshops.polls import results_views, views
from bot.workshops.polls.views import CloseWave, PollAnswer, PollTurn
from services.kernel.town import Town
from services.workshops import polls
from services.workshops.polls import Wave

answerers = GuardedRouter("poll_answerers", access=Access.PARTICIPANT)
runs = GuardedRouter("poll_runs", access=Access.WORKSHOP)

answerers.always("poll", act(polls.my_sheet).show(views.sheet).also_paused())
answerers.button(
    PollTurn, lambda tap: act(polls.sheet, tap.wave, tap.at).show(views.sheet).also_paused()
)
answerers.button(
    PollAnswer,
    lambda tap: (
        act(polls.answer, tap.wave, tap.item, tap.answer or None)
        .show(views.sheet)
        .also_paused(reads=False)
    ),
)
runs.always("polls", act(read, polls.results).show(results_views.results).also_paused())
runs.button(
    CloseWave,
    lambda tap: (
        act(at_town, tap.town, polls.close, tap.wave).show(views.closed).also_paused(reads=False)
    ),
)


def waits(town: Town) -> Iterator[Waiting]:
    """Also for whoever comes after all others were asked."""
    if polls.waits_at(town) is not None:
        yield Waiting(say("waits.poll"), Go(command="poll"))


FEATURE = Feature(
    name="polls",
    routers=(answerers, runs),
    commands=(
        Command("poll", Access.PARTICIPANT, rank=57),
        Command("polls", Access.WORKSHOP, rank=37),
    ),
    event_views={
        polls.WaveAsked: views.asked,
        polls.WaveClosed: views.over,
        polls.AnswersChanged: views.changed,
        polls.WavesKept: results_views.kept,
    },
    cards={
        "poll": drawn(lambda town, number: polls.progress(town, Wave(number)), views.card),
    },
    facilitators_cards=frozenset({"poll"}),
    waits=(waits,),
)
