"""One unit of work, whole: rights, verb, reactions, view, calls, done (ADR-0002).

Nothing here sends: what is to be sent is returned after the commit, and stands in the outbox.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from bot.acts import Access, Act, Admission
from bot.arguments import AskWords
from bot.replies import Answer, Message, Replies, Reply, say
from bot.runtime import conversations, displays, inbox, outbox
from bot.runtime.addressing import Addressing
from bot.runtime.cause import Cause
from bot.runtime.outbox import OutboxCall
from bot.runtime.refusals import readings, refused
from bot.runtime.registry import Registry
from bot.runtime.slow_line import told_late
from services.kernel.audit_log import note_refused
from services.kernel.errors import (
    NotAllowed,
    NotInTown,
    NoWorkshop,
    RuleError,
    TownPaused,
)
from services.kernel.town import Event, Role, Town, UnitOfWork, Urgent, WorkshopId, office
from services.modules import Wiring, towns_of
from services.people.identity import (
    ParticipantLeft,
    facilitator_town,
    has_role,
    known,
    may_run,
    note_act,
    note_in_group,
    office_town,
    participant_town,
    to_runner,
)

# The role that an access asks for; what those who hold it are refused is in the audit log.
KEEPERS = {
    Access.FACILITATOR: Role.FACILITATOR,
    Access.WORKSHOP: Role.FACILITATOR,
    Access.ADMIN: Role.ADMIN,
}


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a committed unit of work owes: calls to send, cards to draw again, who to wake."""

    calls: tuple[OutboxCall, ...] = ()
    cards: tuple[str, ...] = ()
    wakes: tuple[int | str, ...] = ()  # what the scheduler looks at again: towns, jobs


