"""Invariants between the database and what people saw (I7, I8, I10, I11): the witness is asked.

An update is what the driver saw made; an answer is what the sandbox showed; the database must be
right about both. Expects a database at rest: `unrest` says what still moves.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.replies import Priority, say
from bot.runtime.outbox import EDIT_METHOD
from bot.words import words_for
from sandbox import Sandbox
from sandbox.messenger.formatting import prepare
from sandbox.messenger.people import Chat
from tests.chaos.verdict import Violation
from tests.chaos.witness import DriverLog, Seen

AMOUNT = re.compile(r"¥([0-9,]+)\.([0-9]{2})")
SHARES, ACCEPTS, DECLINES = ("gt", "eo"), "ty", "tn"
ANY_NUMBER = 1_000_000
MOVING = (
    ("updates not done", "SELECT COUNT(*) FROM inbox WHERE state = 'new'"),
    ("letters not sent", "SELECT COUNT(*) FROM outbox WHERE state IN ('pending', 'sending')"),
    (
        "cards that show the past",
        "SELECT COUNT(*) FROM cards WHERE version > drawn AND message_id IS NOT NULL",
    ),
    ("galas still counting", "SELECT COUNT(*) FROM timers WHERE kind = 'gala_tick'"),
    (
        "galas still open",
        "SELECT COUNT(*) FROM envelopes WHERE kind = 'gala' AND state = 'open'",
    ),
)


def unrest(conn: Connection, log: DriverLog) -> Iterator[Violation]:
    """I11: what has not ended yet. Empty at rest."""
    for what, query in MOVING:
        if moving := conn.exec_driver_sql(query).scalar():
            yield Violation("I11", f"{moving} {what}")
    if log.queue.pending:
        yield Violation("I11", f"{len(log.queue.pending)} updates not confirmed")


@dataclass(slots=True)
class Told:
    """The database's side, read once."""

    log: DriverLog
    bot_id: int
    states: dict[int, tuple[str, str]] = field(default_factory=dict)  # update: state, incident
    caused: Counter[int] = field(default_factory=Counter)  # update: calls
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)  # query: state, text
    shares: dict[tuple[int, int], int] = field(default_factory=dict)  # (envelope, person): fen
    payments: dict[int, tuple[str, int]] = field(default_factory=dict)  # state, fen
    ends: Counter[str] = field(default_factory=Counter)  # outbox by state
    by_query: dict[str, Seen] = field(default_factory=dict)

    def check(self) -> Iterator[Violation]:
        """All invariants between the two sides."""
        yield from self._updates()
        yield from self._won_once()
        for query, texts in self.log.answers.told.items():
            yield from self._shown(self.by_query[query], query, texts)
        yield from self._unseen()
        if failed := self.ends["failed"]:
            yield Violation("I11", f"{failed} letters were refused by the messenger")

    def _updates(self) -> Iterator[Violation]:
        """I8: every update made is done, and had its say exactly once (I7)."""
        for number, seen in self.log.queue.made.items():
            state, incident = self.states.get(number, ("lost", ""))
            if number in self.log.queue.expired:
                continue
            if state != "done":
                was = "confirmed" if number in self.log.queue.confirmed else "unconfirmed"
                yield Violation("I8", f"update {number}, {was}, is {state} {incident}: {seen}")
            elif seen.query and seen.query not in self.answers:
                yield Violation("I7", f"update {number} is done and has no answer: {seen}")
            elif seen.text and not self.caused[number]:
                yield Violation("I7", f"update {number} is done and nobody was told: {seen}")

    def _won_once(self) -> Iterator[Violation]:
        """I7: each share of a person was told as new by exactly one answer."""
        told: Counter[tuple[int, int]] = Counter()
        for seen in self.log.queue.made.values():
            kind, number = _button(seen)
            if kind in SHARES and is_new_share(self.answers.get(seen.query, ("", ""))[1]):
                told[number, seen.person] += 1
        for place in self.shares.keys() | told.keys():
            if told[place] != (place in self.shares):
                yield Violation("I7", f"envelope, person {place}: told as new {told[place]} times")

    def _shown(self, seen: Seen, query: str, texts: list[str]) -> Iterator[Violation]:
        """I10: what was shown is what is stored, and what is stored is what the books say."""
        state, stored = self.answers.get(query, ("lost", ""))
        if set(texts) != {stored}:
            yield Violation("I10", f"{seen} was shown {texts}, stored is {stored!r} ({state})")
        kind, number = _button(seen)
        if kind in SHARES:
            yield from self._share_shown(seen, number, texts)
        elif kind in {ACCEPTS, DECLINES}:
            yield from self._payment_shown(seen, number, texts)

    def _share_shown(self, seen: Seen, envelope: int, texts: list[str]) -> Iterator[Violation]:
        has = self.shares.get((envelope, seen.person))
        for told in filter(None, map(fen_in, texts)):
            if told != has:
                yield Violation("I10", f"{seen} was told {told} fen, the books say {has}")
        if has is not None and all_gone() & set(texts):
            yield Violation("I10", f"{seen} was told that all is gone, the books say {has}")

    def _payment_shown(self, seen: Seen, payment: int, texts: list[str]) -> Iterator[Violation]:
        wanted = "accepted" if _button(seen)[0] == ACCEPTS else "declined"
        for told in filter(None, map(fen_in, texts)):
            if self.payments.get(payment) != (wanted, told):
                yield Violation(
                    "I10", f"{seen} was told {texts}, the books say {self.payments.get(payment)}"
                )

    def _unseen(self) -> Iterator[Violation]:
        """I10: an answer marked as sent was seen."""
        for query, (state, stored) in self.answers.items():
            if state == "sent" and not self.log.answers.told.get(query):
                yield Violation("I10", f"an answer marked as sent was never shown: {stored!r}")

    def untold(self) -> int:
        """Winners who never saw their luck, because the answer came too late to be shown."""
        winners = {
            (_button(self.by_query[query])[1], self.by_query[query].person)
            for query, texts in self.log.answers.told.items()
            if any(map(fen_in, texts))
        }
        return len(self.shares.keys() - winners)


