"""Holding and moving the town clock, and the facilitator's voice. Every act is in the audit log."""

from __future__ import annotations

from dataclasses import dataclass

from services.kernel import towns
from services.kernel.audit_log import note
from services.kernel.errors import RuleError
from services.kernel.localized import Localized
from services.kernel.time import DAY_S, TownTime
from services.kernel.timers import wait_longer
from services.kernel.town import Event, Role, Town, UnitOfWork, Urgent, Workshop, WorkshopId
from services.kernel.towns import ClockSet, set_clock
from services.people.identity import facilitator_town

DAYS_MAX = 365
ANNOUNCEMENT_MAX = 1_000  # characters


class DaysOutOfRange(RuleError):
    """The clock moves by `low` to `high` days."""


class NotBlank(RuleError):
    """The town is shown already."""


class AnnouncementTooLong(RuleError):
    """More characters than `limit`."""


@dataclass(frozen=True, slots=True)
class _OfClock(Event):
    workshop_id: WorkshopId
    at: TownTime


@dataclass(frozen=True, slots=True)
class TownPaused(_OfClock):
    """The town clock stands still."""


@dataclass(frozen=True, slots=True)
class TownResumed(_OfClock):
    """The town clock runs again."""


@dataclass(frozen=True, slots=True)
class TownForwarded(_OfClock):
    """The town clock was moved; what fell due meanwhile happens now."""

    days: int


@dataclass(frozen=True, slots=True)
class Announced(Event):
    """The facilitator speaks to everybody."""

    workshop_id: WorkshopId
    text: str


@dataclass(frozen=True, slots=True)
class DeskActed(Urgent):
    """Whoever runs the town did something at the desk: the others who run it hear of it."""

    workshop_id: WorkshopId
    name: str
    what: str  # "pause", "say", …
    about: Localized | int = 0  # a card's title, a number of days


def tell_desk(
    uow: UnitOfWork, workshop_id: WorkshopId, what: str, about: Localized | int = 0
) -> None:
    """Let the others who run a town know what was done there, and by whom."""
    if uow.visitor is not None:
        uow.emit(DeskActed(workshop_id, uow.visitor.first_name, what, about))


def pause(town: Town) -> ClockSet:
    """Stop the town clock and with it every deadline and job. Twice is once."""
    done = set_clock(town, lambda clock: clock.paused(town.wall_ms) if clock.running else clock)
    if done.changed:
        town.emit(TownPaused(town.workshop_id, done.at))
        note(town, "pause", role=Role.FACILITATOR)
        tell_desk(town, town.workshop_id, "pause")
    return done


def resume(town: Town) -> ClockSet:
    """Let the town clock run on from where it stopped. Twice is once."""
    done = set_clock(town, lambda clock: clock if clock.running else clock.resumed(town.wall_ms))
    if done.changed:
        wait_longer(town, town.wall_ms - town.workshop.clock.anchor_wall_ms)
        town.emit(TownResumed(town.workshop_id, done.at))
        note(town, "resume", role=Role.FACILITATOR)
        tell_desk(town, town.workshop_id, "resume")
    return done


def forward(town: Town, days: int) -> ClockSet:
    """Move the town clock by 1 to 365 days. Raises `DaysOutOfRange`."""
    if not 1 <= days <= DAYS_MAX:
        raise DaysOutOfRange(low=1, high=DAYS_MAX)
    done = set_clock(town, lambda clock: clock.forwarded(town.wall_ms, days * DAY_S))
    town.emit(TownForwarded(town.workshop_id, done.at, days))
    note(town, "forward", str(days), role=Role.FACILITATOR)
    tell_desk(town, town.workshop_id, "forward", days)
    return done


def panic(uow: UnitOfWork) -> None:
    """Blank the visitor's town: nothing of it is shown and it stands still, until `show_again`.

    Asks nothing. Twice is once. Raises `NoWorkshop`.
    """
    town = facilitator_town(uow, also_blank=True)
    if towns.blank(town):
        note(town, "panic", role=Role.FACILITATOR)
        tell_desk(town, town.workshop_id, "panic")


def blank_town(uow: UnitOfWork) -> Workshop:
    """The visitor's town while it is blank. Raises `NoWorkshop`, `NotBlank`."""
    town = facilitator_town(uow, also_blank=True)
    if not town.workshop.is_blank:
        raise NotBlank
    return town.workshop


def show_again(uow: UnitOfWork, workshop_id: WorkshopId) -> None:
    """Show the blank town again, whose clock goes on. Raises `NoWorkshop`, `NotBlank`."""
    town = facilitator_town(uow, also_blank=True)
    stood_ms = towns.show_again(town) if town.workshop_id == workshop_id else None
    if stood_ms is None:
        raise NotBlank
    wait_longer(town, stood_ms)
    note(town, "panic_off", role=Role.FACILITATOR)
    tell_desk(town, town.workshop_id, "panic_off")


def announce(town: Town, text: str) -> None:
    """Say something to everybody. Raises `AnnouncementTooLong`."""
    if len(text) > ANNOUNCEMENT_MAX:
        raise AnnouncementTooLong(limit=ANNOUNCEMENT_MAX)
    town.emit(Announced(town.workshop_id, text))
    note(town, "say", str(len(text)), role=Role.FACILITATOR)
    tell_desk(town, town.workshop_id, "say")
