"""Asking for a correction: what the books hold of oneself, and which one thing of it is wrong.

Four things are asked apart: a fact, a guess, an entry of a list, the arithmetic of a score. Each
becomes a complaint about that thing, and its answer is a document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from scoring.jsontext import canonical
from services.kernel.errors import Outdated
from services.kernel.localized import Localized
from services.kernel.paging import Page, page_of
from services.kernel.time import Moment
from services.kernel.town import Town
from services.kernel.towns import lock
from services.law import clocks, switchboard
from services.people.facts import STANDING_FACTS, StoredFact, facts_of, kinds
from services.standing import agencies, listings, proxies, scores
from services.standing.complaints.contests import newest_score
from services.standing.complaints.filing import Opened, open_about
from services.standing.complaints.records import asked_before, clock_name
from services.standing.complaints.remedies import reasons
from services.standing.complaints.service import appeal, contest, own_complaint
from services.standing.complaints.shapes import About, BooksHidden, Complaint
from services.standing.scores import SCORES

PAGE_SIZE = 6
FORMAT = "answer/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that the books hold of somebody. `name` is how it is asked about; `title` what a
    fact's kind is called, or an agency; of a guess or an entry the name says it.
    """

    about: About
    name: str
    title: Localized | None = None
    at: Moment | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPage:
    """A page of what may be asked about, of one of the four."""

    about: About
    page: Page[Held]


def correctable(town: Town, what: About, page: int = 0) -> HeldPage:
    """What the books hold of the asker, the newest first. Raises `BooksHidden`."""
    return HeldPage(about=what, page=page_of(_held(town, what), page, PAGE_SIZE))


def correct(town: Town, what: About, name: str) -> Opened:
    """Ask that one thing be corrected; the same thing once, and again gives what stands.

    Raises `BooksHidden`, `Outdated` for what is not held (any more), and of an entry as `contest`.
    """
    lock(town)
    if what is About.LISTING:
        entry = int(name) if name.isdecimal() else 0
        is_heard = switchboard.is_on(town, switchboard.Switch.OMBUDSMAN)
        return appeal(town, entry) if is_heard else contest(town, entry)
    subject = f"{what}:{name}"
    if standing := asked_before(town, subject):
        return Opened(standing, is_new=False)
    if name not in {one.name for one in _held(town, what)}:
        raise Outdated
    agency = name if what is About.ARITHMETIC else scores.PAY_SCORE
    return open_about(town, newest_score(town, town.actor.pid, agency), what, subject)


def answer(town: Town, number: int) -> str:
    """What came of one's own request, as a document of JSON. Raises `NoSuchComplaint`."""
    one = own_complaint(town, number)
    name = clock_name(number)
    return canonical(
        {
            "format": FORMAT,
            "number": one.number,
            "about": one.about,
            "named": _named(town, one),
            "score": {"agency": one.agency_id, "was": one.score, "became": one.score_after},
            "asked_town_s": one.opened.town_s,
            "with": one.forum,
            "clock": [_stage(stage) for stage in clocks.stages(town, (name,)).get(name, ())],
            "outcome": one.state,
            "decided_town_s": None if one.decided is None else one.decided.town_s,
            "decided_by": one.decided_by,
            "ground": _ground(one),
            "words": one.decided_words,
            "orders": [
                {"order": order.kind, "where": order.target, "is_done": order.is_cured}
                for order in one.orders
            ],
        }
    ).decode()


def _held(town: Town, what: About) -> Sequence[Held]:
    if what in (About.UNTOLD, About.UNSAID):
        raise Outdated  # nothing of it would be corrected
    if what is About.LISTING:
        entries = listings.own_of_late(town, town.now + 1)
        return [Held(about=what, name=str(e.listing_id), at=Moment(e.listed)) for e in entries]
    if what is About.ARITHMETIC:
        return _scores(town)
    if not scores.law_of(town).opens_books:
        raise BooksHidden
    if what is About.GUESS:
        guessed = proxies.standing_guesses(town, town.actor.pid)
        return [Held(about=what, name=name) for name in guessed]
    return [_fact(one) for one in reversed(_standing(town))]


def _standing(town: Town) -> list[StoredFact]:
    """The facts that count, or may: what was struck before need not be struck again."""
    at = STANDING_FACTS.c
    mine = select(at.fact_id).where(at.participant_id == town.actor.pid)
    counts = set(town.conn.scalars(mine))
    return [one for one in facts_of(town, town.actor.pid) if one.fact_id in counts]


def _fact(one: StoredFact) -> Held:
    kind = kinds().get(one.kind)
    title = None if kind is None else kind.title
    return Held(
        about=About.FACT,
        name=str(one.fact_id),
        title=title or Localized(en=one.kind, zh=one.kind),
        at=Moment(one.at),
    )


def _scores(town: Town) -> list[Held]:
    """The newest score that each agency has given."""
    at = SCORES.c
    newest = select(func.max(at.score_id)).where(at.participant_id == town.actor.pid)
    of_each = newest.group_by(at.agency)
    rows = town.conn.execute(
        select(at.agency, at.town_s, at.score).where(at.score_id.in_(of_each)).order_by(at.agency)
    )
    known = agencies.catalogue()
    return [
        Held(
            about=About.ARITHMETIC,
            name=row.agency,
            title=known[row.agency].title,
            at=Moment(row.town_s),
            value=row.score,
        )
        for row in rows
        if row.agency in known
    ]


def _named(town: Town, one: Complaint) -> dict[str, Any] | str | int | None:
    """What was asked about: a fact as the books have it, or had it before it was purged."""
    if one.about is not About.FACT or not one.named:
        return one.named or one.listing_id
    found = [fact for fact in facts_of(town, one.who) if fact.fact_id == int(one.named)]
    told = ("kind", "at", "amount", "source", "purpose", "recipients")
    return {name: getattr(fact, name) for fact in found for name in told}


def _stage(one: clocks.Reading) -> dict[str, Any]:
    moments = {"started": one.started, "due": one.due, "ended": one.ended}
    told = {name: None if at is None else at.town_s for name, at in moments.items()}
    return {"clock": one.clock, "stage": one.stage, "is_overdue": one.is_overdue, **told}


def _ground(one: Complaint) -> dict[str, Any] | None:
    found = reasons().get(one.ground)
    if found is None:
        return None
    title, provision = found.title, found.provision
    return {
        "id": one.ground,
        "title": {"en": title.en, "zh": title.zh},
        "provision": {"en": provision.en, "zh": provision.zh},
    }
