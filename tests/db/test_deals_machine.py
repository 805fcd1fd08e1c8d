"""Any history of paying, asking, hiring, rating and opting out keeps books, orders and stars."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.money import Fen
from services.living import errands, rentals
from services.living.rentals import OrderState
from services.living.rentals.tables import rental_orders
from services.modules import Wiring
from services.money import ledger, merchants, platforms, transfers
from services.money.transfers.tables import payments
from services.people.facts import STANDING_FACTS
from services.people.identity import participant_actor
from services.social import friends, ratings, requests
from services.social.ratings.tables import deals
from services.social.ratings.tables import ratings as given
from services.social.requests.tables import bill_shares
from services.workshops import scenarios
from tests.db.lawgiving import remember

WIRING = Wiring()
PEOPLE, RESIDENTS = ("ana", "bo"), ("rui", "sam")
names, anybody = st.sampled_from(PEOPLE), st.sampled_from(PEOPLE + RESIDENTS)
rows = st.integers(0, 5)
stars = st.integers(1, 5)
fen = st.sampled_from([1, 3_00, 12_00, 60_00, 10**7])
hours = st.sampled_from([1, 24, 24 * 4, 24 * 12, 24 * 40])
HIRED = ("umbrella", "bicycle", "car")
OF_MERCHANTS = (rentals.sync, rentals.debit)
TAKEN = (transfers.accept, transfers.accept, transfers.decline)
ANSWERS = (requests.pay, requests.decline, requests.hush)
LEFT = (*platforms.catalogue(), "account", "taxi")
OF_PEOPLE = (
    rentals.confirm,
    rentals.pay_deposit,
    rentals.cancel,
    rentals.give_back,
    rentals.pay,
    rentals.bring_found,
    rentals.ask_for_less,
)


def settled(verb):
    def run(town, subject):
        verb(town, subject)
        WIRING.settle(town)

    return run


TIMERS = {kind: settled(verb) for kind, verb in WIRING.timers.items()}


class Deals(RuleBasedStateMachine):
    """People do what they may and may not; a refusal must leave everything as it was."""

    def __init__(self, town_of):
        super().__init__()
        self.world = town_of(*PEOPLE, residents=RESIDENTS, timers=TIMERS)
        remember(self.world, "ana", "joined")
        remember(self.world, "bo", "joined", "judgment_made")
        with self.world.office() as town:
            friends.acquaint(town, self.world.ids["ana"], self.world.ids["bo"])
        self.seen = {}  # what was open once, by deal and rater

    def tried(self, acting, verb, *args, **kwargs):
        with suppress(RuleError), acting as town:
            verb(town, *args, **kwargs)
            WIRING.settle(town)

    def one_of(self, key, number):
        """The number of a row of this town, one of the latest."""
        here = key.table.c.workshop_id == self.world.workshop_id
        found = self.world.rows(select(key).where(here).order_by(key.desc()).limit(6))
        return found[number % len(found)][0] if found else 0

    def one_of_shares(self, number):
        asked = select(bill_shares.c.share_id).order_by(bill_shares.c.share_id.desc()).limit(6)
        found = self.world.rows(asked)
        return found[number % len(found)][0] if found else 0

    @rule(
        who=names,
        to=st.sampled_from(PEOPLE + RESIDENTS),
        amount=fen,
        note=st.sampled_from(["", "tea"]),
    )
    def pay(self, who, to, amount, note):
        self.tried(self.world.acting(who), transfers.offer, to, Fen(amount), note)

    @rule(who=anybody, verb=st.sampled_from(TAKEN), number=rows)
    def take_or_refund(self, who, verb, number):
        self.tried(self.world.acting(who), verb, self.one_of(payments.c.payment_id, number))

    @rule(who=names, of=st.lists(anybody, min_size=1, max_size=3), amount=fen)
    def split(self, who, of, amount):
        self.tried(self.world.acting(who), requests.split, Fen(amount), of, "tea")

    @rule(who=names, of=names, amount=fen)
    def ask(self, who, of, amount):
        self.tried(self.world.acting(who), requests.ask, of, Fen(amount))

    @rule(who=names, verb=st.sampled_from(ANSWERS), number=rows)
    def answer(self, who, verb, number):
        self.tried(self.world.acting(who), verb, self.one_of_shares(number))

    @rule(who=names, what=st.sampled_from(LEFT), back=st.booleans())
    def opt_out(self, who, what, back):
        of = platforms if what in platforms.catalogue() else errands
        verbs = {platforms: platforms.come_back, errands: errands.take_back}
        self.tried(self.world.acting(who), verbs[of] if back else of.leave, what)

    @rule(who=names, thing=st.sampled_from(HIRED), number=st.sampled_from(["", "A1"]))
    def rent(self, who, thing, number):
        self.tried(self.world.acting(who), rentals.start, thing, number)

    @rule(who=names, verb=st.sampled_from(OF_PEOPLE), number=rows)
    def go_on_with_an_order(self, who, verb, number):
        self.tried(self.world.acting(who), verb, self.one_of(rental_orders.c.order_id, number))

    @rule(verb=st.sampled_from(OF_MERCHANTS), number=rows)
    def stand_behind_the_counter(self, verb, number):
        self.tried(self.world.facilitating(), verb, self.one_of(rental_orders.c.order_id, number))

    @rule(number=rows, amount=fen)
    def ask_for_less_or_take_it_back(self, number, amount):
        order = self.one_of(rental_orders.c.order_id, number)
        self.tried(self.world.facilitating(), rentals.modify, order, Fen(amount), "rain")
        if amount == 1:
            self.tried(self.world.facilitating(), rentals.revoke, order, "broken")

    @rule(who=anybody, number=rows, service=stars, person=stars)
    def rate(self, who, number, service, person):
        deal, both = self.one_of(deals.c.deal_id, number), {"service": service, "person": person}
        self.tried(self.world.acting(who), ratings.rate, deal, word="so", **both)

    @rule(who=names)
    def bomb(self, who):
        self.tried(self.world.facilitating(), scenarios.run, f"rating_bomb {who}")

    @rule(after=hours)
    def time_passes(self, after):
        self.world.forward(hours=after)

    @rule(who=names)
    def money_goes(self, who):
        with self.world.office() as town:
            hall = ledger.open_account(town, ledger.OFFICE, "town_hall")
            left = Fen(ledger.balance(town, self.world.wallets[who]))
            if left:
                spent = {"source": self.world.wallets[who], "target": hall, "amount": left}
                ledger.move(town, ledger.Transfer(key=f"spent:{town.key}", kind="spent", **spent))

    @invariant()
    def books_orders_and_stars_are_right(self):
        with self.world.office() as town:
            for of in (ledger, transfers, merchants, requests, rentals, errands, ratings):
                assert of.audit(town.conn) == []
            for who in PEOPLE:
                self.somebody_keeps_one_platform(town.as_actor(self.actor(town, who), key=town.key))
            self.providers_hold_what_was_charged(town)
            self.nothing_is_seen_before_it_is_open(town)

    def actor(self, town, who):
        return participant_actor(town, self.world.ids[who])

    def somebody_keeps_one_platform(self, town):
        assert not all(one.is_left for one in platforms.holdings(town))

    def providers_hold_what_was_charged(self, town):
        charged = dict.fromkeys(HIRED, 0)
        here = rental_orders.c.workshop_id == town.workshop_id
        for order in town.conn.execute(select(rental_orders).where(here)):
            if order.state == OrderState.DONE and not order.paid_elsewhere:
                charged[order.thing] += order.charged_fen
        for name, total in charged.items():
            till = f"provider:{rentals.things()[name].provider.id}"
            account = ledger.open_account(town, ledger.OFFICE, till)
            assert ledger.balance(town, account) == total, name

    def nothing_is_seen_before_it_is_open(self, town):
        query = select(given, deals.c.opened_town_s, deals.c.kind).join(deals)
        query = query.where(deals.c.workshop_id == town.workshop_id)
        every = town.conn.execute(query).all()
        found = {(row.deal_id, row.rater): row for row in every if row.kind != "returned"}
        returned = {(row.deal_id, row.rater) for row in every} - found.keys()
        opened = {key: row for key, row in found.items() if row.opened_town_s is not None}
        counts = sum(ratings.stars_of(town, who).count for who in self.world.ids.values())
        assert counts == sum(row.person_stars is not None for row in opened.values())
        at = STANDING_FACTS.c
        rated = at.kind == "rated", at.workshop_id == town.workshop_id
        told = town.conn.execute(select(STANDING_FACTS).where(*rated)).all()
        assert len(told) == counts
        bombs = [row for row in opened.values() if row.kind == "bomb"]
        assert len([fact for fact in told if not fact.is_true]) == len(bombs)
        for key, row in self.seen.items():
            assert key in returned or tuple(opened[key]) == row, "what was open once stays"
        self.seen = {key: tuple(row) for key, row in opened.items()}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_any_history_keeps_books_orders_and_stars(town_of):
    class Here(Deals):
        def __init__(self) -> None:
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
