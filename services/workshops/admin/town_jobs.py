"""A town's own recurring jobs, for admins: one by one, each order in the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.kernel import timers, town_jobs
from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.time import DAY_S, Moment
from services.kernel.town import Role, Town, UnitOfWork, WorkshopId, office
from services.kernel.town_jobs import Following
from services.kernel.towns import OPEN
from services.living import offices
from services.living.seats import WorkshopClosed, by_code
from services.people.identity import office_town
from services.standing import bulletins, lists, proxies, rescoring
from services.workshops.admin.service import TYPED_MAX, JobOrder, NoSuchJob


def _a_day(due: int) -> int:
    return due + DAY_S


# What recurs in every town by its calendar, and when the run after one that is due takes place.
TOWN_JOBS: Mapping[str, Following] = {
    offices.OFFICE_FEED: _a_day,
    proxies.INFER: _a_day,
    rescoring.RESCORE_NIGHT: _a_day,
    lists.EVENING_LISTS: _a_day,
    lists.CALLER_NOTICES: _a_day,
    bulletins.MONTH: bulletins.next_first,
}


class JobStandsSo(RuleError):
    """The job is paused already, or goes on already. Fields: `kind`, `order`."""


@dataclass(frozen=True, slots=True)
class TownJob:
    """One job of a town: when it runs next, and whether it is held."""

    kind: str
    due: Moment | None
    is_paused: bool


@dataclass(frozen=True, slots=True)
class TownJobs:
    """All of one town's."""

    code: str
    title: str
    runs: bool  # its clock
    jobs: tuple[TownJob, ...]


@dataclass(frozen=True, slots=True)
class TownOrder:
    """What was ordered of one job, and how the town's jobs stand after it."""

    kind: str
    order: JobOrder
    after: TownJobs


def jobs_of_town(uow: UnitOfWork, code: str) -> TownJobs:
    """The jobs of an open town. Raises `CodeUnknown`, `WorkshopClosed`."""
    return _jobs(_town(uow, code))


def order_town_job(uow: UnitOfWork, code: str, kind: str, order: JobOrder) -> TownOrder:
    """Pause one job of one town, let it go on, run it now or leave out its next run.

    Raises `CodeUnknown`, `WorkshopClosed`, `NoSuchJob`, `JobStandsSo`.
    """
    town = _town(uow, code)
    conn, at = uow.conn, town.workshop_id
    due = timers.due_of(conn, at, kind) if kind in TOWN_JOBS else None
    if due is None:
        raise NoSuchJob(name=kind[:TYPED_MAX])
    is_paused = kind in town_jobs.paused(conn, at)
    if order in (JobOrder.PAUSE, JobOrder.RESUME):
        if is_paused is (order is JobOrder.PAUSE):
            raise JobStandsSo(kind=kind, order=order.value)
        town_jobs.want(conn, at, kind, paused=not is_paused)
    elif order is JobOrder.SKIP:
        planned = town_jobs.brought_forward(conn, at, kind) or due
        town_jobs.want(conn, at, kind, ahead_town_s=None)
        timers.move_due(conn, at, kind, TOWN_JOBS[kind](planned))
    elif town_jobs.brought_forward(conn, at, kind) is None:
        town_jobs.want(conn, at, kind, ahead_town_s=due)
        timers.move_due(conn, at, kind, min(due, town.now))
    uow.wakes.add(at)
    note(uow, f"town_job_{order.value}", kind, role=Role.ADMIN, workshop_id=at)
    return TownOrder(kind, order, _jobs(town))


def keep_calendar(town: Town, kind: str) -> None:
    """After a run: one that was brought forward took the place of the run that was due."""
    if kind not in TOWN_JOBS:
        return
    conn, at = town.conn, town.workshop_id
    planned = town_jobs.brought_forward(conn, at, kind)
    if planned is not None:
        town_jobs.want(conn, at, kind, ahead_town_s=None)
        following = max(TOWN_JOBS[kind](planned), timers.due_of(conn, at, kind) or 0)
        timers.move_due(conn, at, kind, following)


def _town(uow: UnitOfWork, code: str) -> Town:
    row = by_code(uow, code)
    if row.state != OPEN:
        raise WorkshopClosed(title=row.title)
    return office_town(uow, WorkshopId(row.workshop_id), office())


def _jobs(town: Town) -> TownJobs:
    at, its = town.workshop_id, town.workshop
    held = town_jobs.paused(town.conn, at)
    found = {kind: timers.due_of(town.conn, at, kind) for kind in TOWN_JOBS}
    jobs = tuple(
        TownJob(kind, None if due is None else Moment(due), kind in held)
        for kind, due in found.items()
    )
    return TownJobs(its.code, its.title, its.clock.running, jobs)
