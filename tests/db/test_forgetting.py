"""What the runtime still knows of people whose words were delivered, or who have left."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from bot.replies import Priority
from bot.runtime import displays, outbox
from bot.runtime.jobs import purge
from bot.runtime.outbox import Mark, OutboxCall, enqueue, settle
from bot.runtime.tables import cards, inbox
from bot.runtime.tables import outbox as calls
from services.people.identity.tables import persons

BOT, ANA, GONE = 1, 11, 12


def call(key: str, chat: int, **more) -> OutboxCall:
    return OutboxCall(
        key=key,
        bot_id=BOT,
        chat_id=chat,
        priority=Priority.CHAT,
        method="sendMessage",
        params={"text": "secret words"},
        created_ms=1,
        **more,
    )


def test_words_are_forgotten_when_a_letter_has_ended(engine: Engine):
    with engine.begin() as conn:
        enqueue(conn, [call("a", ANA), call("b", ANA), call("c", ANA)])
        settle(
            conn,
            [Mark(call=call("a", ANA), state="sent"), Mark(call=call("b", ANA), state="failed")],
            5,
        )
        kept = {r.key: r.params for r in conn.execute(select(calls))}
    assert kept["a"] == kept["b"] == ""
    assert "secret words" in kept["c"], "what is still owed keeps its words"


def test_a_dropped_answer_keeps_its_words_for_the_tap_that_comes_again(engine: Engine):
    answer = OutboxCall(
        key=outbox.answer_key("1:7"),
        bot_id=BOT,
        chat_id=0,
        priority=Priority.ANSWER,
        method="answerCallbackQuery",
        params={"x": 1},
        created_ms=1,
    )
    with engine.begin() as conn:
        enqueue(conn, [answer])
        settle(conn, [Mark(call=answer, state="dropped")], 5)
        assert [one.params for one in outbox.revive(conn, BOT, {7}, 9)] == [{"x": 1}]


def test_somebody_who_left_leaves_no_chat_number_behind(engine: Engine):
    with engine.begin() as conn:
        conn.execute(
            insert(persons).values(bot_id=BOT, tg_user_id=ANA, first_name="A", language="en")
        )
        enqueue(conn, [call(k, c, card="envelope:1") for k, c in (("a", ANA), ("g", GONE))])
        enqueue(conn, [call("group", -5, card="envelope:1")])
        settle(conn, [Mark(call=call(k, c), state="sent") for k, c in (("a", ANA), ("g", GONE))], 5)
        purge(conn, before_ms=0)
        assert set(conn.scalars(select(calls.c.chat_id))) == {ANA, -5}
        assert set(conn.scalars(select(cards.c.chat_id))) == {ANA, -5}


def test_a_parked_update_keeps_its_number_and_loses_its_words(engine: Engine):
    parked = {"bot_id": BOT, "state": "parked", "incident": "abc", "payload": "{secret}"}
    with engine.begin() as conn:
        conn.execute(insert(inbox), [parked | {"update_id": n, "received_ms": n} for n in (1, 9)])
        purge(conn, before_ms=5)
        kept = {r.update_id: r.payload for r in conn.execute(select(inbox))}
    assert kept == {1: "", 9: "{secret}"}


def test_a_card_of_the_same_name_in_another_town_is_never_drawn_as_the_first(engine: Engine):
    first, second = (call(k, ANA, card="law:", workshop_id=n) for n, k in ((1, "a"), (2, "b")))
    with engine.begin() as conn:
        enqueue(conn, [first])
        settle(conn, [Mark(call=first, state="sent", message_id=5)], 5)
        enqueue(conn, [second])
        displays.redraw(conn, 1, "law:")
        assert displays.stale_cards(conn, BOT, None) == []
        settle(conn, [Mark(call=second, state="sent", message_id=6)], 5)
        assert displays.redraw(conn, 2, "law:*") == ["law:"]
        [stale] = displays.stale_cards(conn, BOT, None)
        assert (stale.workshop_id, stale.message_id) == (2, 6)
