"""Invariants of the database alone (I1 to I7, I9, I12), in SQL of their own on either engine.

Nothing here asks the services: who checks must not lean on what is checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from tests.chaos.verdict import Violation

# invariant, what is wrong, the rows in which it is wrong: every query finds nothing in a sound town
BROKEN: Final = (
    (
        "I1",
        "a transfer between two towns or with no account",
        """SELECT t.transfer_id FROM transfers t
           LEFT JOIN accounts a ON a.account_id = t.from_account AND a.workshop_id = t.workshop_id
           LEFT JOIN accounts b ON b.account_id = t.to_account AND b.workshop_id = t.workshop_id
           WHERE a.account_id IS NULL OR b.account_id IS NULL OR t.amount_fen <= 0
              OR t.from_account = t.to_account""",
    ),
    (
        "I2",
        "all balances of a town do not sum to zero: more or less money than was issued",
        """SELECT workshop_id, SUM(balance_fen) FROM accounts
           GROUP BY workshop_id HAVING SUM(balance_fen) <> 0""",
    ),
    (
        "I3",
        "a balance is not the sum of its transfers: account, balance, sum",
        """SELECT a.account_id, a.balance_fen, m.fen FROM accounts a LEFT JOIN (
             SELECT account, SUM(fen) AS fen FROM (
               SELECT to_account AS account, amount_fen AS fen FROM transfers
               UNION ALL SELECT from_account, -amount_fen FROM transfers) moved
             GROUP BY account) m ON m.account = a.account_id
           WHERE a.balance_fen <> COALESCE(m.fen, 0)""",
    ),
    (
        "I4",
        "below zero: account, balance",
        "SELECT account_id, balance_fen FROM accounts WHERE kind <> 'issuer' AND balance_fen < 0",
    ),
    (
        "I5",
        "an envelope: number, total, left, taken, shares, shares left, shares taken",
        """SELECT e.envelope_id, e.total_fen, e.left_fen, COALESCE(SUM(s.amount_fen), 0),
                  e.shares, e.left_shares, COUNT(s.number)
           FROM envelopes e LEFT JOIN envelope_shares s ON s.envelope_id = e.envelope_id
           GROUP BY e.envelope_id, e.total_fen, e.left_fen, e.shares, e.left_shares
           HAVING e.left_fen + COALESCE(SUM(s.amount_fen), 0) <> e.total_fen
               OR e.left_shares + COUNT(s.number) <> e.shares""",
    ),
    (
        "I5",
        "an envelope's hold: number, state, left by its row, left in the hold",
        """SELECT e.envelope_id, e.state, e.left_fen, a.balance_fen
           FROM envelopes e JOIN accounts a ON a.account_id = e.hold
           WHERE a.balance_fen <> CASE WHEN e.state = 'open' THEN e.left_fen ELSE 0 END""",
    ),
    (
        "I5",
        "what was left of an envelope went back otherwise than once: number, left, times, amount",
        """SELECT e.envelope_id, e.left_fen, COUNT(t.transfer_id), SUM(t.amount_fen)
           FROM envelopes e LEFT JOIN transfers t ON t.from_account = e.hold
             AND t.kind IN ('envelope_back', 'gala_back')
           GROUP BY e.envelope_id, e.state, e.left_fen
           HAVING COUNT(t.transfer_id) <> CASE WHEN e.state = 'expired' THEN 1 ELSE 0 END
               OR COALESCE(SUM(t.amount_fen), 0) <>
                  CASE WHEN e.state = 'expired' THEN e.left_fen ELSE 0 END""",
    ),
    (
        "I5",
        "a payment's hold: number, state, amount, held",
        """SELECT p.payment_id, p.state, p.amount_fen, a.balance_fen
           FROM payments p JOIN accounts a ON a.account_id = p.hold
           WHERE a.balance_fen <> CASE WHEN p.state = 'offered' THEN p.amount_fen ELSE 0 END""",
    ),
    (
        "I5",
        "a rental's deposit: order, state, risk fund, held",
        """SELECT r.order_id, r.state, r.risk_fund_fen, a.balance_fen
           FROM rental_orders r JOIN accounts a ON a.account_id = r.deposit
           WHERE a.balance_fen <> CASE WHEN r.state = 'user_confirm'
                                       THEN r.risk_fund_fen ELSE 0 END""",
    ),
    (
        "I5",
        "money set aside for a rental that is not out on a deposit: account, held",
        """SELECT a.account_id, a.balance_fen FROM accounts a
           LEFT JOIN rental_orders r ON r.deposit = a.account_id AND r.state = 'user_confirm'
           WHERE a.kind = 'hold' AND substr(a.holder, 1, 15) = 'rental_deposit:'
             AND a.balance_fen <> 0 AND r.order_id IS NULL""",
    ),
    (
        "I6",
        "two shares of one envelope for one person: envelope, person, shares",
        """SELECT envelope_id, participant_id, COUNT(*) FROM envelope_shares
           GROUP BY envelope_id, participant_id HAVING COUNT(*) > 1""",
    ),
    (
        "I7",
        "a share without its transfer or its fact: envelope, person, share, paid, fact",
        """SELECT s.envelope_id, s.participant_id, s.amount_fen, t.amount_fen, f.amount
           FROM envelope_shares s
           JOIN envelopes e ON e.envelope_id = s.envelope_id
           JOIN participants p ON p.participant_id = s.participant_id
           LEFT JOIN transfers t ON t.from_account = e.hold AND t.to_account = p.wallet
             AND t.kind IN ('envelope_share', 'gala_share')
           LEFT JOIN facts f ON f.workshop_id = e.workshop_id AND f.kind = 'envelope_opened'
             AND f.participant_id = s.participant_id
             AND f.key = 'envelope:' || s.envelope_id || ':' || s.participant_id || ':opened'
           WHERE t.amount_fen IS NULL OR t.amount_fen <> s.amount_fen
              OR f.amount IS NULL OR f.amount <> s.amount_fen""",
    ),
    (
        "I7",
        "transfers of shares and facts of shares and shares: how many of each",
        """SELECT * FROM (SELECT
             (SELECT COUNT(*) FROM envelope_shares) AS shares,
             (SELECT COUNT(*) FROM transfers
              WHERE kind IN ('envelope_share', 'gala_share')) AS paid,
             (SELECT COUNT(*) FROM facts WHERE kind = 'envelope_opened') AS told) counted
           WHERE shares <> paid OR shares <> told""",
    ),
    (
        "I7",
        "a payment's way out: number, state, transfers to the receiver, to the payer, facts",
        """SELECT * FROM (SELECT p.payment_id, p.state,
             (SELECT COUNT(*) FROM transfers t WHERE t.from_account = p.hold
                AND t.to_account = r.wallet AND t.amount_fen = p.amount_fen) AS received,
             (SELECT COUNT(*) FROM transfers t WHERE t.from_account = p.hold
                AND t.to_account = g.wallet AND t.amount_fen = p.amount_fen) AS returned,
             (SELECT COUNT(*) FROM facts f WHERE f.workshop_id = p.workshop_id AND f.key IN (
                'payment:' || p.payment_id || ':paid', 'payment:' || p.payment_id || ':was_paid',
                'payment:' || p.payment_id || ':payment_declined',
                'payment:' || p.payment_id || ':payment_expired')) AS facts
             FROM payments p JOIN participants r ON r.participant_id = p.receiver
             JOIN participants g ON g.participant_id = p.payer) counted
           WHERE received <> CASE state WHEN 'accepted' THEN 1 ELSE 0 END
              OR returned <> CASE WHEN state IN ('declined', 'expired') THEN 1 ELSE 0 END
              OR facts <> CASE state WHEN 'offered' THEN 0 WHEN 'accepted' THEN 2 ELSE 1 END""",
    ),
    (
        "I7",
        "a rental's end: order, state, charged, paid, facts of its ending, of debts, of payment",
        """SELECT * FROM (SELECT r.order_id, r.state, r.charged_fen, (
               SELECT COALESCE(SUM(t.amount_fen), 0) FROM transfers t
               WHERE t.workshop_id = r.workshop_id
                 AND t.key = 'rental:' || r.order_id || ':charge') AS paid, (
               SELECT COUNT(*) FROM facts f WHERE f.workshop_id = r.workshop_id AND f.key IN (
                 'rental:' || r.order_id || ':rental_brief',
                 'rental:' || r.order_id || ':rental_returned',
                 'rental:' || r.order_id || ':rental_late',
                 'rental:' || r.order_id || ':rental_lost')) AS ends, (
               SELECT COUNT(*) FROM facts f WHERE f.workshop_id = r.workshop_id
                 AND f.key = 'rental:' || r.order_id || ':order_owed') AS owed, (
               SELECT COUNT(*) FROM facts f WHERE f.workshop_id = r.workshop_id
                 AND f.key = 'rental:' || r.order_id || ':order_settled') AS settled
             FROM rental_orders r) counted
           WHERE paid <> CASE state WHEN 'done' THEN charged_fen ELSE 0 END
              OR ends <> CASE WHEN state IN ('mch_complete', 'done') THEN 1 ELSE 0 END
              OR owed - settled <> CASE state WHEN 'mch_complete' THEN 1 ELSE 0 END""",
    ),
)
# of one workshop each
KEYED: Final = ("transfers", "facts", "payments", "envelopes", "rental_orders")


def books(conn: Connection) -> Iterator[Violation]:
    """Everything that the database must be right about by itself."""
    for invariant, wrong, query in BROKEN:
        for row in conn.exec_driver_sql(query):
            yield Violation(invariant, f"{wrong}: {tuple(row)}")
    yield from keys(conn)
    yield from pages(conn)


def keys(conn: Connection) -> Iterator[Violation]:
    """I9: one effect for each business key, whether or not a constraint says so."""
    twice = "SELECT workshop_id, key, COUNT(*) FROM {} GROUP BY 1, 2 HAVING COUNT(*) > 1"
    for table in KEYED:
        for row in conn.exec_driver_sql(twice.format(table)):
            yield Violation("I9", f"{table}: {tuple(row)}")
    calls = "SELECT key, COUNT(*) FROM outbox GROUP BY key HAVING COUNT(*) > 1"
    for row in conn.exec_driver_sql(calls):
        yield Violation("I9", f"outbox: {tuple(row)}")


def pages(conn: Connection) -> Iterator[Violation]:
    """I12: the file itself. PostgreSQL has no such question; it refuses to start on a bad page."""
    if conn.dialect.name != "sqlite":
        return
    for (line,) in conn.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Violation("I12", str(line))
    for row in conn.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Violation("I12", f"foreign key: {tuple(row)}")
