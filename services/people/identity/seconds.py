"""Who runs a town beside its first facilitator. A row is the right to that town and no other."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from services.kernel.schema import AnyRow, insert_new
from services.kernel.town import (
    ParticipantId,
    PersonId,
    Role,
    Town,
    UnitOfWork,
    Visitor,
    WorkshopId,
)
from services.kernel.towns import OPEN, TOWNS, set_facilitator
from services.people.identity.outsiders import is_account
from services.people.identity.roles import has_role, runs_towns
from services.people.identity.tables import (
    facilitator_invitations,
    participants,
    persons,
    second_facilitators,
)


def is_second_in(
    workshop_id: ColumnElement[int], person_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """The condition that a person runs a town beside its first facilitator."""
    second = second_facilitators.c
    return exists().where(second.workshop_id == workshop_id, second.person_id == person_id)


def runs(towns: Subquery) -> ColumnElement[bool]:
    """The condition that a row of `persons` runs a row of `TOWNS` now, first or beside."""
    is_first = towns.c.facilitator == persons.c.person_id
    may = runs_towns(persons.c.bot_id, persons.c.tg_user_id)
    return or_(and_(is_first, may), is_second_in(towns.c.workshop_id, persons.c.person_id))


def is_run_by(person_id: PersonId) -> ColumnElement[bool]:
    """The condition that a row of `TOWNS` is somebody's to run, first or beside."""
    beside = is_second_in(TOWNS.c.workshop_id, literal(person_id))
    return or_(TOWNS.c.facilitator == person_id, beside)


def at_it_since(towns: Subquery) -> ColumnElement[int]:
    """Since when a row of `persons` is at a row of `TOWNS` that it runs."""
    helps = select(second_facilitators.c.since_ms).where(
        second_facilitators.c.workshop_id == towns.c.workshop_id,
        second_facilitators.c.person_id == persons.c.person_id,
    )
    return func.coalesce(helps.scalar_subquery(), towns.c.run_since_ms)


def may_run(conn: Connection, visitor: Visitor) -> bool:
    """Whether a visitor may come to the keys of those who run towns: any, or the one they help."""
    if has_role(conn, visitor, Role.FACILITATOR):
        return True
    helps = (
        select(second_facilitators.c.person_id)
        .join(persons, persons.c.person_id == second_facilitators.c.person_id)
        .where(is_account(visitor.bot_id, visitor.tg_user_id))
    )
    return conn.scalar(helps.limit(1)) is not None


def is_steward(conn: Connection, who: ParticipantId) -> bool:
    """Whether the person behind a participant may run towns, or helps to run theirs."""
    seat, person = participants.c, persons.c
    helps = is_second_in(seat.workshop_id, person.person_id)
    found = select(seat.participant_id).join(persons, person.person_id == seat.person_id)
    may = or_(runs_towns(person.bot_id, person.tg_user_id), helps)
    return conn.scalar(found.where(seat.participant_id == who, may)) is not None


def seconds_at(conn: Connection, bot_id: int) -> list[int]:
    """The accounts that run some town of a bot beside its first facilitator."""
    rows = conn.scalars(
        select(persons.c.tg_user_id)
        .join(second_facilitators, second_facilitators.c.person_id == persons.c.person_id)
        .where(persons.c.bot_id == bot_id)
        .distinct()
    )
    return sorted(rows)


def seconds_in(town: Town) -> frozenset[ParticipantId]:
    """Who lives in a town and runs it beside its first facilitator."""
    seat = participants.c
    query = select(seat.participant_id).where(
        seat.workshop_id == town.workshop_id, is_second_in(seat.workshop_id, seat.person_id)
    )
    return frozenset(map(ParticipantId, town.conn.scalars(query)))


