"""Any history of buying, topping up, leaving platforms and asking for money keeps the books."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.money import ledger, merchants, platforms
from services.social import friends, requests

NAMES, SHOPS = ("ana", "bo", "cy"), ("Ledger", "Candle", "Magpie")
PLACES = ("tricycle", "night_stall", "hairdresser", "clinic", "moon")
TIMERS = {requests.REMIND: requests.remind, requests.LAPSE: requests.lapse}
names = st.sampled_from(NAMES)
amounts = st.one_of(st.integers(0, 60_00), st.sampled_from([1, 100_00, 10**9]))
keys = st.sampled_from("1234")
which = st.sampled_from(tuple(platforms.catalogue()))


class Town(RuleBasedStateMachine):
    """People do all of it in any order, repeat themselves, and ask for too much."""

    def __init__(self, town_of):
        super().__init__()
        self.world = town_of(*NAMES, residents=SHOPS, timers=TIMERS)
        self.shares = 0
        with self.world.office() as town:
            for one, other in (("ana", "bo"), ("bo", "cy")):
                friends.acquaint(town, self.world.ids[one], self.world.ids[other])

    def does(self, who, verb):
        """Act, or be refused; anything else is a bug."""
        try:
            with self.world.acting(who) as town:
                return verb(town)
        except RuleError:
            return None

    @rule(who=names, at=st.sampled_from(PLACES), fen=amounts, key=keys)
    def buys(self, who, at, fen, key):
        sale = self.does(who, lambda town: merchants.charge(town, at, Fen(fen), "", key=key))
        assert sale is None or (sale.merchant_id, sale.amount) == (at, fen)

    @rule(who=names, to=which, fen=amounts.filter(bool), key=keys)
    def tops_up(self, who, to, fen, key):
        self.does(who, lambda town: platforms.top_up(town, to, Fen(fen), key=key))

    @rule(who=names, platform=which, back=st.booleans())
    def leaves(self, who, platform, back):
        verb = platforms.come_back if back else platforms.leave
        held = self.does(who, lambda town: verb(town, platform))
        assert held is None or not all(one.is_left for one in held)

    @rule(who=names, of=st.lists(st.sampled_from((*NAMES, "all")), min_size=1), fen=amounts)
    def splits(self, who, of, fen):
        bill = self.does(who, lambda town: requests.split(town, Fen(fen), of))
        if bill is not None:
            assert bill.own + sum(share.amount for share in bill.shares) == fen
            self.shares = bill.shares[-1].share_id

    @rule(who=names, data=st.data(), verb=st.sampled_from(("pay", "decline", "hush")))
    def answers(self, who, data, verb):
        share = data.draw(st.integers(1, self.shares + 1))
        self.does(who, lambda town: getattr(requests, verb)(town, share))

    @rule(days=st.integers(1, 2))
    def waits(self, days):
        self.world.forward(days=days)

    @invariant()
    def the_books_balance(self):
        with self.world.office() as town:
            for audit in (ledger.audit, merchants.audit, requests.audit):
                assert audit(town.conn) == []


def test_any_history_keeps_the_books(town_of):
    class Here(Town):
        def __init__(self):
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
