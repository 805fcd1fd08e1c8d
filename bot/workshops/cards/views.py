"""How scenario cards look to whoever runs the town, and what they invite everybody to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, TypeAlias

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, Page, RowId, Turn, go
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Priority,
    Redraw,
    Replies,
    Say,
    Text,
    ToFacilitator,
    Value,
    grid,
    next_page,
    say,
    to_town,
)
from services.kernel.money import Fen, Money
from services.kernel.paging import page_of
from services.living import offices
from services.living.rentals import things
from services.people.facts import kinds
from services.people.identity import Neighbour
from services.social.groups import Group
from services.workshops import scenarios
from services.workshops.figures import decks
from services.workshops.scenarios import ALL, MORNING, TONIGHT

CardId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
WhomCode = Annotated[str, Field(pattern=r"^[a-z0-9]{0,24}$")]
WhenCode = Annotated[str, Field(pattern=r"^(h[0-9]{1,3}|t[0-9]{4})?$")]
Catalogue: TypeAlias = "tuple[scenarios.Panel, tuple[scenarios.Planned, ...]]"
Choice: TypeAlias = "tuple[scenarios.Preview, tuple[Neighbour, ...], tuple[Group, ...]]"


class RunCard(CallbackData, prefix="pr"):
    """Play it now."""

    card: CardId
    whom: WhomCode
    turn: Turn
    town: RowId


class LookAtCard(CallbackData, prefix="pv"):
    """What would it do, on these and then?"""

    card: CardId
    whom: WhomCode = ""
    when: WhenCode = ""


class ChooseWhom(CallbackData, prefix="pw"):
    card: CardId
    page: Page


class ChooseTime(CallbackData, prefix="pt"):
    card: CardId
    whom: WhomCode


class PlanCard(CallbackData, prefix="pl"):
    """Play it then."""

    card: CardId
    whom: WhomCode
    when: WhenCode
    town: RowId


class CancelPlan(CallbackData, prefix="px"):
    plan_id: RowId


class UndoPlay(CallbackData, prefix="pu"):
    run_id: RowId
    town: RowId


class CataloguePage(CallbackData, prefix="pc"):
    page: Page


CARDS_A_ROW = 2
CARDS_A_PAGE = 8
PEOPLE_A_PAGE = 12
HOURS = (1, 3, 6)
# What a card's parameters are in words, where they are no plain numbers.
SHOWN: Mapping[str, Callable[[Any], Value]] = {
    "amount_fen": lambda fen: Money(Fen(fen)),
    "deck": lambda one: decks()[one].title,
    "thing": lambda one: things()[one].title,
    "office": lambda one: offices.catalogue()[one].title,
    "fact": lambda one: kinds()[one].title,
    "switch": lambda one: say(f"law.title_{one}"),
    "value": lambda one: _value(one),
}


def catalogue(found: Catalogue, page: int = 0) -> Replies:
    """What each card does, some at a time; before them, what waits for its time."""
    panel, plans = found
    shown = page_of(panel.cards, page, CARDS_A_PAGE)
    lines = tuple(map(_story, shown.items))
    waits = tuple(say("cards.plan", card=_on(one.card, one.name), at=one.due) for one in plans)
    cancel = [
        Button(say("cards.cancel", card=one.card.title), CancelPlan(plan_id=one.plan_id))
        for one in plans
    ]
    buttons = [Button(one.title, LookAtCard(card=one.card_id)) for one in shown.items]
    keyboard = (
        *grid(buttons, CARDS_A_ROW),
        *grid(cancel, 1),
        *next_page(CataloguePage, shown),
    )
    text = say("cards.catalogue", plans=waits, cards=lines)
    return (Message(text, keyboard=keyboard, in_place=True),)


def preview(found: scenarios.Preview) -> Replies:
    """A card before it is played: this is the question whether to."""
    card = found.card
    text = say(
        "cards.preview",
        title=_on(card, _name(found.whom)),
        name=card.card_id,
        story=card.story,
        hears=tuple(_hears(card)),
        does=tuple(_does(card)),
        needs=tuple(_needs(found)) or (say("cards.needs_nothing"),),
        undo=(*(say(f"cards.undo_{one}") for one in card.undo.does), card.undo.keeps),
        asks=card.asks,
        provenance=say(f"provenance.{card.provenance}"),
        source=card.source,
    )
    return (Message(text, keyboard=_preview_keyboard(found), in_place=True),)


def whom(found: Choice, page: int = 0) -> Replies:
    """On whom a card is to be played: chance, everybody, a group, one of them."""
    looked, people, made = found
    card = looked.card.card_id
    named = [
        Button(say("as_is", what=one.name), LookAtCard(card=card, whom=scenarios.code_of(one)))
        for one in sorted(people, key=lambda one: one.is_resident)
    ]
    of_groups = [
        Button(
            say("cards.of_group", group=one.name, count=len(one.members)),
            LookAtCard(card=card, whom=f"g{one.group_id}"),
        )
        for one in made
    ]
    shown = page_of(named, page, PEOPLE_A_PAGE)
    by_chance = Button(say("cards.by_chance"), LookAtCard(card=card))
    all_of_them = Button(say("cards.all"), LookAtCard(card=card, whom=ALL))

    def turned(page: int) -> ChooseWhom:
        return ChooseWhom(card=card, page=page)

    keyboard = (
        (by_chance, all_of_them),
        *grid(of_groups if page == 0 else [], 1),
        *grid(shown.items, CARDS_A_ROW),
        *next_page(turned, shown),
        (_back(looked),),
    )
    text = say("cards.choose_whom", card=looked.card.title)
    return (Message(text, keyboard=keyboard, in_place=True),)


def times(found: scenarios.Preview) -> Replies:
    """When a card is to be played."""
    town, card, on = found.workshop_id, found.card.card_id, found.whom.code

    def button(label: Text, when: str) -> Button:
        return Button(label, PlanCard(card=card, whom=on, when=when, town=town))

    hours = tuple(button(say("cards.in_hours", count=count), f"h{count}") for count in HOURS)
    named = (button(say("cards.tonight"), TONIGHT), button(say("cards.morning"), MORNING))
    typed = f"{card} {found.whom.name}".strip()
    text = say("cards.choose_time", card=_on(found.card, _name(found.whom)), typed=typed)
    return (Message(text, keyboard=(named, hours, (_back(found),)), in_place=True),)


def planned(found: scenarios.Planned) -> Replies:
    text = say("cards.planned", card=_on(found.card, found.name), at=found.due)
    cancel = Button(say("cards.do_cancel"), CancelPlan(plan_id=found.plan_id))
    return (
        Message(
            text,
            keyboard=((cancel,), (Button(say("cards.all_cards"), Go(command="run")),)),
            in_place=True,
        ),
    )


def ran(found: scenarios.Ran) -> Replies:
    """The receipt; what happened in the town is told to the town by the features themselves."""
    return (_receipt("cards.ran", found), Redraw(f"panel:{found.workshop_id}"))


def played(event: scenarios.PlanPlayed) -> Replies:
    """A planned card was played: whoever runs the town is told."""
    found = event.ran
    receipt = _receipt("cards.played", found)
    return (
        Message(receipt.text, to=ToFacilitator(), keyboard=receipt.keyboard),
        Redraw(f"panel:{found.workshop_id}"),
    )


def plan_refused(event: scenarios.PlanRefused) -> Replies:
    why = say(f"refusal.{event.why.code}", **event.why.fields)
    text = say("cards.plan_refused", name=event.card_id, why=why)
    return (Message(text, to=ToFacilitator()),)


def undone(found: scenarios.Undone) -> Replies:
    restored = tuple(say(f"cards.restored_{one.code}", **one.fields) for one in found.restored)
    text = say(
        "cards.undone",
        card=found.card.title,
        restored=restored or (say("cards.restored_nothing"),),
        keeps=found.card.undo.keeps,
    )
    return (Message(text), Answer(say("cards.toast_undone")), Redraw(f"panel:{found.workshop_id}"))


def invited(event: scenarios.Invited) -> Replies:
    """What a card asks everybody to do, with the buttons that lead there."""
    buttons: list[Button] = [
        Button(one.title, Go(command=f"services {one.service_id}")) for one in event.services
    ]
    buttons += [go(page) for page in event.pages]
    keyboard = grid(buttons, CARDS_A_ROW)
    private, group = to_town(say("cards.invited", words=event.words), silent=False)
    return (
        Message(private.text, to=private.to, keyboard=keyboard, priority=Priority.BROADCAST),
        group,
    )


def _receipt(key: str, found: scenarios.Ran) -> Message:
    text = say(
        key, card=_on(found.card, found.name or _code_name(found.whom)), asks=found.card.asks
    )
    undo = Button(say("cards.undo"), UndoPlay(run_id=found.run_id, town=found.workshop_id))
    keyboard = ((undo,),) if found.card.undo.does else ()
    return Message(text, keyboard=keyboard, in_place=True)


def _preview_keyboard(found: scenarios.Preview) -> Keyboard:
    card, on = found.card.card_id, found.whom.code
    at = {"card": card, "whom": on}
    town = found.workshop_id
    if found.when:
        now = Button(say("cards.do_plan"), PlanCard(when=found.when, town=town, **at))
    else:
        now = Button(say("cards.do_run"), RunCard(turn=found.turn, town=town, **at))
    later = Button(say("cards.later"), ChooseTime(**at))
    choose = Button(say("cards.on_whom"), ChooseWhom(card=card, page=0))
    second = (choose, later) if found.card.takes_somebody else (later,)
    return ((now,), second, (Button(say("cards.all_cards"), Go(command="run")),))


def _hears(card: scenarios.Card) -> Iterator[Say]:
    hears = card.hears
    for who, words in (
        ("whom", hears.whom),
        ("everybody", hears.everybody),
        ("facilitator", hears.facilitator),
    ):
        if words is not None:
            yield say(f"cards.hears_{who}", words=words)


def _does(card: scenarios.Card) -> Iterator[Say]:
    for effect in card.effects:
        given = effect.given.items()
        shown = {name: SHOWN[name](value) if name in SHOWN else value for name, value in given}
        yield say(f"cards.does_{effect.verb}", **shown)


def _needs(found: scenarios.Preview) -> Iterator[Say]:
    for need in found.needs:
        met = say("cards.is_met" if need.is_met else "cards.is_not_met")
        match need.kind:
            case "law":
                switch, value = say(f"law.title_{need.what}"), _value(need.value)
                yield say("cards.needs_law", met=met, switch=switch, value=value)
            case "after":
                yield say("cards.needs_after", met=met, card=need.what)
            case _:
                yield say(f"cards.needs_{need.what}", met=met)


def _value(value: str) -> Say:
    return say("as_is", what=value) if value.isdigit() else say(f"law.value_{value}")


def _back(found: scenarios.Preview) -> Button:
    looked = LookAtCard(card=found.card.card_id, whom=found.whom.code)
    return Button(say("cards.back"), looked)


def _on(card: scenarios.Card, name: Text | str) -> Text:
    """A card's title, and on whom it is played where that is said."""
    return say("cards.on", card=card.title, name=name) if name else card.title


def _name(on: scenarios.Whom) -> Text | str:
    return on.name or _code_name(on.code)


def _code_name(code: str) -> Text | str:
    return say("cards.all_in_words") if code == ALL else ""


def _story(one: scenarios.Card) -> Say:
    return say(
        "cards.line",
        title=one.title,
        name=one.card_id,
        story=one.story,
        provenance=say(f"provenance.{one.provenance}"),
        source=one.source,
    )
