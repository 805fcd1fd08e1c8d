"""One unit of work, whole: rights, verb, reactions, view, calls, done (ADR-0002).

Nothing here sends: what is to be sent is returned after the commit, and stands in the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.acts import Access, Act, Admission
from bot.replies import Answer, Message, Replies, say
from bot.runtime import displays, inbox, outbox
from bot.runtime.addressing import Addressing
from bot.runtime.outbox import OutboxCall
from services.kernel.audit_log import note_refused
from services.kernel.errors import NotAllowed, RuleError, TownPaused, Usage
from services.kernel.town import (
    Event,
    Role,
    Town,
    UnitOfWork,
    Visitor,
    WorkshopId,
    office,
)
from services.modules import Wiring, towns_of
from services.people.identity import (
    ParticipantLeft,
    facilitator_town,
    has_role,
    known,
    office_town,
    participant_town,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from bot.runtime.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a unit of work comes from: one update of one visitor."""

    bot_id: int
    update_id: int
    wall_ms: int
    visitor: Visitor | None
    query_id: str | None = None
    pressed: tuple[int, int] | None = None  # chat and message of the pressed button
    bot_username: str = ""
    typed: str = ""  # or the data of the pressed button
    spoken_in: tuple[int, int | None] = (0, None)  # chat, and topic in a group that has some

    @property
    def key(self) -> str:
        """The idempotency key of everything this update causes."""
        return f"{self.bot_id}:{self.update_id}"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a committed unit of work owes: calls to send, cards to draw again, who to wake."""

    calls: tuple[OutboxCall, ...] = ()
    cards: tuple[str, ...] = ()
    wakes: tuple[int | str, ...] = ()  # what the scheduler looks at again: towns, jobs


@dataclass(frozen=True, slots=True)
class Performer:
    """Runs units of work on a connection. `secret` is the installation's root of chance."""

    registry: Registry
    secret: bytes
    wiring: Wiring

    def update(self, conn: Connection, cause: Cause, admission: Admission | Replies) -> Outgoing:
        """Perform an update's act, or just reply where there was none."""
        uow = self._uow(conn, cause)
        replies: Replies
        place = uow
        if isinstance(admission, Admission):
            place = admit(uow, admission)
            replies = admission.act.view(admission.act.run(place))
        else:
            replies = admission
        reads = isinstance(admission, Admission) and admission.act.reads
        return self._finish(conn, cause, place, replies, question=cause.typed if reads else "")

    def refusal(self, conn: Connection, cause: Cause, error: RuleError) -> Outgoing:
        """Tell the actor why the town said no; its act has been rolled back."""
        uow = known(self._uow(conn, cause))
        if isinstance(error, NotAllowed) and "act" in error.fields:
            note_refused(uow, str(error.fields["act"]))
        return self._finish(conn, cause, uow, refused(error, button=cause.query_id is not None))

    def parked(
        self, conn: Connection, cause: Cause, incident: str, *, in_words: bool = True
    ) -> Outgoing:
        """Put a poison update aside and apologise with a number to name, unless even that fails."""
        inbox.park(conn, cause.bot_id, cause.update_id, incident)
        if not in_words:
            return Outgoing()
        uow = known(self._uow(conn, cause))
        trouble = say("trouble", incident=incident)
        reply = Message(trouble) if cause.query_id is None else Answer(trouble, alert=True)
        addressing = Addressing(uow=uow, bot_id=cause.bot_id, query_id=cause.query_id)
        addressing.add((reply,))
        return self._close(conn, addressing)

    def office(
        self,
        conn: Connection,
        workshop_id: WorkshopId,
        key: str,
        wall_ms: int,
        verb: Callable[[Town], None],
    ) -> Outgoing:
        """Run a verb of the town itself: a delivered batch, an office's act."""
        uow = UnitOfWork(conn, wall_ms, key, self.secret)
        town = office_town(uow, workshop_id, office())
        verb(town)
        return self._closed_office(conn, town)

    def timer(
        self, conn: Connection, workshop_id: WorkshopId, timer_id: int, wall_ms: int
    ) -> Outgoing | None:
        """Run a timer of a running town as of its time. None when it is not due (any more)."""
        uow = UnitOfWork(conn, wall_ms, "", self.secret)
        town = self.wiring.run_timer(uow, workshop_id, timer_id)
        return None if town is None else self._closed_office(conn, town)

    def _uow(self, conn: Connection, cause: Cause) -> UnitOfWork:
        return UnitOfWork(
            conn,
            cause.wall_ms,
            cause.key,
            self.secret,
            cause.visitor,
            bot_username=cause.bot_username,
        )

    def _finish(
        self,
        conn: Connection,
        cause: Cause,
        place: UnitOfWork,
        replies: Replies,
        *,
        question: str = "",
    ) -> Outgoing:
        towns = towns_of(place)
        last = towns[-1] if towns else place
        addressing = Addressing(
            uow=last,
            bot_id=cause.bot_id,
            query_id=cause.query_id,
            pressed=cause.pressed,
            spoken_in=cause.spoken_in,
        )
        addressing.add(replies)
        for town in towns:
            addressing.uow = town
            self._hear(town, addressing)
            visitor = cause.visitor
            if visitor and any(isinstance(event, ParticipantLeft) for event in town.events):
                displays.forget(conn, cause.bot_id, visitor.tg_user_id, town.workshop_id)
        addressing.only_newest(question)
        inbox.finish(conn, cause.bot_id, cause.update_id)
        return self._close(conn, addressing)

    def _closed_office(self, conn: Connection, town: Town) -> Outgoing:
        addressing = Addressing(uow=town, bot_id=0)
        self._hear(town, addressing)
        return self._close(conn, addressing)

    def _hear(self, town: Town, addressing: Addressing) -> None:
        def show(event: Event) -> None:
            for replies in self.registry.replies_to(event):
                addressing.add(replies)

        self.wiring.settle(town, show)

    def _close(self, conn: Connection, addressing: Addressing) -> Outgoing:
        addressing.close()
        outbox.enqueue(conn, addressing.calls)
        redraws = dict.fromkeys(addressing.redraws)
        stale = [card for one in redraws for card in displays.redraw(conn, *one)]
        return Outgoing(
            tuple(addressing.calls),
            tuple(dict.fromkeys(stale)),
            tuple(addressing.uow.wakes),
        )


def admit(uow: UnitOfWork, admission: Admission) -> UnitOfWork:
    """The place an act may work on. Raises when the visitor has no right to it, or it is paused."""
    access, act = admission.access, admission.act
    if access is Access.ANYONE:
        return known(uow)
    if access is Access.PARTICIPANT:
        return _unless_paused(participant_town(uow), act)
    if uow.visitor is None:
        raise NotAllowed
    uow = known(uow)
    role = Role.ADMIN if access is Access.ADMIN else Role.FACILITATOR
    if uow.visitor is None or not has_role(uow.conn, uow.visitor, role):
        raise NotAllowed(act=act.name)
    return facilitator_town(uow) if access is Access.WORKSHOP else uow


def _unless_paused(town: Town, act: Act) -> Town:
    if town.workshop.clock.running or act.while_paused:
        return town
    raise TownPaused


def refused(error: RuleError, *, button: bool) -> Replies:
    """The words for a refusal, as an alert under a button and a message elsewhere."""
    if isinstance(error, Usage):
        text = say("refusal.usage", usage=say(f"usage.{error.fields['command']}"))
    else:
        text = say(f"refusal.{error.code}", **error.fields)
    return (Answer(text, alert=True),) if button else (Message(text),)
