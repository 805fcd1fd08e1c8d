"""How scenario cards look to whoever runs the town, and what they invite everybody to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from bot.arguments import Go, go
from bot.replies import (
    Answer,
    Button,
    Keyboard,
    Message,
    Replies,
    Say,
    Text,
    Value,
    grid,
    next_page,
    say,
)
from bot.workshops.cards.buttons import (
    AskUndo,
    CancelPlan,
    CataloguePage,
    ChooseTime,
    ChooseWhom,
    LookAtCard,
    PlanCard,
    RunCard,
    UndoPlay,
)
from bot.workshops.cards.told import done_on, name_of, on
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

Catalogue: TypeAlias = "tuple[scenarios.Panel, tuple[scenarios.Planned, ...]]"
Choice: TypeAlias = "tuple[scenarios.Preview, tuple[Neighbour, ...], tuple[Group, ...]]"


CARDS_A_ROW = 2
CARDS_A_PAGE = 8
PEOPLE_A_PAGE = 20
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
    waits = tuple(say("cards.plan", card=on(one.card, one.name), at=one.due) for one in plans)
    cancel = [
        Button(say("cards.cancel", card=one.card.title), CancelPlan(plan_id=one.plan_id))
        for one in plans
    ]
    buttons = [Button(one.title, LookAtCard(card=one.card_id)) for one in shown.items]
    keyboard = (
        *grid(buttons, CARDS_A_ROW),
        *grid(cancel, 1),
        *next_page(CataloguePage, shown),
        (go("panel"),),
    )
    text = say("cards.catalogue", plans=waits, cards=lines)
    return (Message(text, keyboard=keyboard, in_place=True),)


def cancelled(found: tuple[scenarios.Card, Catalogue]) -> Replies:
    card, rest = found
    return (Answer(say("cards.cancelled", card=card.title)), *catalogue(rest))


def undoable(plays: tuple[scenarios.Played, ...]) -> Replies:
    """Which plays can still be taken back: a page of its own, so that the panel stays."""
    lines = tuple(say("cards.undoable_line", card=done_on(one), at=one.at) for one in plays)
    buttons = [Button(done_on(one), AskUndo(run_id=one.run_id)) for one in plays]
    return (Message(say("cards.undoable", plays=lines), keyboard=grid(buttons, 1)),)


def ask_undo(found: scenarios.Played, *, in_place: bool = True) -> Replies:
    """What taking a play back restores: this is the question whether to."""
    text = say("cards.ask_undo", card=done_on(found), at=found.at, undo=_undo(found.card))
    now = UndoPlay(run_id=found.run_id, town=found.workshop_id)
    other = Button(say("cards.other_play"), Go(command="undo"))
    keyboard = ((Button(say("cards.undo_now"), now),), (other,))
    return (Message(text, keyboard=keyboard, in_place=in_place),)


def preview(found: scenarios.Preview, *, in_place: bool = True) -> Replies:
    """A card before it is played: this is the question whether to."""
    card = found.card
    text = say(
        "cards.preview",
        title=on(card, name_of(found.whom)),
        name=card.card_id,
        story=(card.story, *_turns(found)),
        hears=tuple(_hears(found)),
        does=tuple(_does(card)),
        needs=tuple(_needs(found)) or (say("cards.needs_nothing"),),
        undo=_undo(card),
        asks=card.asks,
        provenance=say(f"provenance.{card.provenance}"),
        source=card.source,
    )
    return (Message(text, keyboard=_preview_keyboard(found), in_place=in_place),)


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
            say("cards.of_group", group=one.title, count=len(one.members)),
            LookAtCard(card=card, whom=f"g{one.group_id}"),
        )
        for one in made
        if one.members  # a table may be empty
    ]
    shown = page_of([*of_groups, *named], page, PEOPLE_A_PAGE)
    by_chance = Button(say("cards.by_chance"), LookAtCard(card=card))
    all_of_them = Button(say("cards.all"), LookAtCard(card=card, whom=ALL))

    def turned(page: int) -> ChooseWhom:
        return ChooseWhom(card=card, page=page)

    keyboard = (
        (by_chance, all_of_them),
        *grid(shown.items, CARDS_A_ROW),
        *next_page(turned, shown),
        (_back(looked),),
    )
    text = say("cards.choose_whom", card=looked.card.title)
    return (Message(text, keyboard=keyboard, in_place=True),)


def times(found: scenarios.Preview) -> Replies:
    """When a card is to be played."""
    town, card, code = found.workshop_id, found.card.card_id, found.whom.code

    def button(label: Text, when: str) -> Button:
        return Button(label, PlanCard(card=card, whom=code, when=when, town=town))

    hours = tuple(button(say("cards.in_hours", count=count), f"h{count}") for count in HOURS)
    named = (button(say("cards.tonight"), TONIGHT), button(say("cards.morning"), MORNING))
    typed = f"{card} {found.whom.name}".strip()
    text = say("cards.choose_time", card=on(found.card, name_of(found.whom)), typed=typed)
    return (Message(text, keyboard=(named, *grid(hours, 1), (_back(found),)), in_place=True),)


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


def _undo(card: scenarios.Card) -> tuple[Text, ...]:
    return (*(say(f"cards.undo_{one}") for one in card.undo.does), card.undo.keeps)


def _hears(found: scenarios.Preview) -> Iterator[Say]:
    hears = found.card.hears
    for who, words in (
        ("whom", say("cards.told_after_all") if found.is_told_after_all else hears.whom),
        ("everybody", hears.everybody),
        ("facilitator", hears.facilitator),
    ):
        if words is not None:
            yield say(f"cards.hears_{who}", words=words)


def _turns(found: scenarios.Preview) -> Iterator[Say]:
    """How the law in force lets it go otherwise than the card tells."""
    if found.turns:
        yield say("cards.turns")
    for switch in found.turns:
        yield say(f"cards.turn_{switch.value}")


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


def _story(one: scenarios.Card) -> Say:
    return say(
        "cards.line",
        title=one.title,
        name=one.card_id,
        story=one.story,
        provenance=say(f"provenance.{one.provenance}"),
    )
