"""A home card in whose message another screen is shown for a while."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine

from bot.runtime import displays, outbox
from bot.runtime.outbox import EDIT_METHOD, Mark, OutboxCall
from bot.runtime.tables import cards
from services.kernel.schema import metadata

BOT, CHAT, PLACE, HOME = 42, 7, 100, "home:p1-ana"


@pytest.fixture
def conn() -> Iterator[Connection]:
    with create_engine("sqlite://").begin() as conn:
        metadata.create_all(conn)
        yield conn


def call(key: str, method: str, card: str = "") -> OutboxCall:
    """A call to the chat, owed from now on."""
    params = {"message_id": PLACE} if method == EDIT_METHOD else {}
    return OutboxCall(
        key=key, bot_id=BOT, chat_id=CHAT, method=method, params=params, card=card, workshop_id=1
    )


def stale(conn: Connection) -> list[str]:
    """What would be drawn once home has changed."""
    displays.redraw(conn, 1, HOME)
    return [one.card for one in displays.stale_cards(conn, BOT, None)]


def test_what_is_covered_while_it_is_drawn_stays_covered_until_it_is_shown_again(conn: Connection):
    displays.expect(conn, BOT, CHAT, HOME, 1)
    displays.hang(conn, BOT, CHAT, HOME, PLACE)
    displays.redraw(conn, 1, HOME)
    (being_drawn,) = displays.stale_cards(conn, BOT, None)
    displays.cover(conn, BOT, CHAT, PLACE)
    displays.drawn(conn, being_drawn)
    assert stale(conn) == [], "home would take the screen's place"
    displays.expect(conn, BOT, CHAT, HOME, 1)
    assert stale(conn) == [HOME]


def test_of_one_card_each_chat_has_the_same_version(conn: Connection):
    for chat in (CHAT, CHAT + 1):
        displays.expect(conn, BOT, chat, HOME, 1)
        displays.hang(conn, BOT, chat, HOME, PLACE)
        displays.redraw(conn, 1, HOME)
    assert {one.version for one in displays.stale_cards(conn, BOT, None)} == {2}
    displays.expect(conn, BOT, CHAT + 2, HOME, 1)
    displays.hang(conn, BOT, CHAT + 2, HOME, PLACE)
    stale = displays.stale_cards(conn, BOT, None)
    assert [one.chat_id for one in stale] == [CHAT, CHAT + 1], "what has just come is new"


@pytest.mark.parametrize("returns", [False, True])
def test_what_is_opened_from_home_before_its_sending_is_noted_covers_it(
    conn: Connection, returns: bool
):
    home = call("1", "sendMessage", HOME)
    outbox.enqueue(conn, [home])
    outbox.mark_sending(conn, home)
    outbox.enqueue(conn, [call("2", EDIT_METHOD)])
    if returns:
        outbox.enqueue(conn, [call("3", EDIT_METHOD, HOME)])
    outbox.settle(conn, [Mark(home, "sent", message_id=PLACE)], 0)
    assert stale(conn) == ([HOME] if returns else [])
    assert conn.execute(cards.select()).one().card == HOME, "nothing else is left"


@pytest.mark.parametrize("card", ["home:p1-ana", "panel:1"])
def test_what_a_chat_has_one_of_is_pinned_and_waits_below_the_screens_it_leads_to(
    conn: Connection, card: str
):
    for number, place in enumerate((PLACE, PLACE + 1)):
        sent = call(f"k{number}", "sendMessage", card)
        outbox.enqueue(conn, [sent])
        owed = outbox.settle(conn, [Mark(sent, "sent", message_id=place)], 0).calls
        assert [one.method for one in owed] == ["pinChatMessage", "deleteMessage"][: number + 1]
    displays.cover(conn, BOT, CHAT, PLACE + 1)
    displays.redraw(conn, 1, card)
    assert displays.stale_cards(conn, BOT, None) == []
    displays.redraw(conn, 1, "*")
    displays.redraw(conn, 1, card)
    assert [one.card for one in displays.stale_cards(conn, BOT, None)] == [card]
