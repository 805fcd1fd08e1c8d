"""What became of a card: planned, played, refused, taken back; and what it invites everybody to."""

from __future__ import annotations

from bot.arguments import Go, go
from bot.replies import (
    Button,
    Message,
    Priority,
    Redraw,
    RemoveButtons,
    Replies,
    Text,
    ToFacilitator,
    grid,
    say,
    to_town,
)
from bot.workshops.cards.buttons import AskUndo, CancelPlan
from services.workshops import scenarios
from services.workshops.scenarios import ALL

A_ROW = 2


def planned(found: scenarios.Planned) -> Replies:
    text = say("cards.planned", card=on(found.card, found.name), at=found.due)
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
    redraw = Redraw(f"panel:{found.workshop_id}")
    return (Message(text), RemoveButtons(), redraw)


def invited(event: scenarios.Invited) -> Replies:
    """What a card asks everybody to do, with the buttons that lead there."""
    buttons: list[Button] = [
        Button(one.title, Go(command=f"services {one.service_id}")) for one in event.services
    ]
    buttons += [go(page) for page in event.pages]
    keyboard = grid(buttons, A_ROW)
    private, group = to_town(say("cards.invited", words=event.words), silent=False)
    return (
        Message(private.text, to=private.to, keyboard=keyboard, priority=Priority.BROADCAST),
        group,
    )


def _receipt(key: str, found: scenarios.Ran) -> Message:
    text = say(key, card=done_on(found), asks=found.card.asks)
    undo = Button(say("cards.undo"), AskUndo(run_id=found.run_id))
    keyboard = ((undo,),) if found.card.undo.does else ()
    return Message(text, keyboard=keyboard, in_place=True)


def on(card: scenarios.Card, name: Text | str) -> Text:
    """A card's title, and on whom it is played where that is said."""
    return say("cards.on", card=card.title, name=name) if name else card.title


def done_on(found: scenarios.Ran | scenarios.Played) -> Text:
    """A card that was played, and on whom: also whom chance has picked."""
    name = found.name or code_name(found.whom)
    return say("cards.done_on", card=found.card.title, name=name) if name else found.card.title


def name_of(on: scenarios.Whom) -> Text | str:
    return on.name or code_name(on.code)


def code_name(code: str) -> Text | str:
    return say("cards.all_in_words") if code == ALL else ""
