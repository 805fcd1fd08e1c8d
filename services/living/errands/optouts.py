"""Opting out of a service, or of the account with all of them: priced before, counted after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select, update

from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.money import Fen
from services.kernel.schema import insert_new
from services.kernel.time import TownTime
from services.kernel.town import STEWARDS, Town, require
from services.living.errands.catalogue import TYPED_MAX, Service, named, services
from services.living.errands.records import ErrandState, my_errands, usage
from services.living.errands.tables import opt_outs
from services.money import platforms
from services.people.facts import Fact, record
from services.standing import agencies
from services.standing.scores import law_of

ACCOUNT = "account"  # what holds all services: the digital identity card


class NoSuchService(RuleError):
    """No service is called that. Fields: `typed`, `known`."""


class StillOut(RuleError):
    """Something of the service is still to be done. Field: `title`, what."""


class NotLeft(RuleError):
    """It was not left, or was taken back before."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One thing left: since when, and how often it was missed."""

    what: str
    since: TownTime
    missed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What leaving costs, told before. `service` is None for the account.

    `scores` are agencies whose documents read what its uses leave, where the law lets it be known:
    they hear nothing new.
    """

    what: str
    service: Service | None
    lost: int  # services
    uses: int  # so far
    paid: Fen
    scores: tuple[Localized, ...]
    left: Departure | None


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody came to a service that they have left; what came of it was counted."""

    service: Service
    departure: Departure


@dataclass(frozen=True, slots=True)
class OptOuts:
    """All that somebody has left, and all that could be."""

    standing: tuple[Departure, ...]
    services: tuple[Service, ...]
    platforms: tuple[platforms.Holding, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """For whoever runs the town: how many have left it, how many took it back, what was missed."""

    what: str
    left: int
    back: int
    missed: int


def departures(town: Town) -> tuple[Departure, ...]:
    """What the actor has left, in order."""
    rows = town.conn.execute(
        select(opt_outs.c.what, opt_outs.c.left_town_s, opt_outs.c.missed)
        .where(opt_outs.c.who == town.actor.pid, opt_outs.c.back_town_s.is_(None))
        .order_by(opt_outs.c.opt_out_id)
    )
    return tuple(Departure(*row) for row in rows)


def left_by(town: Town) -> frozenset[str]:
    """The services that are closed to the actor by their own choice."""
    gone = {one.what for one in departures(town)}
    return frozenset(services() if ACCOUNT in gone else gone & services().keys())


def my_opt_outs(town: Town) -> OptOuts:
    """What the actor has left and what could be left."""
    return OptOuts(departures(town), tuple(services().values()), platforms.holdings(town))


def price(town: Town, typed: str) -> Price:
    """What leaving a service or the account would cost the actor. Raises `NoSuchService`."""
    what = wanted(typed)
    one = services().get(what)
    used = usage(town, town.actor.pid)
    touched = [used[name] for name in used if one is None or name == what]
    left = next((gone for gone in departures(town) if gone.what == what), None)
    return Price(
        what=what,
        service=one,
        lost=len(services().keys() - left_by(town)) if one is None else 1,
        uses=sum(each.uses for each in touched),
        paid=Fen(sum(each.paid for each in touched)),
        scores=_readers(town, tuple(services().values()) if one is None else (one,)),
        left=left,
    )


def leave(town: Town, typed: str) -> Price:
    """Opt out. What is still to be done is done first. Twice is once. Raises `StillOut`."""
    what = wanted(typed)
    service = None if what == ACCOUNT else what
    for errand in my_errands(town, ErrandState.OUT, ErrandState.LATE, service=service):
        raise StillOut(title=errand.later.title if errand.later else errand.service.title)
    is_new = insert_new(
        town.conn,
        opt_outs,
        workshop_id=town.workshop_id,
        who=town.actor.pid,
        what=what,
        left_town_s=town.now,
    )
    if is_new:
        record(town, Fact(town.actor.pid, "service_left", counterpart=what))
    return price(town, what)


def take_back(town: Town, typed: str) -> Price:
    """Come back. Raises `NotLeft`."""
    what = wanted(typed)
    done = town.conn.execute(
        update(opt_outs)
        .where(
            opt_outs.c.who == town.actor.pid,
            opt_outs.c.what == what,
            opt_outs.c.back_town_s.is_(None),
        )
        .values(back_town_s=town.now)
    )
    if done.rowcount != 1:
        raise NotLeft
    record(town, Fact(town.actor.pid, "service_taken_back", counterpart=what))
    return price(town, what)


def miss(town: Town, service: Service) -> Missed | None:
    """Count that the actor came for a service that they have left; None where they have not."""
    gone = {one.what: one for one in departures(town)}
    standing = gone.get(service.service_id) or gone.get(ACCOUNT)
    if standing is None:
        return None
    town.conn.execute(
        update(opt_outs)
        .where(
            opt_outs.c.who == town.actor.pid,
            opt_outs.c.what == standing.what,
            opt_outs.c.back_town_s.is_(None),
        )
        .values(missed=opt_outs.c.missed + 1)
    )
    return Missed(service, Departure(standing.what, standing.since, standing.missed + 1))


def tallies(town: Town) -> tuple[Tally, ...]:
    """What was left in the whole town, the most left first. Raises `NotAllowed`."""
    require(town, *STEWARDS)
    rows = town.conn.execute(
        select(
            opt_outs.c.what,
            func.count(),
            func.count(opt_outs.c.back_town_s),
            func.sum(opt_outs.c.missed),
        )
        .where(opt_outs.c.workshop_id == town.workshop_id)
        .group_by(opt_outs.c.what)
        .order_by(func.count().desc(), opt_outs.c.what)
    )
    return tuple(Tally(what, count, back, int(missed)) for what, count, back, missed in rows)


def wanted(typed: str) -> str:
    """The service or account that was meant. Raises `NoSuchService`."""
    if typed.strip().casefold() in {ACCOUNT, "id"}:
        return ACCOUNT
    one = named(typed)
    if one is None:
        raise NoSuchService(typed=typed.strip()[:TYPED_MAX], known=", ".join(services()))
    return one.service_id


def _readers(town: Town, of: Collection[Service]) -> tuple[Localized, ...]:
    """Agencies in whose score some fact of these services counts; none is told while that is
    secret.
    """
    if law_of(town).explanation.is_secret:
        return ()
    kinds = {kind for one in of for kind in one.kinds()}
    return tuple(
        agency.title
        for agency in agencies.catalogue().values()
        if any(kinds.intersection(r.kinds) for r in agencies.document(town, agency.agency_id).rules)
    )
