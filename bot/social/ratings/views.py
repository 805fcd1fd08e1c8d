"""How ratings look: the card of a deal, one's own stars, somebody else's. Pure.

Words of others are quoted; what is sealed does not come here at all.
"""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, OpenRating, RowId, Words, screen
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Quote,
    Redraw,
    Replies,
    Say,
    To,
    ToFacilitator,
    grid,
    say,
)
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.living import errands, residents
from services.social import ratings
from services.social.ratings import STARS

StarsGiven = Annotated[int, Field(ge=STARS[0], le=STARS[-1])]
HUNDRED = 100


class RateService(CallbackData, prefix="vs"):
    deal_id: RowId
    stars: StarsGiven


class RatePerson(CallbackData, prefix="vp"):
    deal_id: RowId
    stars: StarsGiven


def waiting(found: ratings.Waiting) -> Replies:
    """Deals that wait for one's stars; and one's own."""
    buttons = [
        Button(_subject(side, "open_button"), OpenRating(deal_id=side.deal_id))
        for side in found.sides
    ]
    key = "ratings.waiting" if buttons else "ratings.nothing_waits"
    return (screen(say(key, me=_repute(found.me)), grid(buttons, 1)),)


def repute(found: ratings.Repute) -> Replies:
    return (screen(_repute(found)),)


def rated(side: ratings.Side) -> Replies:
    """What a tap answers; the card shows the rest."""
    key = "again" if side.again else "opened" if side.is_open else "sealed"
    if side.asks_service or side.asks_person:
        key = "half"
    return (Answer(say(f"ratings.toast_{key}")), Redraw(_card_of(side)))


def rated_by_name(side: ratings.Side) -> Replies:
    return (card(side), Redraw(_card_of(side)))


def asked(event: ratings.DealNoted) -> Replies:
    """Each side is asked once; residents have no chat."""
    return tuple(card(side) for side in event.sides)


def opened(event: ratings.DealOpened | ratings.DealReturned) -> Replies:
    return tuple(Redraw(_card_of(side)) for side in event.sides)


def card(side: ratings.Side) -> Message:
    parts = (_subject(side, "subject"), *_what(side), _state(side), *_given(side))
    text = say("as_is", what=parts)
    card = _card_of(side)
    return Message(text, to=To(side.who), keyboard=_buttons(side), card=card, silent=True)


def bombed(event: ratings.RatingBombed) -> Replies:
    """Exactly what was done, for whoever did it; and one line for whom it was done to."""
    values = {
        "name": event.name,
        "raters": event.raters,
        "before": _average(event.before.exact),
        "before_count": event.before.count,
        "after": _average(event.after.exact),
        "after_count": event.after.count,
    }
    report = Message(say("ratings.bombed", **values), to=ToFacilitator())
    line = say("ratings.was_bombed", count=event.raters)
    told = Message(line, to=To(event.target), priority=Priority.CHAT)
    return (report, told)


def _card_of(side: ratings.Side) -> str:
    return f"rating_{'customer' if side.is_customer else 'provider'}:{side.deal_id}"


def subject(side: ratings.Side) -> Say:
    """Whom or what one side is asked to rate, in a few words."""
    return _subject(side, "open_button")


def _subject(side: ratings.Side, place: str) -> Say:
    """A service, a person, or both, as a title or on a button."""
    if side.title is None:
        return say(f"ratings.{place}_person", name=side.other_name)
    if not side.other_name:
        return say(f"ratings.{place}_service", title=side.title)
    return say(f"ratings.{place}_both", title=side.title, name=side.other_name)


def _what(side: ratings.Side) -> tuple[Say, ...]:
    """What for, if it is known: a service by its title, or the words of whoever paid."""
    if service := errands.services().get(side.what):
        return (say("services.name", sign=service.sign, title=service.title),)
    return (say("as_is", what=Quote(side.what)),) if side.what else ()


def _state(side: ratings.Side) -> Say:
    if side.is_returned:
        return say("ratings.is_returned")
    if side.asks_service and side.other is None:
        return say("ratings.ask_alone")
    if side.asks_service:
        return say("ratings.ask_service", due=Moment(side.due))
    if side.asks_person:
        return say("ratings.ask_person", name=side.other_name, due=Moment(side.due))
    if not side.is_open:
        return say("ratings.is_sealed", due=Moment(side.due))
    return say("ratings.is_open" if side.mine or side.theirs else "ratings.nobody_rated")


def _given(side: ratings.Side) -> tuple[Say, ...]:
    """One's own stars; the other's once the deal is open."""
    both = ((side.mine, "ratings.mine"), (side.theirs, "ratings.theirs"))
    return tuple(
        say(key, name=side.other_name, stars=_both_stars(given), word=_word(given.word))
        for given, key in both
        if given is not None
    )


def _both_stars(given: ratings.Given) -> Say:
    values = {"service": _drawn(given.service), "person": _drawn(given.person)}
    if given.service is None or given.person is None:
        return say("as_is", what=_drawn(given.service or given.person))
    return say("ratings.stars_both", **values)


def _drawn(stars: int | None) -> str:
    return "★" * (stars or 0) + "☆" * (STARS[-1] - (stars or 0))


def _word(word: str) -> Say | str:
    return say("below", what=Quote(residents.rating_in_both(word))) if word else ""


def _buttons(side: ratings.Side) -> Keyboard:
    if not (side.asks_service or side.asks_person):
        return ()
    kind = RateService if side.asks_service else RatePerson
    row = tuple(
        Button(say("ratings.stars_button", stars=stars), kind(deal_id=side.deal_id, stars=stars))
        for stars in STARS
    )
    whom = side.other_name or side.service
    typed = Button(say("ratings.word_button"), AskWords(what=Words.RATE, about=whom))
    return (row, (typed,))


def _repute(found: ratings.Repute) -> Say:
    stars = found.stars
    if not stars.count:
        return say("ratings.unrated", name=found.name)
    often = "  ".join(f"{n}★ {stars.counts[n - 1]}" for n in reversed(STARS))
    average = _average(stars.average) if stars.average else say("ratings.too_few")
    words = tuple(say("as_is", what=Quote(residents.rating_in_both(one))) for one in found.words)
    values = {"name": found.name, "often": often, "average": average, "words": words}
    return say("ratings.repute", count=stars.count, **values)


def _average(hundredths: int | None) -> str | Localized:
    if hundredths is None:
        return "–"
    whole, rest = divmod(hundredths, HUNDRED)
    return f"{whole}.{rest:02d}"
