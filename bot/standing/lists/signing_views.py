"""Asking somebody drawn by lot for the second signature. Values in, replies out."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import RowId
from bot.replies import Answer, Button, Message, Quote, Redraw, Replies, Say, To, ToFacilitator, say
from services.standing import listings
from services.standing.listings import Proposal, SignatureState


class Sign(CallbackData, prefix="lp"):
    proposal_id: RowId
    is_signed: bool


def proposed(found: Proposal) -> Replies:
    """To whoever proposed: who signs is not told, so that nobody is leaned on."""
    key = "signing.proposed_before" if found.again else "signing.proposed"
    return (Message(say(key, name=found.name, until=found.until)),)


def asked(event: listings.SignatureAsked) -> Replies:
    """To the one who was drawn."""
    return (card(event.proposal),)


def card(found: Proposal) -> Message:
    """The question; what was answered stays on it."""
    parts = [say("signing.ask", name=found.name, ground=_ground(found))]
    if found.words:
        parts.append(say("signing.why", words=Quote(found.words)))
    if found.state is not SignatureState.ASKED:
        parts.append(say(f"signing.mine_{found.state}"))
        return Message(say("as_is", what=tuple(parts)), to=To(found.signer), card=_card(found))
    parts += [say("signing.until", until=found.until), say("provenance.invented")]
    keys = (
        (
            Button(say("signing.sign"), Sign(proposal_id=found.proposal_id, is_signed=True)),
            Button(say("signing.refuse"), Sign(proposal_id=found.proposal_id, is_signed=False)),
        ),
    )
    text = say("as_is", what=tuple(parts))
    return Message(text, to=To(found.signer), keyboard=keys, card=_card(found))


def signed(found: Proposal) -> Replies:
    return (Answer(say(f"signing.mine_{found.state}")), Redraw(_card(found)))


def given(event: listings.SignatureGiven) -> Replies:
    """To whoever runs the town: what became of it, not by whom."""
    found = event.proposal
    told = Message(say(f"signing.told_{found.state}", name=found.name), to=ToFacilitator())
    return (told, Redraw(_card(found)))


def _card(found: Proposal) -> str:
    return f"signature:{found.proposal_id}"


def _ground(found: Proposal) -> Say:
    ground = found.ground
    return say("signing.no_ground") if ground is None else say("as_is", what=ground.title)