class WordsAnswer(Exception):
    """Plain words that answer what the bot has asked for: they complete a command."""

    def __init__(self, asked: AskWords) -> None:
        super().__init__()
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Performer:
    """Runs units of work on a connection. `secret` is the installation's root of chance."""

    registry: Registry
    secret: bytes
    wiring: Wiring

    def update(self, conn: Connection, cause: Cause, admission: Admission | Replies) -> Outgoing:
        uow = self._uow(conn, cause)
        if uow.visitor is not None:
            talk = conversations.talk_in(conn, cause.bot_id, cause.spoken_in, cause.answered)
            uow.visitor = replace(uow.visitor, talk=talk)
            if (chat_id := cause.spoken_in[0]) < 0:
                note_in_group(uow, chat_id, uow.visitor.tg_user_id)
        if not isinstance(admission, Admission):
            return self._finish(conn, cause, uow, admission)
        act = admission.act
        self._hear_answer(conn, cause, act)  # also of those who live nowhere
        place = admit(uow, admission)
        cause = replace(cause, late_s=self._late_s(place, admission))
        result = act.run(place)
        if cause.answers and result is not None:  # nothing: it was held back, and may be said anew
            conversations.forget_question(conn, cause)
        shown = act.view(result)
        if cause.late_s:
            shown = told_late(shown, cause.late_s, pressed=bool(cause.query_id))
        return self._finish(conn, cause, place, shown, act)

    def _late_s(self, place: UnitOfWork, admission: Admission) -> int:
        """Of the answer to what somebody does in their town, unless it is a right of theirs."""
        if admission.access is not Access.PARTICIPANT or admission.is_right:
            return 0
        return self.wiring.delay_s(place) if isinstance(place, Town) else 0

    def _hear_answer(self, conn: Connection, cause: Cause, act: Act) -> None:
        """Raises `WordsAnswer` for words that were asked for; any other act ends the waiting."""
        if cause.answers or not cause.typed or cause.spoken_in[0] < 0:
            return
        if act.is_words and (asked := conversations.question(conn, cause)):
            raise WordsAnswer(asked)
        conversations.forget_question(conn, cause)

    def refusal(
        self,
        conn: Connection,
        cause: Cause,
        error: RuleError,
        admission: Admission | Replies = (),
    ) -> Outgoing:
        """Tell the actor why the town said no; its act has been rolled back."""
        uow = known(self._uow(conn, cause))
        error = to_runner(uow, error)
        if isinstance(error, NotAllowed) and "act" in error.fields:
            note_refused(uow, str(error.fields["act"]))
        elif isinstance(admission, Admission) and (role := KEEPERS.get(admission.access)):
            said = cause.command.partition("@")[0].split()[:1] or [admission.act.name]
            note_refused(uow, f"{said[0]} {error.code}", role)
        choices, asks = readings(error, cause), cause.answers
        if asks:
            conversations.forget_question(conn, cause)
        told = refused(error, button=bool(cause.query_id), choices=choices, asks=asks)
        return self._finish(conn, cause, uow, told)

    def parked(
        self, conn: Connection, cause: Cause, incident: str, *, in_words: bool = True
    ) -> Outgoing:
        """Put a poison update aside and apologise with a number to name, unless even that fails."""
        inbox.park(conn, cause.bot_id, cause.update_id, incident)
        if not in_words:
            return Outgoing()
        uow = known(self._uow(conn, cause))
        trouble = say("trouble", incident=incident)
        addressing = Addressing(uow, self.registry, cause)
        addressing.add((Answer(trouble, alert=True) if cause.query_id else Message(trouble),))
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
        uow = UnitOfWork(conn, wall_ms, key, self.secret, human_wait_s=self.wiring.human_wait_s)
        town = office_town(uow, workshop_id, office())
        verb(town)
        return self._closed_office(conn, town)

    def timer(
        self, conn: Connection, workshop_id: WorkshopId, timer_id: int, wall_ms: int
    ) -> Outgoing | None:
        """Run a timer of a running town as of its time. None when it is not due (any more)."""
        uow = UnitOfWork(conn, wall_ms, "", self.secret, human_wait_s=self.wiring.human_wait_s)
        town = self.wiring.run_timer(uow, workshop_id, timer_id)
        return None if town is None else self._closed_office(conn, town)

    def _uow(self, conn: Connection, cause: Cause) -> UnitOfWork:
        return UnitOfWork(
            conn,
            cause.wall_ms,
            cause.act_key,
            self.secret,
            cause.visitor,
            bot_username=cause.bot_username,
            human_wait_s=self.wiring.human_wait_s,
            residents=self.wiring.residents,
        )

    def _finish(
        self,
        conn: Connection,
        cause: Cause,
        place: UnitOfWork,
        replies: Replies | Reply,
        act: Act | None = None,
    ) -> Outgoing:
        who = place.actor.participant_id if isinstance(place, Town) else None
        acts = act is not None and not act.reads
        wakes = act is not None and note_act(place)  # home stood still: nothing had touched them
        towns = towns_of(place)
        addressing = Addressing(towns[-1] if towns else place, self.registry, cause)
        if who is not None and (acts or wakes):
            addressing.touches(who)
        addressing.add(replies)
        for town in towns:
            addressing.uow = town
            self._hear(town, addressing)
            for event in town.events:
                if isinstance(event, ParticipantLeft) and (visitor := cause.visitor):
                    left = event.account or (cause.bot_id, visitor.tg_user_id)
                    displays.forget(conn, *left, town.workshop_id)
                    conversations.forget(conn, *left)
        if act is not None and act.reads:
            addressing.only_newest(cause.typed)
        inbox.finish(conn, cause.bot_id, cause.update_id)
        return self._close(conn, addressing)

    def _closed_office(self, conn: Connection, town: Town) -> Outgoing:
        addressing = Addressing(town, self.registry)
        self._hear(town, addressing)
        return self._close(conn, addressing)

    def _hear(self, town: Town, addressing: Addressing) -> None:
        def show(event: Event) -> None:
            if town.workshop.is_blank and not isinstance(event, Urgent):
                return
            for replies in self.registry.replies_to(event):
                addressing.add(replies)

        self.wiring.settle(town, show)

    def _close(self, conn: Connection, addressing: Addressing) -> Outgoing:
        addressing.close()
        outbox.enqueue(conn, addressing.calls)
        redraws = dict.fromkeys(addressing.redraws)
        stale = dict.fromkeys(addressing.stale)
        stale |= dict.fromkeys(card for one in redraws for card in displays.redraw(conn, *one))
        return Outgoing(tuple(addressing.calls), tuple(stale), tuple(addressing.uow.wakes))


def admit(uow: UnitOfWork, admission: Admission) -> UnitOfWork:
    """The place an act may work on. Raises when the visitor has no right to it, or it is paused."""
    access, act = admission.access, admission.act
    if access is Access.ANYONE:
        return known(uow)
    if access is Access.AT_HOME:
        try:
            return participant_town(uow, also_closed=True)
        except NotInTown:
            return known(uow)
    if access is Access.PARTICIPANT:
        return _among_its_people(uow, act)
    if uow.visitor is None:
        raise NotAllowed
    uow = known(uow)
    role = KEEPERS[access]
    may = may_run if role is Role.FACILITATOR else partial(has_role, role=role)
    if uow.visitor is None or not may(uow.conn, uow.visitor):
        raise NotAllowed(act=act.name)
    if access is not Access.WORKSHOP:
        return uow
    return facilitator_town(uow, also_closed=act.reads)


def _among_its_people(uow: UnitOfWork, act: Act) -> Town:
    """The town one lives in; for what is shown to both, else the one that the visitor runs."""
    try:
        town = participant_town(uow, also_closed=act.reads)
    except NotInTown as nowhere:
        if not act.for_runners:
            raise
        try:
            return facilitator_town(known(uow), also_closed=act.reads)
        except NoWorkshop:
            raise nowhere from None
    if not (town.workshop.clock.running or act.while_paused):
        raise TownPaused
    return town
