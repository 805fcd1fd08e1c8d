"""Steps that tests of rentals share: a town, a thing out, money spent, the audit."""

from __future__ import annotations

from services.living import rentals
from services.living.rentals import OrderState
from services.money import ledger
from services.social import ratings
from tests.db.lawgiving import remember

TIMERS = {
    rentals.EXPIRY: rentals.expire,
    rentals.DUE: rentals.fall_due,
    rentals.LOST: rentals.lose,
    rentals.DEBIT: rentals.debit_due,
    rentals.DEBITED: rentals.debit_done,
    ratings.SEAL: ratings.open_seal,
}
UMBRELLA = rentals.things()["umbrella"]
PRICE, FEE, FUND = UMBRELLA.price.fen, UMBRELLA.late_fee_fen, UMBRELLA.risk_fund.fen


def hiring_town(town_of):
    """Ana stands above the umbrella's gate, bo below it: a judgment."""
    made = town_of("ana", "bo", timers=TIMERS)
    remember(made, "ana", "joined")
    remember(made, "bo", "joined", "judgment_made")
    return made


def do(world, verb, *args, name="ana"):
    with world.acting(name) as town:
        return verb(town, *args)


def begun(world, thing="umbrella", name="ana"):
    """Somebody has a thing out, on a deposit where one is asked."""
    order = do(world, rentals.start, thing, name=name)
    order = do(world, rentals.confirm, order.order_id, name=name).order
    if order.state is OrderState.CREATED:
        order = do(world, rentals.pay_deposit, order.order_id, name=name)
    assert order.state is OrderState.IN_USE
    return order


def provider(world, thing=UMBRELLA):
    with world.office() as town:
        account = ledger.open_account(town, ledger.OFFICE, f"provider:{thing.provider.id}")
        return ledger.balance(town, account)


def check(world):
    world.check_books()
    with world.office() as town:
        assert rentals.audit(town.conn) == []


def spend(world, name="ana", left=0):
    """Empty a wallet: the money goes to the town hall."""
    with world.office() as town:
        hall = ledger.open_account(town, ledger.OFFICE, "town_hall")
        amount = ledger.balance(town, world.wallets[name]) - left
        ledger.move(
            town,
            ledger.Transfer(
                key=f"spent:{town.key}",
                kind="spent",
                source=world.wallets[name],
                target=hall,
                amount=amount,
            ),
        )
