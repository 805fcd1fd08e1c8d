"""The public copy of a decision, and looking for one: no name, no id, nothing that leads to any.

Owns what is public of a case. It is put together anew each time: whoever came later, or has left,
is named in none either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.paging import Page, page_of
from services.kernel.time import HOUR_S, Moment
from services.kernel.town import Town, UnitOfWork
from services.people.identity import PEOPLE, in_language, own_town
from services.standing import agencies, complaints
from services.standing.complaints import (
    About,
    Complaint,
    ComplaintState,
    DecidedBy,
    Forum,
    OrderKind,
    Reason,
)
from services.standing.ombudsman.tables import opened_formulas

SOMEBODY = "▇▇"
PAGE_SIZE = 4
_ID = re.compile(r"\d{5,}|@\w+|https?://\S+")


class NoPrecedent(RuleError):
    """No decision of this town has these words. Field: `typed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision as everybody may read it. `hours`: of the town, from filing to the decision."""

    number: int
    about: About
    agency: Localized
    ground: Reason
    is_upheld: bool
    by: DecidedBy
    signers: int
    orders: tuple[tuple[OrderKind, bool | None], ...]
    words: str
    balance: str
    secret_opened: bool
    decided: Moment
    hours: int
    was_overdue: bool
    is_again: bool


@dataclass(frozen=True, slots=True)
class Precedents:
    """What was looked for, and a page of the decisions that have it, the newest first."""

    wanted: str
    page: Page[Decision]


def precedents(uow: UnitOfWork, wanted: str = "", page: int = 0) -> Precedents:
    """Decisions of the visitor's town with these words. Raises `NotInTown`, `NoPrecedent`."""
    town = own_town(uow)
    found = decisions(town)
    wanted = " ".join(wanted.split())[:60]
    matching = [one for one in found if wanted.casefold() in _text(one)]
    if wanted and not matching:
        raise NoPrecedent(typed=wanted)
    return Precedents(wanted, page_of(matching, page, PAGE_SIZE))


def decisions(town: Town) -> list[Decision]:
    """All public copies of the town, the newest first."""
    ended = [
        one
        for one in complaints.of_town(town)  # of what was decided the newest first
        if one.forum is Forum.OMBUDSMAN and one.decided is not None
    ]
    if not ended:
        return []
    hide = _hiding(town)
    opened = set(
        town.conn.scalars(
            select(opened_formulas.c.complaint_id).where(
                opened_formulas.c.workshop_id == town.workshop_id
            )
        )
    )
    return [_public(one, hide, is_opened=one.complaint_id in opened) for one in ended]


def rulings_between(town: Town, since: int, until: int) -> list[Decision]:
    """What was decided between two town times, for the town's card of the day."""
    return [one for one in decisions(town) if since <= one.decided.town_s < until]


def _public(one: Complaint, hide: re.Pattern[str], *, is_opened: bool) -> Decision:
    decided = one.decided or one.opened
    taken = decided.town_s - one.opened.town_s
    orders = dict[OrderKind, bool | None]()
    for order in one.orders:
        before = orders.get(order.kind, True)
        orders[order.kind] = None if order.is_cured is None else bool(before and order.is_cured)
    return Decision(
        number=one.number,
        about=one.about,
        agency=agencies.agency(one.agency_id).title,
        ground=complaints.reasons()[one.ground],
        is_upheld=one.state is ComplaintState.UPHELD,
        by=one.decided_by,
        signers=one.signers,
        orders=tuple(orders.items()),
        words=_hidden(one.decided_words, hide),
        balance=_hidden(one.balance, hide),
        secret_opened=is_opened,
        decided=decided,
        hours=-(-taken // HOUR_S),
        was_overdue=one.clock is not None and one.clock.is_overdue,
        is_again=one.is_again,
    )


def _hiding(town: Town) -> re.Pattern[str]:
    """Every name of the town in either language, longest first, and what looks like an id."""
    here = PEOPLE.c.workshop_id == town.workshop_id
    rows = town.conn.execute(select(PEOPLE.c.name, PEOPLE.c.participant_id).where(here)).all()
    names = {in_language(row.name, language) for row in rows for language in LANGUAGES}
    names |= {row.name for row in rows} | {row.participant_id for row in rows}
    known = [_whole(name) for name in sorted(names - {""}, key=len, reverse=True)]
    return re.compile("|".join((*known, _ID.pattern)), re.IGNORECASE)


def _whole(name: str) -> str:
    """A name as a word of its own; in Chinese words have no ends."""
    found = re.escape(name)
    return rf"(?<![a-z0-9]){found}(?![a-z0-9])" if name.isascii() else found


def _hidden(words: str, hide: re.Pattern[str]) -> str:
    return hide.sub(SOMEBODY, words)


def _text(one: Decision) -> str:
    titles = (one.agency, one.ground.title, one.ground.provision)
    parts = [getattr(title, language) for title in titles for language in LANGUAGES]
    parts += [one.words, one.balance, one.about, *(kind for kind, _ in one.orders)]
    return " ".join(parts).casefold()
