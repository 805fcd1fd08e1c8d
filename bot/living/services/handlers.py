"""What people type and press to use a service or to opt out of one. Parses only."""

from __future__ import annotations

from collections.abc import Iterator

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature, Waiting, drawn
from bot.living.services import views
from bot.living.services.views import (
    Choose,
    Drop,
    Finish,
    LeaveDeposit,
    OptOut,
    PriceOf,
    ShowErrand,
    TakeBack,
    UseService,
)
from bot.replies import say
from bot.words import read
from services.kernel.time import Moment
from services.kernel.town import Town
from services.living import errands
from services.living.residents import SilentDays
from services.money import platforms

router = GuardedRouter("services", access=Access.PARTICIPANT)


@router.command("services")
def services(words: str) -> Act:
    if not words:
        return act(errands.shelf).show(views.shelf).also_paused()
    return act(errands.start, words).show(views.started)


@router.command("optout")
def optout(words: str) -> Act:
    if not words or words.casefold() in platforms.catalogue():
        return act(errands.my_opt_outs).show(views.opt_outs).also_paused()
    return act(errands.price, words).show(views.price).also_paused()


router.button(UseService, lambda tap: act(errands.start, tap.service).show(views.started))
router.button(
    Choose,
    lambda tap: act(read, errands.choose, tap.errand_id, tap.step, tap.option).show(views.chosen),
)
router.button(
    LeaveDeposit,
    lambda tap: act(read, errands.leave_deposit, tap.errand_id).show(views.chosen),
)
router.button(Drop, lambda tap: act(errands.drop, tap.errand_id).show(views.moved))
router.button(Finish, lambda tap: act(errands.finish, tap.errand_id).show(views.moved))
router.button(ShowErrand, lambda tap: act(errands.my_errand, tap.errand_id).show(views.shown))
router.button(PriceOf, lambda tap: act(errands.price, tap.what).show(views.price).also_paused())
router.button(OptOut, lambda tap: act(errands.leave, tap.what).show(views.left))
router.button(TakeBack, lambda tap: act(errands.take_back, tap.what).show(views.left))


def waits(town: Town) -> Iterator[Waiting]:
    for one in errands.duties(town):
        title = one.later.title if one.later else one.service.title
        text = say(f"waits.errand_{one.state}", title=title, due=Moment(one.due or 0))
        yield Waiting(text, ShowErrand(errand_id=one.errand_id))


FEATURE = Feature(
    name="services",
    routers=(router,),
    commands=(
        Command("services", Access.PARTICIPANT, rank=12),
        Command("optout", Access.PARTICIPANT, rank=56),
    ),
    event_views={errands.ErrandLate: views.told_late, SilentDays: views.summed_up},
    waits=(waits,),
    cards={"errand": drawn(errands.find_errand, views.card)},
)
