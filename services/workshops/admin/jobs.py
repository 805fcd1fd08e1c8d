"""What admins want of jobs and of timers that were put aside. Every order is in the audit log."""

from __future__ import annotations

from enum import StrEnum

from services.kernel.audit_log import note
from services.kernel.jobs import Wish, want
from services.kernel.timers import try_again
from services.kernel.town import Role, UnitOfWork
from services.workshops.admin.service import NoSuchJob, NotParked


class JobOrder(StrEnum):
    """What can be ordered of a recurring job."""

    RUN = "run"  # now
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"  # the next run


_WANTED: dict[JobOrder, dict[str, bool | Wish]] = {
    JobOrder.RUN: {"wish": Wish.RUN},
    JobOrder.SKIP: {"wish": Wish.SKIP},
    JobOrder.PAUSE: {"paused": True},
    JobOrder.RESUME: {"paused": False},
}


def order_job(uow: UnitOfWork, name: str, order: JobOrder) -> str:
    """Run a job now, pause it, let it go on, or skip its next run. Its name. Raises `NoSuchJob`."""
    if not want(uow, name, **_WANTED[order]):
        raise NoSuchJob(name=name)
    note(uow, f"job_{order.value}", name, role=Role.ADMIN)
    return name


def run_timer(uow: UnitOfWork, timer_id: int) -> int:
    """Try a timer again that was put aside. Its number. Raises `NotParked`."""
    workshop_id = try_again(uow.conn, timer_id)
    if workshop_id is None:
        raise NotParked
    uow.wakes.add(workshop_id)
    note(uow, "timer_run", str(timer_id), role=Role.ADMIN, workshop_id=workshop_id)
    return timer_id
