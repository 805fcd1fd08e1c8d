"""Being paid by a code, and what a code that somebody scanned or typed leads to. Pays nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import AnyRow
from services.kernel.town import Town, office
from services.kernel.towns import OPEN, TOWNS
from services.money import platforms, transfers
from services.money.merchants.catalogue import catalogue
from services.money.merchants.codes import pay_code, whose_code
from services.money.merchants.service import NoSuchMerchant, OwnShop, Shop, shop
from services.people import identity

START = "pay-"  # of a deep link: pay-TOWN-12345678
NONCE_BYTES = 6
SHOWN_MAX = 20
_SCANNED = re.compile(r"([A-Za-z0-9]{1,12})-([0-9]{8})")


class CodeOfNobody(RuleError):
    """Nobody in this town is paid by this code. Field: `code`."""


class CodeElsewhere(RuleError):
    """The code is of somebody in another open town. Field: `title`, of that town."""


class CodeOfClosedTown(RuleError):
    """The code is of somebody in another town, which is closed. Field: `title`, of that town."""


@dataclass(frozen=True, slots=True)
class PayCode:
    """By what somebody is paid. `link`: what any camera opens; empty without a public bot name."""

    title: str | Localized
    place: Localized | None
    digits: str
    link: str


@dataclass(frozen=True, slots=True)
class Counter:
    """A merchant to be paid. One nonce makes one sale of all taps on the screen that follows.

    `wallets` are those of the payer that the merchant takes, the preferred one first.
    """

    shop: Shop
    nonce: str
    wallets: tuple[platforms.Holding, ...]
    amount: Fen | None = None  # typed with the code: to be confirmed


@dataclass(frozen=True, slots=True)
class Standing:
    """One platform as the actor stands to it. `lost`: shops that leaving it would close to them."""

    holding: platforms.Holding
    lost: tuple[Localized, ...]
    exits: int  # how many people have left it


@dataclass(frozen=True, slots=True)
class Overview:
    """All platforms. The nonce makes one top-up of all taps on the screen that follows."""

    standings: tuple[Standing, ...]
    shops: int
    nonce: str


def my_code(town: Town) -> PayCode:
    """The actor's own code."""
    return _code(town, town.actor.name, town.actor.pid)


def merchant_code(town: Town, merchant_id: str) -> PayCode:
    """What hangs in a shop. Raises `NoSuchMerchant`."""
    found = shop(town, merchant_id).merchant
    return _code(town, found.title, merchant_id, found.place)


def shops(town: Town) -> tuple[Shop, ...]:
    """Everybody who sells here."""
    found = []
    for merchant_id in catalogue():
        try:
            found.append(shop(town, merchant_id))
        except NoSuchMerchant:
            continue  # whoever keeps it does not live here
    return tuple(found)


def counter(town: Town, merchant_id: str, amount: Fen | None = None) -> Counter:
    """Step up to a merchant. Raises `NoSuchMerchant`, `OwnShop`, `PlatformLeft`."""
    found = shop(town, merchant_id)
    if found.keeper == town.actor.pid:
        raise OwnShop(merchant=found.merchant.title)
    taken = found.merchant.platforms
    platforms.choose(town, taken, Fen(1))
    held = {one.platform.platform_id: one for one in platforms.holdings(town) if not one.is_left}
    nonce = town.randomness("counter").token(NONCE_BYTES).hex()
    return Counter(found, nonce, tuple(held[name] for name in taken if name in held), amount)


def by_digits(town: Town, typed: str, amount: Fen | None = None) -> Counter | transfers.Payee:
    """Whoever is paid by these digits; spaces do not matter.

    Raises `CodeOfNobody`, `CodeElsewhere`, `CodeOfClosedTown`, `PayToSelf`, and what `counter`
    raises.
    """
    digits = "".join(typed.split())
    whose = _whose(town, digits)
    if whose is None:
        others = select(TOWNS).where(TOWNS.c.workshop_id != town.workshop_id)
        for other in town.conn.execute(others):
            if _whose(identity.office_town(town, other.workshop_id, office()), digits):
                raise _of_another(other)
        raise CodeOfNobody(code=digits[:SHOWN_MAX])
    if whose in catalogue():
        return counter(town, whose, amount)
    return transfers.choose_amount(town, whose)


def scanned(town: Town, payload: str) -> Counter | transfers.Payee:
    """What a camera read after `pay-`. Raises `CodeElsewhere`, `CodeOfClosedTown` and the above."""
    found = _SCANNED.fullmatch(payload)
    if found is None:
        raise CodeOfNobody(code=payload[:SHOWN_MAX])
    code, digits = found[1].upper(), found[2]
    if code != town.workshop.code:
        other = town.conn.execute(select(TOWNS).where(TOWNS.c.code == code)).one_or_none()
        if other is None:
            raise CodeOfNobody(code=payload[:SHOWN_MAX])
        raise _of_another(other)
    return by_digits(town, digits)


def _whose(town: Town, digits: str) -> str | None:
    """The merchant or participant of a town who has these digits."""
    people = [one.participant_id for one in identity.neighbours(town)]
    return whose_code(town, digits, (*catalogue(), *people))


def _of_another(town: AnyRow) -> RuleError:
    """What is said of a code of somebody in another town."""
    kind = CodeElsewhere if town.state == OPEN else CodeOfClosedTown
    return kind(title=town.title)


def overview(town: Town) -> Overview:
    """All platforms as the actor stands to them, and what leaving each would cost."""
    gone, here = platforms.exits(town), shops(town)
    nonce = town.randomness("top_up").token(NONCE_BYTES).hex()
    return Overview(
        tuple(
            Standing(
                one,
                tuple(
                    shop.merchant.title
                    for shop in here
                    if shop.merchant.platforms == (one.platform.platform_id,)
                ),
                gone[one.platform.platform_id],
            )
            for one in platforms.holdings(town)
        ),
        len(here),
        nonce,
    )


def _code(town: Town, title: str | Localized, whom: str, place: Localized | None = None) -> PayCode:
    digits = pay_code(town, whom)
    payload = f"{START}{town.workshop.code}-{digits}"
    link = f"https://t.me/{town.bot_username}?start={payload}" if town.bot_username else ""
    return PayCode(title, place, digits, link)