def read_told(conn: Connection, log: DriverLog, bot_id: int) -> Told:
    """The database's side as of now."""
    told = Told(log, bot_id)
    told.by_query = {seen.query: seen for seen in log.queue.made.values() if seen.query}
    for row in conn.exec_driver_sql("SELECT update_id, state, incident FROM inbox"):
        told.states[row.update_id] = (row.state, row.incident)
    calls = """SELECT o.key, o.method, o.state, k.params FROM outbox o
                 JOIN keepsakes k ON k.key = o.key"""
    for row in conn.exec_driver_sql(calls):
        told.ends[row.state] += 1
        cause = row.key.rsplit(":", 1)[0].split(":")
        if cause[0] == str(bot_id):
            told.caused[int(cause[1])] += 1
        if row.method == "answerCallbackQuery":
            params = json.loads(row.params)
            told.answers[params["callback_query_id"]] = (row.state, params.get("text") or "")
    shares = """SELECT s.envelope_id, q.tg_user_id, s.amount_fen FROM envelope_shares s
                JOIN participants p ON p.participant_id = s.participant_id
                JOIN persons q ON q.person_id = p.person_id"""
    for row in conn.exec_driver_sql(shares):
        told.shares[row.envelope_id, row.tg_user_id] = row.amount_fen
    for row in conn.exec_driver_sql("SELECT payment_id, state, amount_fen FROM payments"):
        told.payments[row.payment_id] = (row.state, row.amount_fen)
    return told


def messages(conn: Connection, log: DriverLog) -> Iterator[Violation]:
    """I11: a call marked as sent was shown in its chat; none that is news was shown twice."""
    sent: dict[int, Counter[str]] = defaultdict(Counter)
    owed: dict[int, Counter[str]] = defaultdict(Counter)
    query = """SELECT o.chat_id, o.state, o.priority, o.method, k.params FROM outbox o
               JOIN keepsakes k ON k.key = o.key WHERE o.chat_id <> 0"""
    for row in conn.exec_driver_sql(query):
        params = json.loads(row.params)
        words = plain(params.get("text") or params.get("caption") or "")
        # A screen takes the place of another: no message, unless that one is gone.
        in_place = row.method == EDIT_METHOD
        sent[row.chat_id][words] += row.state == "sent" and not in_place
        # A receipt whose outcome nobody saw is sent again; news is not.
        once = row.priority > Priority.RECEIPT and not in_place
        owed[row.chat_id][words] += 1 if once else ANY_NUMBER
    for chat_id in owed.keys() | log.posted.keys():
        posted = log.posted[chat_id]
        for words in owed[chat_id].keys() | posted.keys():
            least, most = sent[chat_id][words], owed[chat_id][words]
            if not least <= posted[words] <= most:
                counts = f"{least} sent, {most} owed, {posted[words]} shown"
                yield Violation("I11", f"chat {chat_id}: {counts}: {words[:80]!r}")


def chat_of(sandbox: Sandbox, bot_id: int, chat_id: int) -> Chat:
    """A chat by the id that the bot knows."""
    if chat_id < 0:
        return sandbox.world.groups[chat_id]
    return sandbox.world.privates[bot_id, chat_id]


def plain(html: str) -> str:
    """The words of a text as they are seen."""
    return str(prepare(html, "HTML", None).text)


def fen_in(words: str) -> int | None:
    """The amount in a toast, if it names one."""
    found = AMOUNT.search(words)
    return None if found is None else int(found[1].replace(",", "")) * 100 + int(found[2])


def all_gone() -> set[str]:
    """The answers of those who got nothing."""
    words = words_for("en")
    keys = ("galas.toast_gone", "refusal.envelope_all_taken", "refusal.envelope_expired")
    return {words.plain(say(key)) for key in keys}


def is_new_share(words: str) -> bool:
    """Whether an answer tells a share for the first time."""
    amount = AMOUNT.search(words)
    keys = ("galas.toast_won", "red_envelopes.toast_opened")
    spoken = words_for("en")
    return amount is not None and words in {
        spoken.plain(say(key, amount=amount[0])) for key in keys
    }


def _button(seen: Seen) -> tuple[str, int]:
    kind, _, number = seen.data.partition(":")
    return kind, int(number) if number.isdigit() else 0
