"""How the lists look: names of the town only, who listed them, since when, and on what evidence."""

from __future__ import annotations

from bot.replies import Address, Here, Lane, Message, Redraw, Replies, Say, ToAll, ToGroup, say
from services.lists import Board, Entry, ListsPublished

NAMES_SHOWN = 40  # of each list; the messenger's longest message holds about twice as many


def board(found: Board) -> Replies:
    """The lists, to whoever asks."""
    return (_message(found, Here(), Lane.RECEIPT),)


def published(event: ListsPublished) -> Replies:
    """News goes to the group and to everyone; an evening without any only renews the group's."""
    name = card_name(event.workshop_id)
    if not event.has_news:
        return (Redraw(name),)
    return (
        _message(event.board, ToGroup(), Lane.BROADCAST, card=name),
        _message(event.board, ToAll(), Lane.BROADCAST),
    )


def card(found: Board, workshop_id: int) -> Message:
    """The group's board."""
    return _message(found, ToGroup(), Lane.BROADCAST, card=card_name(workshop_id))


def card_name(workshop_id: int) -> str:
    """One board per town: a group that changes towns must not show the old one's."""
    return f"lists:{workshop_id}"


def _message(found: Board, to: Address, lane: Lane, card: str | None = None) -> Message:
    if found.at is None:
        return Message(say("lists.not_yet"), to=to, lane=lane, card=card)
    text = say(
        "lists.board",
        at=found.at,
        red=_lines(found.red),
        black=_lines(found.black),
        red_evidence=say("provenance.invented"),
        black_evidence=say("provenance.national_rule"),
        notice_evidence=say("provenance.local_pilot"),
    )
    return Message(text, to=to, lane=lane, card=card)


def _lines(entries: tuple[Entry, ...]) -> tuple[Say, ...]:
    if not entries:
        return (say("lists.nobody"),)
    lines = tuple(
        say("lists.entry", name=e.name, agency=say(f"lists.agency_{e.agency}"), since=e.since)
        for e in entries[:NAMES_SHOWN]
    )
    hidden = len(entries) - NAMES_SHOWN
    return lines if hidden <= 0 else (*lines, say("lists.more", hidden=hidden))
