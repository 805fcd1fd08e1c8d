"""Any history of the books keeps the invariants, and agrees with a model that is a few dicts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.kernel.money import Fen
from services.money.ledger import (
    ISSUER,
    IdempotencyConflict,
    NotEnoughMoney,
    Transfer,
    audit,
    balance,
    hold,
    issue,
    move,
    open_account,
    release,
)

NAMES = ("ana", "bo", "cy")
names = st.sampled_from(NAMES)
amounts = st.one_of(st.integers(1, 50_00), st.sampled_from([1, 100_00, 100_01, 10**8]))
subjects = st.sampled_from("123456")


class Books(RuleBasedStateMachine):
    """People pay, set aside, pay out, take back, repeat themselves and ask for too much."""

    def __init__(self, town_of):
        super().__init__()
        self.world = town_of(*NAMES)
        self.account = dict(self.world.wallets)  # by name or by subject of a hold
        self.model = dict.fromkeys(NAMES, 100_00)
        self.model["issuer"] = -100_00 * len(NAMES)
        self.standing = {}  # key → transfer
        self.holds = {}  # subject → what asked for it
        with self.world.office() as town:
            self.account["issuer"] = open_account(town, ISSUER, "")

    def expect(self, transfer, source, target, act):
        """Do the act and say what the books should have answered."""
        known = self.standing.get(transfer.key)
        expected: type[Exception] | None = None
        if known is not None and known != transfer:
            expected = IdempotencyConflict
        elif known is None and source != "issuer" and self.model[source] < transfer.amount:
            expected = NotEnoughMoney
        told: type[Exception] | None = None
        try:
            with self.world.office() as town:
                act(town)
        except (NotEnoughMoney, IdempotencyConflict) as refusal:
            told = type(refusal)
        assert told is expected
        if told is None and known is None:
            self.standing[transfer.key] = transfer
            self.model[source] -= transfer.amount
            self.model[target] += transfer.amount

    @rule(source=names, to=names, amount=amounts, subject=subjects)
    def pay(self, source, to, amount, subject):
        if source != to:
            transfer = Transfer(
                key=f"pay:{subject}",
                kind="pay",
                source=self.account[source],
                target=self.account[to],
                amount=Fen(amount),
            )
            self.expect(transfer, source, to, lambda town: move(town, transfer))

    @rule(who=names, amount=amounts, subject=subjects)
    def set_aside(self, who, amount, subject):
        with self.world.office() as town:
            held = open_account(town, "hold", f"envelope:{subject}")
        self.account[subject] = held
        self.model.setdefault(subject, 0)
        transfer = Transfer(
            key=f"envelope:{subject}:hold",
            kind="envelope",
            source=self.account[who],
            target=held,
            amount=Fen(amount),
        )
        self.expect(
            transfer,
            who,
            subject,
            lambda town: hold(
                town, self.account[who], Fen(amount), purpose="envelope", subject=subject
            ),
        )

    @rule(who=names, amount=amounts, subject=subjects)
    def pay_out(self, who, amount, subject):
        if subject in self.account:
            transfer = Transfer(
                key=f"share:{subject}:{who}",
                kind="share",
                source=self.account[subject],
                target=self.account[who],
                amount=Fen(amount),
            )
            self.expect(transfer, subject, who, lambda town: move(town, transfer))

    @rule(who=names, subject=subjects)
    def take_back(self, who, subject):
        left = self.model.get(subject, 0)
        if left:
            with self.world.office() as town:
                returned = release(
                    town, self.account[subject], self.account[who], kind="refund", subject=subject
                )
            assert returned == left
            self.model[subject] = 0
            self.model[who] += left

    @rule(who=names, amount=st.integers(1, 500_00), subject=subjects)
    def issue(self, who, amount, subject):
        transfer = Transfer(
            key=f"issue:{subject}",
            kind="gift",
            source=self.account["issuer"],
            target=self.account[who],
            amount=Fen(amount),
        )
        self.expect(
            transfer,
            "issuer",
            who,
            lambda town: issue(
                town, self.account[who], Fen(amount), kind="gift", key=f"issue:{subject}"
            ),
        )

    @rule()
    def repeat_everything(self):
        with self.world.office() as town:
            assert not any(move(town, transfer) for transfer in self.standing.values())

    @precondition(lambda self: self.standing)
    @rule(more=st.integers(1, 5), data=st.data())
    def claim_a_key_for_another_amount(self, more, data):
        known = data.draw(st.sampled_from(list(self.standing.values())))
        other = replace(known, amount=Fen(known.amount + more))
        self.expect(other, "issuer", "issuer", lambda town: move(town, other))

    @invariant()
    def the_books_agree_with_the_model(self):
        with self.world.office() as town:
            held = {name: balance(town, account) for name, account in self.account.items()}
            assert audit(town.conn) == []
        assert held == self.model
        assert sum(held.values()) == 0


def test_any_history_keeps_the_books(town_of):
    class Here(Books):
        def __init__(self) -> None:
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
