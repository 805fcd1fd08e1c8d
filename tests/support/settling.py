"""Rows that a town for tests begins with: its workshop, its people, their money."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from services.kernel.money import Fen
from services.kernel.time import TOWN_OPENS_AT
from services.kernel.town import (
    AccountId,
    ParticipantId,
    Town,
    Visitor,
    WorkshopId,
    derived_secret,
)
from services.kernel.towns import workshops
from services.money import ledger
from services.people.identity.outsiders import CONSENT_VERSION
from services.people.identity.tables import participants, persons

BOT_ID = 777
FIRST_TG_USER_ID = 9_001
FACILITATOR_TG_USER_ID = 8_001
NUMBERS_A_TOWN = 100
RATE = 1_440  # a town day a minute, as in a workshop


def visitor_of(name: str, town_number: int, index: int) -> Visitor:
    """Somebody as the messenger describes them; another number in each town."""
    number = FIRST_TG_USER_ID + NUMBERS_A_TOWN * (town_number - 1) + index
    return Visitor(
        bot_id=BOT_ID, tg_user_id=number, first_name=name.title(), username=None, language="en"
    )


def new_workshop(conn: Connection, number: int, seed: int, wall_ms: int) -> WorkshopId:
    """An open workshop run by Fay; the same seed gives the same chance."""
    facilitator = Visitor(
        bot_id=BOT_ID,
        tg_user_id=FACILITATOR_TG_USER_ID + number,
        first_name="Fay",
        username=None,
        language="en",
    )
    made = conn.execute(
        insert(workshops)
        .values(
            code=f"TOWN{number}",
            title=f"Town {number}",
            language="en",
            facilitator=new_person(conn, facilitator),
            secret=derived_secret(seed),
            anchor_wall_ms=wall_ms,
            anchor_town_s=TOWN_OPENS_AT,
            rate=RATE,
            running=True,
            created_ms=wall_ms,
        )
        .returning(workshops.c.workshop_id)
    )
    return WorkshopId(made.scalar_one())


def new_person(conn: Connection, visitor: Visitor) -> int:
    """Somebody who has agreed to be kept."""
    made = conn.execute(
        insert(persons)
        .values(
            bot_id=visitor.bot_id,
            tg_user_id=visitor.tg_user_id,
            first_name=visitor.first_name,
            language=visitor.language,
            consent_version=CONSENT_VERSION,
            consent_ms=0,
        )
        .returning(persons.c.person_id)
    )
    return int(made.scalar_one())


def settle(
    town: Town, name: str, visitor: Visitor | None, fen: int
) -> tuple[ParticipantId, AccountId]:
    """A seat, a wallet and money; somebody without a messenger is a resident."""
    pid = ParticipantId(f"p{town.workshop_id}-{name.casefold()}")
    wallet = ledger.open_account(town, ledger.WALLET, pid)
    town.conn.execute(
        insert(participants).values(
            participant_id=pid,
            workshop_id=town.workshop_id,
            person_id=None if visitor is None else new_person(town.conn, visitor),
            name=name.title(),
            name_key=name.casefold(),
            trade="baker",
            habit="generous" if visitor is None else "",
            wallet=wallet,
            joined_town_s=town.now,
        )
    )
    if fen:
        ledger.issue(town, wallet, Fen(fen), kind="welcome", key=f"welcome:{pid}")
    return pid, wallet