def runners(conn: Connection, workshop_id: WorkshopId) -> list[PersonId]:
    """Everybody who runs a town now, the first facilitator first, then as they came."""
    rows = conn.execute(
        select(persons.c.person_id)
        .join_from(persons, TOWNS, runs(TOWNS))
        .where(TOWNS.c.workshop_id == workshop_id)
        .order_by(
            TOWNS.c.facilitator != persons.c.person_id,
            at_it_since(TOWNS),
            persons.c.person_id,
        )
    )
    return [PersonId(row.person_id) for row in rows]


def others_run(uow: UnitOfWork, person_id: PersonId, besides: WorkshopId) -> list[AnyRow]:
    """The open towns besides one that somebody runs, of `TOWNS`, as they were made."""
    query = (
        select(TOWNS)
        .join_from(TOWNS, persons, runs(TOWNS))
        .where(persons.c.person_id == person_id, TOWNS.c.state == OPEN)
        .where(TOWNS.c.workshop_id != besides)
    )
    return list(uow.conn.execute(query.order_by(TOWNS.c.workshop_id)))


def be_at(uow: UnitOfWork, workshop_id: WorkshopId, person_id: PersonId) -> None:
    """Of the towns that somebody runs, this is the one they are at from now on."""
    latest = select(func.max(at_it_since(TOWNS))).join_from(TOWNS, persons, runs(TOWNS))
    before = uow.conn.scalar(latest.where(persons.c.person_id == person_id)) or 0
    since, second = max(uow.wall_ms, before + 1), second_facilitators.c
    mine = (second.workshop_id == workshop_id, second.person_id == person_id)
    helps = update(second_facilitators).where(*mine).values(since_ms=since)
    if not uow.conn.execute(helps).rowcount:
        set_facilitator(uow, workshop_id, person_id, since_ms=since)


def desk_title(town: Town) -> str:
    """What those who run a town read it by; empty where none of them runs another."""
    some = runners(town.conn, town.workshop_id)
    runs_more = any(others_run(town, one, town.workshop_id) for one in some)
    return town.workshop.title if runs_more else ""


def add_second(uow: UnitOfWork, workshop_id: WorkshopId, person_id: PersonId) -> bool:
    """Let somebody run a town as well. False where they do already."""
    values = {"workshop_id": workshop_id, "person_id": person_id, "since_ms": uow.wall_ms}
    return insert_new(uow.conn, second_facilitators, **values)


def drop_seconds(conn: Connection, workshop_id: WorkshopId, *only: PersonId) -> list[PersonId]:
    """Take the right from all who help, or only from some; from whom it was taken."""
    at = second_facilitators.c
    some = [at.person_id.in_(only)] if only else []
    gone = delete(second_facilitators).where(at.workshop_id == workshop_id, *some)
    return [PersonId(one) for one in conn.scalars(gone.returning(at.person_id))]


def write_invitation(town: Town, token: str, until_ms: int) -> None:
    """Whoever has this token may run the town as well, once; older ones hold no more."""
    mine = facilitator_invitations.c.workshop_id == town.workshop_id
    town.conn.execute(delete(facilitator_invitations).where(mine))
    values = {"token_hash": _hash(token), "until_ms": until_ms}
    insert_new(town.conn, facilitator_invitations, workshop_id=town.workshop_id, **values)


def invited_to(uow: UnitOfWork, token: str) -> AnyRow | None:
    """The open town that a token leads to, of `TOWNS`; None where it holds no more."""
    at = facilitator_invitations.c
    return uow.conn.execute(
        select(TOWNS)
        .join_from(TOWNS, facilitator_invitations, at.workshop_id == TOWNS.c.workshop_id)
        .where(at.token_hash == _hash(token), at.until_ms > uow.wall_ms, TOWNS.c.state == OPEN)
    ).one_or_none()


def use_invitation(uow: UnitOfWork, token: str) -> bool:
    """Spend a token. False where somebody was quicker."""
    spent = delete(facilitator_invitations).where(
        facilitator_invitations.c.token_hash == _hash(token)
    )
    return uow.conn.execute(spent).rowcount == 1


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
