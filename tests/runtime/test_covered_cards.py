"""A home card in whose message another screen is shown for a while."""

from __future__ import annotations

from sqlalchemy import create_engine

from bot.runtime import displays
from bot.runtime.tables import cards

BOT, CHAT, PLACE, HOME = 42, 7, 100, "home:p1-ana"


def test_what_is_covered_while_it_is_drawn_stays_covered_until_it_is_shown_again():
    with create_engine("sqlite://").begin() as conn:
        cards.create(conn)
        displays.expect(conn, BOT, CHAT, HOME, 1)
        displays.hang(conn, BOT, CHAT, HOME, PLACE)
        displays.redraw(conn, 1, HOME)
        (being_drawn,) = displays.stale_cards(conn, BOT, None)
        displays.cover(conn, BOT, CHAT, PLACE)
        displays.drawn(conn, being_drawn)
        displays.redraw(conn, 1, HOME)
        assert displays.stale_cards(conn, BOT, None) == [], "home would take the screen's place"
        displays.expect(conn, BOT, CHAT, HOME, 1)
        displays.redraw(conn, 1, HOME)
        assert [one.card for one in displays.stale_cards(conn, BOT, None)] == [HOME]
