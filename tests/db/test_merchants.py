"""Buying: the keeper is paid at once, once a key, on a platform both have, with a receipt."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from services.kernel.errors import AmountOutOfRange
from services.kernel.money import Fen
from services.kernel.towns import workshops
from services.living.residents.folk import script
from services.modules import Wiring
from services.money import merchants, platforms, receipts, transfers
from services.money.ledger import NotEnoughMoney
from services.money.merchants import (
    CodeElsewhere,
    CodeOfClosedTown,
    CodeOfNobody,
    NoSuchMerchant,
    NotTaken,
    OwnShop,
    Sold,
    SoldOtherwise,
)
from services.money.merchants.tables import sales
from services.money.platforms import LastPlatform, PlatformExited, PlatformLeft, PlatformShort
from services.money.receipts import ForgedReceipt
from services.standing import agencies

SHOPS = ("Ledger", "Candle", "Magpie")  # takes both, Alipay only, WeChat Pay only


@pytest.fixture
def world(town_of):
    return town_of("ana", "bo", residents=SHOPS)


def bought(world, where="tricycle", fen=550, who="ana", key="k1", platform=None):
    order = merchants.Order(
        merchant_id=where, amount=Fen(fen), what="pears", key=key, platform=platform
    )
    with world.acting(who) as town:
        return merchants.pay(town, order)


def check(world):
    world.check_books()
    with world.office() as town:
        assert merchants.audit(town.conn) == []


def topped_up(world, fen=2000, key="t1", platform="alipay"):
    with world.acting("ana") as town:
        found = platforms.top_up(town, platform, Fen(fen), key=key)
    return tuple(one.balance for one in found)


def test_a_merchant_is_paid_at_once_and_both_sides_leave_facts(world):
    sale = bought(world)
    assert (world.balance("ana"), world.balance("Ledger")) == (9450, 10550)
    assert (sale.keeper, sale.customer) == (world.ids["Ledger"], world.ids["ana"])
    assert (sale.platform, sale.place.en, sale.what) == ("wechat_pay", "East Gate", "pears")
    (purchase,), (made,) = world.facts_of("ana"), world.facts_of("Ledger")
    assert (purchase.kind, purchase.amount, purchase.source) == ("purchase", 550, "super_app")
    assert (made.kind, made.counterpart) == ("sale_made", world.ids["ana"])
    assert [told.sale for told in world.emitted(Sold)] == [sale]
    check(world)


def test_one_key_is_one_sale_and_pays_nothing_else(world):
    first, second = bought(world), bought(world)
    assert first == second
    assert (first.again, second.again) == (False, True)
    assert world.balance("ana") == 9450
    with pytest.raises(SoldOtherwise):
        bought(world, fen=551)
    with pytest.raises(SoldOtherwise):
        bought(world, where="hairdresser")
    assert bought(world, who="bo").customer == world.ids["bo"]  # keys are each buyer's own
    check(world)


def test_two_taps_at_once_pay_once(world):
    def buy(town):
        return merchants.charge(town, "tricycle", Fen(550), "", key="tap")

    found = world.race_all_done(("ana", buy), ("ana", buy))
    assert sorted(sale.again for sale in found) == [False, True]
    assert world.balance("ana") == 9450
    check(world)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"where": "moon"}, NoSuchMerchant),
        ({"where": "clinic"}, NoSuchMerchant),  # whoever keeps it does not live here
        ({"who": "Ledger"}, OwnShop),
        ({"fen": 0}, AmountOutOfRange),
        ({"fen": 10**9}, AmountOutOfRange),
        ({"fen": 10001}, NotEnoughMoney),
        ({"where": "night_stall"}, PlatformShort),
        ({"where": "hairdresser", "platform": "alipay"}, NotTaken),
    ],
)
def test_what_is_refused_changes_nothing(world, how, refusal):
    with pytest.raises(refusal):
        bought(world, **how)
    assert world.balance("ana") == 10000
    assert world.rows(sales.select()) == []
    check(world)


def test_platforms_keep_separate_wallets_and_separate_facts(world):
    assert topped_up(world) == topped_up(world) == (8000, 2000)
    sale = bought(world, where="night_stall", fen=700)
    assert sale.platform == "alipay"
    assert world.balance("Candle") == 10000  # paid on Alipay, not in the wallet of the other
    assert world.facts_of("ana")[-1].source == "sesame_credit"
    with world.office() as town:  # what Alipay keeps, the other's score does not hear
        assert agencies.hearing(town, "sesame_credit").hears("sesame_credit")
        assert not agencies.hearing(town, "pay_score").hears("sesame_credit")
    check(world)


def test_the_platform_that_holds_enough_pays(world):
    topped_up(world, 9000)
    assert bought(world, fen=5000).platform == "alipay"
    with pytest.raises(PlatformShort):
        topped_up(world, 9000, key="t2", platform="wechat_pay")
    check(world)


def test_leaving_a_platform_brings_the_money_home_and_ends_buying_on_it(world):
    topped_up(world)
    for _ in range(2):
        with world.acting("ana") as town:
            platforms.leave(town, "alipay")
    with world.acting("ana") as town:
        wechat, alipay = platforms.holdings(town)
    assert (wechat.balance, alipay.balance, alipay.is_left) == (10000, 0, True)
    (told,) = world.emitted(PlatformExited)
    assert (told.platform.platform_id, told.is_left) == ("alipay", True)
    with pytest.raises(PlatformLeft):
        bought(world, where="night_stall", fen=1)
    with pytest.raises(PlatformLeft):
        topped_up(world, key="t2")
    with world.acting("ana") as town, pytest.raises(LastPlatform):
        platforms.leave(town, "wechat_pay")
    with world.office() as town:
        assert platforms.exits(town) == {"wechat_pay": 0, "alipay": 1}
    with world.acting("ana") as town:
        platforms.come_back(town, "alipay")
    assert world.fact_kinds("ana") == ["platform_left", "platform_joined"]
    assert topped_up(world, key="t3") == (8000, 2000)
    check(world)


def test_codes_are_each_ones_own_and_receipts_cannot_be_made_up(world):
    sale, who = bought(world), [*merchants.catalogue(), *world.ids.values()]
    with world.office() as town:
        codes = {merchants.pay_code(town, one) for one in who}
        assert len(codes) == len(who)
        mine = merchants.pay_code(town, world.ids["ana"])
        assert merchants.whose_code(town, mine, who) == world.ids["ana"]
        assert merchants.whose_code(town, "00000000", who) is None
        assert merchants.read_receipt(town, f" {sale.code.lower()} ") == ("S", sale.sale_id)
        kind, _, mark = sale.code.partition("-")
        for forged in (f"S{sale.sale_id + 1}-{mark}", f"P1-{mark}", kind, "S0-BBBBBB", ""):
            assert merchants.read_receipt(town, forged) is None
        assert merchants.find_sale(town, sale.sale_id) == sale
        assert merchants.find_sale(town, 99) is None


def test_every_keeper_is_one_of_the_twelve_and_every_platform_has_a_score():
    twelve = {role.name for role in script().roles}
    assert {(m.keeper.en, m.keeper.zh) for m in merchants.catalogue().values()} <= {
        (name.en, name.zh) for name in twelve
    }
    assert {p.agency for p in platforms.catalogue().values()} <= set(agencies.catalogue())


def test_a_code_leads_to_whoever_it_is_of(town_of):
    world, other = town_of("ana", "bo", residents=SHOPS), town_of("cy")
    with other.acting("cy") as town:
        foreign = f"{town.workshop.code}-{merchants.pay_code(town, town.actor.pid)}"
    with world.acting("ana") as town:
        town.bot_username = "GlasstownBot"
        shop = merchants.merchant_code(town, "tricycle")
        payload = shop.link.partition("?start=pay-")[2]
        found = merchants.scanned(town, payload.lower())
        assert isinstance(found, merchants.Counter)
        assert found.shop.merchant.merchant_id == "tricycle"
        assert [held.platform.platform_id for held in found.wallets] == ["wechat_pay", "alipay"]
        halves = f"{shop.digits[:4]} {shop.digits[4:]}"
        assert getattr(merchants.by_digits(town, halves, Fen(5)), "amount", None) == 5
        theirs = merchants.pay_code(town, world.ids["bo"])
        assert getattr(merchants.by_digits(town, theirs), "name", None) == "Bo"
        with pytest.raises(transfers.PayToSelf):
            merchants.by_digits(town, merchants.my_code(town).digits)
        for nobody in ("", "BCDFGH", "QQQQQQ-12345678", f"{town.workshop.code}-00000000", "☃" * 99):
            with pytest.raises(CodeOfNobody):
                merchants.scanned(town, nobody)
        for read in (merchants.scanned, merchants.by_digits):
            with pytest.raises(CodeElsewhere):
                read(town, foreign if read is merchants.scanned else foreign.rpartition("-")[2])
    with other.uow() as uow:
        uow.conn.execute(
            update(workshops)
            .where(workshops.c.workshop_id == other.workshop_id)
            .values(state="closed")
        )
    with world.acting("ana") as town, pytest.raises(CodeOfClosedTown):
        merchants.scanned(town, foreign)
    with world.acting("ana") as town, pytest.raises(CodeOfClosedTown):
        merchants.by_digits(town, foreign.rpartition("-")[2])
    with world.acting("Ledger") as town, pytest.raises(OwnShop):
        merchants.counter(town, "tricycle")


def test_the_price_of_leaving_names_the_shops_that_close(world):
    with world.acting("ana") as town:
        found = merchants.overview(town)
    lost = [[title.en for title in one.lost] for one in found.standings]
    assert lost == [["Two Feathers Salon"], ["Candle's Night Stall"]]
    assert found.shops == 3


def test_leaving_a_platform_ends_its_score_until_one_comes_back(world):
    for verb, is_member in ((platforms.leave, False), (platforms.come_back, True)):
        with world.acting("ana") as town:
            verb(town, "alipay")
            Wiring().settle(town)
            assert agencies.member(town, world.ids["ana"], "sesame_credit") is is_member
            assert agencies.member(town, world.ids["ana"], "pay_score")


def test_receipts_are_checked_and_payments_have_them_once_accepted(world):
    sale = bought(world)
    with world.acting("ana") as town:
        payment = transfers.offer(town, "bo", Fen(300))
        code = receipts.of_payment_code(town, payment)
        with pytest.raises(ForgedReceipt):
            receipts.check(town, code)
    with world.acting("bo") as town:
        transfers.accept(town, payment.payment_id)
        assert receipts.check(town, code).payee == "Bo"
        assert receipts.check(town, sale.code).payee == sale.merchant
        for forged in ("", "S9-BCDFGH", f"P9{code[2:]}"):
            with pytest.raises(ForgedReceipt):
                receipts.check(town, forged)


def test_a_statement_has_all_of_a_month_and_nothing_else(world):
    sale = bought(world)
    topped_up(world)
    world.forward(days=31)
    bought(world, key="k2", fen=100)
    with world.acting("ana") as town:
        january, february = (receipts.statement(town, typed) for typed in ("2015-01", ""))
        assert [(e.kind, e.amount) for e in january.entries] == [
            ("welcome", 10000),
            ("sale", -550),
            ("top_up", -2000),
            ("top_up", 2000),
        ]
        assert january.entries[1].code == sale.code
        assert (january.came, january.went) == (12000, 2550)
        assert [e.amount for e in february.entries] == [-100]
        assert receipts.statement(town, "2") == february
        for wrong in ("13", "0", "2014-12", "2016-01", "May", "1" * 99):
            with pytest.raises(receipts.MonthUnreadable):
                receipts.statement(town, wrong)
