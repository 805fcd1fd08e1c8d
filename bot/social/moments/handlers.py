"""Moments. Parses; rules are the service's."""

from __future__ import annotations

import aiogram
from aiogram import filters

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import whole_number
from bot.features import Command, Feature
from bot.replies import Message
from bot.social.moments import views
from bot.social.moments.views import EraseMoment, Like, MomentsPage, ShowMoment
from services.kernel.errors import Outdated, Usage
from services.kernel.town import Town
from services.social import moments
from services.social.messaging import Enclosure, Kind

router = GuardedRouter("moments", access=Access.PARTICIPANT)


@router.message(filters.Command("moments"))
async def moments_command(message: aiogram.types.Message, command: filters.CommandObject) -> Act:
    """`/moments`, `/moments TEXT`, `/moments comment N TEXT`; below a photo it posts the photo."""
    words = (command.args or "").strip()
    if message.photo and message.bot:
        found = message.photo[-1]  # the largest
        photo = Enclosure(
            kind=Kind.PHOTO,
            handle=found.file_id,
            bot_id=message.bot.id,
            size=found.file_size or 0,
            sides=(found.width, found.height),
        )
        return act(moments.post, words, photo).show(views.posted)
    if not words:
        return act(moments.feed).show(views.feed).also_paused()
    what, _, rest = words.partition(" ")
    number, _, said = rest.strip().partition(" ")
    if what.casefold() != "comment" or not (number.isdecimal() or not number):
        return act(moments.post, words).show(views.posted)
    if not said.strip():
        raise Usage(command="moments")
    moment_id = whole_number(number, command="moments")
    return act(moments.comment, moment_id, said.strip()).show(views.commented)


def draw(town: Town, number: str) -> Message:
    """The poster's card; one that was taken back says so."""
    try:
        return views.own_card(moments.moment_card(town, int(number)))
    except Outdated:
        return views.gone(int(number))


router.button(MomentsPage, lambda tap: act(moments.feed, tap.page).show(views.feed).also_paused())
router.button(
    ShowMoment, lambda tap: act(moments.look, tap.moment_id).show(views.moment).also_paused()
)
router.button(Like, lambda tap: act(moments.like, tap.moment_id).show(views.liked))
router.button(EraseMoment, lambda tap: act(moments.erase, tap.moment_id).show(views.erased))

FEATURE = Feature(
    name="moments",
    routers=(router,),
    commands=(Command("moments", Access.PARTICIPANT, rank=46),),
    event_views={moments.MomentChanged: views.changed},
    cards={"moment": draw},
)
