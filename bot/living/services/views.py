"""How services look: the shelf, one card a use, its receipt; and opting out. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskLeave, Go, RowId, go, screen
from bot.charts import Spot, crowd_svg
from bot.closed_doors import ask_button, because
from bot.replies import (
    Answer,
    Button,
    Here,
    Keyboard,
    Message,
    Picture,
    Redraw,
    Replies,
    Say,
    To,
    ToFacilitator,
    grid,
    say,
)
from bot.words import Read
from services.kernel.money import Money
from services.kernel.time import Moment
from services.living import errands
from services.living.errands import ACCOUNT, Errand, ErrandState, Service
from services.living.residents import SilentDays
from services.money import platforms

A_ROW = 2
SHELF, OPT_OUTS = Go(command="services"), Go(command="optout")
What = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class UseService(CallbackData, prefix="ev1"):
    service: What


class Choose(CallbackData, prefix="ev2"):
    errand_id: RowId
    step: Annotated[int, Field(ge=0, le=2)]
    option: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,11}$")]


class LeaveDeposit(CallbackData, prefix="ev3"):
    errand_id: RowId


class Drop(CallbackData, prefix="ev4"):
    errand_id: RowId


class Finish(CallbackData, prefix="ev5"):
    errand_id: RowId


class ShowErrand(CallbackData, prefix="ev9"):
    errand_id: RowId


class PriceOf(CallbackData, prefix="ev6"):
    what: What


class OptOut(CallbackData, prefix="ev7"):
    what: What


class TakeBack(CallbackData, prefix="ev8"):
    what: What


def shelf(found: errands.Shelf) -> Replies:
    """Everything there is, two in a row; first of all what is still to be done."""
    buttons = [
        Button(_name(one, left=one.service_id in found.left), UseService(service=one.service_id))
        for one in found.services
    ]
    rows = (*_to_do(found), *grid(buttons, A_ROW), (go("rent"), go("optout")))
    return (screen(say("services.shelf"), rows),)


def started(found: Errand | errands.Missed) -> Replies:
    if isinstance(found, errands.Missed):
        return (missed(found),)
    return (replace(card(found), in_place=True),)


def missed(found: errands.Missed) -> Message:
    """Somebody came to what they have left: the price of leaving, counted."""
    gone = found.departure
    text = say(
        "services.missed",
        service=found.service.title,
        since=Moment(gone.since),
        count=gone.missed,
    )
    back = Button(say("services.take_back"), TakeBack(what=gone.what))
    return screen(text, ((back,),), back=SHELF)


def chosen(read: Read[errands.Chosen]) -> Replies:
    """The card shows it; what a service has to show comes as a picture of its own."""
    found = read.found
    shown = moved(found.errand)
    return (*shown, crowd(read)) if found.crowd else shown


def moved(errand: Errand) -> Replies:
    toast = Answer(say(f"services.toast_{errand.state}", service=errand.service.title))
    return (toast, Redraw(f"errand:{errand.errand_id}"))


def crowd(read: Read[errands.Chosen]) -> Message:
    """Places on a plan, as full as they are."""
    full = dict(read.found.crowd)
    spots = [Spot(read.plain(place), full.get(place, 0)) for place in errands.places().values()]
    lines = tuple(say("services.crowd_line", place=p, count=n) for p, n in read.found.crowd)
    picture = Picture("crowd.png", crowd_svg(read.plain(say("services.crowd_title")), spots))
    return Message(say("services.crowd", lines=lines), picture=picture)


def card(errand: Errand) -> Message:
    """One use from the first tap to its receipt, which is one line."""
    service, number = errand.service, errand.errand_id
    picked = tuple(one.title for one in errand.options)
    deposit, days = _deposit(errand)
    values = {
        "sign": service.sign,
        "service": service.title,
        "picked": say("as_is", what=picked) if picked else service.title,
        "asks": errand.step.asks if errand.step else "",
        "price": Money(errand.price),
        "paid": _money(errand),
        "place": errand.place,
        "code": errand.code,
        "says": _says(errand),
        "due": Moment(errand.due or 0),
        "todo": errand.later.title if errand.later else "",
        "score": errand.score or 0,
        "deposit": Money(deposit),
        "why": because(errand.closed) if errand.closed else "",
        "instead": _instead(errand),
        "days": days,
    }
    key = "open" if errand.state is ErrandState.OPEN and picked else errand.state.value
    if errand.state is ErrandState.OPEN and not picked:
        key = "first"
    text = say(f"services.card_{key}", **values)
    return Message(text, to=To(errand.who), keyboard=_buttons(errand), card=f"errand:{number}")


def shown(errand: Errand) -> Message:
    """What is still to be done, looked at from home."""
    return replace(card(errand), to=Here(), in_place=True)


def told_late(event: errands.ErrandLate) -> Replies:
    errand = event.errand
    return (Redraw(f"errand:{errand.errand_id}"), card(errand))


def summed_up(event: SilentDays) -> Replies:
    """Said to whoever runs the town: what is known of these days nobody lived."""
    text = say("services.summed_up", first=event.first, last=event.last, count=event.facts)
    return (Message(text, to=ToFacilitator()),)


def opt_outs(found: errands.OptOuts) -> Replies:
    lines = tuple(
        say("optout.line", what=_what(one.what), since=Moment(one.since), count=one.missed)
        for one in found.standing
    )
    for one in found.platforms:
        if one.is_left:
            lines += (say("optout.platform_left", title=one.platform.title),)
    gone = {one.what for one in found.standing}
    account = Button(say("optout.account"), PriceOf(what=ACCOUNT))
    buttons = [
        Button(_name(one, left=one.service_id in gone), PriceOf(what=one.service_id))
        for one in found.services
    ]
    text = say("optout.page", lines=lines or (say("optout.nothing"),))
    leaving = grid([_platform(one) for one in found.platforms], A_ROW)
    return (screen(text, ((account,), *leaving, *grid(buttons, A_ROW)), back=SHELF),)


def price(found: errands.Price) -> Replies:
    """What leaving costs, before anything is left."""
    if found.left is not None:
        return left(found)
    lines = [
        say("optout.lost", count=found.lost),
        say("optout.uses", count=found.uses, paid=Money(found.paid)),
    ]
    if found.scores:
        lines.append(say("optout.scores", scores=found.scores))
    lines.append(say("optout.kept"))
    text = say("optout.price", what=_what(found.what), lines=tuple(lines))
    go_ = Button(say("optout.leave"), OptOut(what=found.what))
    return (screen(text, ((go_,),), back=OPT_OUTS),)


def left(found: errands.Price) -> Replies:
    gone = found.left
    if gone is None:
        return (screen(say("optout.back", what=_what(found.what)), back=SHELF),)
    text = say("optout.left", what=_what(found.what), since=Moment(gone.since), count=gone.missed)
    back = Button(say("services.take_back"), TakeBack(what=found.what))
    return (screen(text, ((back,),), back=OPT_OUTS),)


def _buttons(errand: Errand) -> Keyboard:
    number = errand.errand_id
    drop = Button(say("services.drop"), Drop(errand_id=number))
    if errand.state is ErrandState.ASKED:
        label = say("services.leave_deposit", deposit=Money(_deposit(errand)[0]))
        return ((Button(label, LeaveDeposit(errand_id=number)), drop),)
    if errand.state in (ErrandState.OUT, ErrandState.LATE):
        return ((_finish(errand),),)
    if errand.closed is not None:
        return ((ask_button(errand.closed),), (go("complain"),))
    if errand.state is not ErrandState.OPEN or errand.step is None:
        return ()
    step = len(errand.options)
    options = [
        Button(_option(one), Choose(errand_id=number, step=step, option=one.id))
        for one in errand.step.options
    ]
    return (*grid(options, A_ROW), (drop,))


def _option(one: errands.Option) -> Say:
    if one.fen:
        return say("services.option_priced", title=one.title, price=Money(one.fen))
    if one.pays_fen:
        return say("services.option_earns", title=one.title, price=Money(one.pays_fen))
    return say("as_is", what=one.title)


def _finish(errand: Errand) -> Button:
    later = errand.later
    title = later.title if later else errand.service.title
    price_of = later.fen if later else 0
    key = "services.finish_priced" if price_of else "services.finish"
    label = say(key, title=title, price=Money(price_of))
    return Button(label, Finish(errand_id=errand.errand_id))


def _to_do(found: errands.Shelf) -> Keyboard:
    return tuple((_finish(one),) for one in found.out)


def _name(one: Service, *, left: bool) -> Say:
    key = "services.name_left" if left else "services.name"
    return say(key, sign=one.sign, title=one.title)


def _platform(one: platforms.Holding) -> Button:
    key = "optout.platform_back" if one.is_left else "optout.platform"
    data = Go(command="platforms") if one.is_left else AskLeave(platform=one.platform.platform_id)
    return Button(say(key, title=one.platform.title), data)


def _what(what: str) -> object:
    return say("optout.the_account") if what == ACCOUNT else errands.services()[what].title


def _money(errand: Errand) -> Say:
    earned = sum(one.pays_fen for one in errand.options)
    if earned:
        return say("services.earned", amount=Money(earned))
    return say("as_is", what=Money(errand.paid)) if errand.paid else say("services.free")


def _says(errand: Errand) -> Say:
    lines = tuple(one.says for one in errand.options if one.says)
    if errand.used is not None and errand.paid < errand.price:
        lines += tuple(one.praised for one in errand.options if one.praised)
    return say("below", what=lines) if lines else say("nothing")


def _instead(errand: Errand) -> Say:
    """What stays open where a door is closed."""
    door = errand.closed.door.door_id if errand.closed else None
    found = [one.instead for one in errand.gates if one.door == door and one.instead]
    return say("below", what=tuple(found)) if found else say("nothing")


def _deposit(errand: Errand) -> tuple[int, int]:
    """How much is asked for, for how many days."""
    gate = errands.asked_gate(errand)
    return (gate.deposit_fen, gate.deposit_days) if gate else (0, 0)
