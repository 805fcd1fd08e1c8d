"""Rating by buttons or in one line. Parses; rules are the service's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import OpenRating, ShowStars
from bot.features import Command, Feature, Waiting, drawn
from bot.replies import say
from bot.social.ratings import views
from bot.social.ratings.views import RatePerson, RateService
from services.kernel.errors import Usage
from services.kernel.town import Town
from services.social import ratings

router = GuardedRouter("ratings", access=Access.PARTICIPANT)

# Whom or what, stars (one number for both), and a word.
TYPED = re.compile(r"(?P<who>.+?)\s+(?P<stars>[0-9]+(?:\s+[0-9]+)?)(?:\s+(?P<word>.*))?", re.S)


@router.command("rate")
def rate(words: str) -> Act:
    """`/rate`, `/rate NAME`, `/rate NAME 5`, `/rate NAME 5 4 very kind`."""
    if not words:
        return act(ratings.waiting).show(views.waiting).also_paused()
    found = TYPED.fullmatch(words)
    if found is None:
        return act(ratings.repute, words).show(views.repute).also_paused()
    stars = tuple(int(number[:2]) for number in found["stars"].split())
    if not set(stars) <= set(ratings.STARS):
        raise Usage(command="rate")
    word = found["word"] or ""
    return act(ratings.rate_by_name, found["who"], stars, word).show(views.rated_by_name)


router.button(OpenRating, lambda tap: act(ratings.my_side, tap.deal_id).show(views.card))
router.button(
    ShowStars, lambda tap: act(ratings.repute, tap.service).show(views.repute).also_paused()
)
router.button(
    RateService,
    lambda tap: act(ratings.rate, tap.deal_id, service=tap.stars).show(views.rated),
)
router.button(
    RatePerson,
    lambda tap: act(ratings.rate, tap.deal_id, person=tap.stars).show(views.rated),
)


def waits(town: Town) -> Iterator[Waiting]:
    for one in ratings.waiting_for(town, town.actor.pid):
        text = say("waits.rating", whom=views.subject(one))
        yield Waiting(text, OpenRating(deal_id=one.deal_id))


FEATURE = Feature(
    name="ratings",
    routers=(router,),
    commands=(Command("rate", Access.PARTICIPANT, rank=44),),
    event_views={
        ratings.DealNoted: views.asked,
        ratings.DealOpened: views.opened,
        ratings.DealReturned: views.opened,
        ratings.RatingBombed: views.bombed,
    },
    waits=(waits,),
    cards={
        "rating_customer": drawn(ratings.customer_side, views.card),
        "rating_provider": drawn(ratings.provider_side, views.card),
    },
)
