"""How the town is wired, with no messenger near: what runs at due times, on events and as jobs, and
what is audited. A living town without its bot is this one import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TypeAlias, TypeVar

from sqlalchemy import Connection

from services.kernel.jobs import Job
from services.kernel.timers import TimerVerb, take
from services.kernel.town import (
    HUMAN_WAIT_S,
    RESIDENTS,
    Event,
    OfWorkshop,
    ParticipantId,
    Town,
    UnitOfWork,
    WorkshopId,
    office,
)
from services.living import errands, offices, privacy, rentals, residents
from services.money import clearing, envelopes, ledger, merchants, transfers
from services.people import blocks, identity
from services.people.identity import ParticipantLeft, WorkshopOpened
from services.social import calls, groups, messaging, moments, ratings, reports, requests
from services.standing import (
    accusations,
    advisers,
    agencies,
    bulletins,
    complaints,
    courts,
    listings,
    lists,
    ombudsman,
    payrolls,
    proxies,
    rescoring,
    sanctions,
)
from services.workshops import admin, adoptions, hands, polls, questions, scenarios, votes

Delay: TypeAlias = Callable[[Town], int]  # seconds
Audit: TypeAlias = Callable[[Connection], list[ledger.BookFault]]
Reaction: TypeAlias = Callable[[Town, Event], None]
V = TypeVar("V")

EVENTS_MAX = 1_000  # events of one unit of work; a loop of reactions ends here as a bug


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """What one package adds to a living town. Everything is named here, nothing is found."""

    name: str
    timers: Mapping[str, TimerVerb] = field(default_factory=dict)
    delivered: Mapping[str, TimerVerb] = field(default_factory=dict)
    reactions: tuple[Reaction, ...] = ()
    jobs: tuple[Job, ...] = ()
    delays: tuple[Delay, ...] = ()  # of the answers to what somebody does
    audits: tuple[Audit, ...] = ()  # invariants of its own rows, for /health and the chaos run


def on_opening(verb: Callable[[Town], object]) -> Reaction:
    """What happens on the first day of a new town."""

    def react(town: Town, event: Event) -> None:
        if isinstance(event, WorkshopOpened):
            verb(town)

    return react


def on_leaving(verb: Callable[[Town, ParticipantId], object]) -> Reaction:
    """What happens when a person has left the town."""

    def react(town: Town, event: Event) -> None:
        if isinstance(event, ParticipantLeft):
            verb(town, event.participant_id)

    return react


# In this order they react: residents have moved in before anybody rates them.
MODULES = (
    Module(name="identity", reactions=(on_leaving(ombudsman.erase_words),)),
    Module(
        name="complaints",
        timers={complaints.ORDERS_DUE: complaints.check, ombudsman.CASE_DUE: ombudsman.fall_due},
        reactions=(complaints.handle_event, ombudsman.handle_event, on_leaving(ombudsman.let_go)),
    ),
    Module(
        name="listings",
        timers={listings.SIGNATURE_DUE: listings.lapse},
        reactions=(on_leaving(listings.lapse_of),),
    ),
    Module(name="sanctions", delays=(sanctions.line_delay_s,)),
    Module(name="ledger", audits=(ledger.audit,)),
    Module(name="transfers", timers={transfers.TIMER: transfers.expire}, audits=(transfers.audit,)),
    Module(name="merchants", audits=(merchants.audit,)),
    Module(
        name="clearing",
        timers={clearing.PLOT_STEP: clearing.step},
        reactions=(on_leaving(clearing.resign),),
    ),
    Module(
        name="requests",
        timers={requests.REMIND: requests.remind, requests.LAPSE: requests.lapse},
        audits=(requests.audit,),
    ),
    Module(
        name="envelopes",
        timers={
            **{envelopes.TIMER: envelopes.expire, envelopes.TIMER_OPEN: envelopes.open_gala},
            **{envelopes.TIMER_TICK: envelopes.tick, envelopes.TIMER_END: envelopes.end_gala},
        },
        delivered={"gala": envelopes.open_gala},
        audits=(envelopes.audit,),
    ),
    Module(
        name="ratings",
        timers={ratings.SEAL: ratings.open_seal},
        reactions=(ratings.handle_event, on_leaving(ratings.let_go)),
        audits=(ratings.audit,),
    ),
    Module(
        name="rentals",
        timers={
            rentals.EXPIRY: rentals.expire,
            rentals.DUE: rentals.fall_due,
            rentals.LOST: rentals.lose,
            rentals.DEBIT: rentals.debit_due,
            rentals.DEBITED: rentals.debit_done,
        },
        audits=(rentals.audit,),
    ),
    Module(
        name="errands",
        timers={errands.DUE: errands.fall_due, errands.DEPOSIT_BACK: errands.give_back},
        audits=(errands.audit,),
    ),
    Module(
        name="proxies",
        timers={proxies.INFER: proxies.night},
        reactions=(on_opening(proxies.start_nights),),
    ),
    Module(name="courts", timers={courts.JUDGMENT_DUE: courts.enforce_overdue}),
    Module(name="payrolls", timers={payrolls.PAYROLL_DUE: payrolls.report_overdue}),
    Module(name="accusations", timers={accusations.ACCUSATION_DUE: accusations.fall_due}),
    Module(
        name="lists",
        timers={lists.EVENING_LISTS: lists.evening, lists.CALLER_NOTICES: lists.notices},
        reactions=(on_opening(lists.start_evenings),),
    ),
    Module(
        name="bulletins",
        timers={bulletins.MONTH: bulletins.first_of_month},
        reactions=(on_opening(bulletins.start_months),),
    ),
    Module(name="messaging", reactions=(on_leaving(messaging.let_go),)),
    Module(
        name="residents",
        timers={
            residents.RESIDENT_ACT: residents.perform,
            residents.RESIDENT_DAY: residents.new_day,
        },
        reactions=(residents.react,),
    ),
    Module(
        name="agencies",
        reactions=(
            *(on_opening(agencies.enrol_residents), agencies.follow_platform),
            *(agencies.ask_consent, on_leaving(agencies.resign)),
        ),
    ),
    Module(
        name="offices",
        timers={offices.OFFICE_FEED: offices.night},
        reactions=(on_opening(offices.start_nights),),
    ),
    Module(
        name="rescoring",
        timers={rescoring.RESCORE_NIGHT: rescoring.night, rescoring.RESCORE: rescoring.step},
        reactions=(on_opening(rescoring.start_nights),),
    ),
    Module(
        name="calls",
        timers={calls.CALL_TIMEOUT: calls.time_out, calls.GROUP_CALL_TIMEOUT: calls.time_out_group},
        reactions=(on_leaving(calls.let_go), calls.follow_groups),
    ),
    Module(name="blocks", reactions=(on_leaving(blocks.forget_blocks),)),
    Module(name="reports", reactions=(on_leaving(reports.forget_reports),)),
    Module(name="groups", reactions=(on_leaving(groups.let_go),)),
    Module(name="scenarios", timers={scenarios.CARD_DUE: scenarios.play_due}),
    Module(name="privacy", timers=privacy.TIMERS, reactions=privacy.REACTIONS),
    Module(name="adoptions", reactions=(on_leaving(adoptions.forget_adoption),)),
    Module(name="hands", reactions=(on_leaving(hands.let_go),)),
    Module(name="questions", reactions=(questions.handle_event,)),
    Module(name="polls", reactions=(polls.handle_event, on_leaving(polls.forget_answers))),
    Module(
        name="votes",
        timers={votes.DEBATE_OVER: votes.end_debate, **votes.FORESIGHT},
        reactions=(votes.handle_event,),
        audits=(votes.audit,),
    ),
    Module(name="admin", audits=(admin.audit_chain,)),
    Module(name="moments", reactions=(on_leaving(moments.forget_moments),)),
)
# Packages that bring but tables and verbs; named so that this module knows the whole schema.
QUIET = (advisers,)


class Wiring:
    """All modules put together. Two modules that bring the same name do not start."""

    def __init__(
        self,
        modules: Iterable[Module] = MODULES,
        *,
        human_wait_s: int = HUMAN_WAIT_S,
        residents: int = RESIDENTS,
    ) -> None:
        modules = tuple(modules)
        self.human_wait_s, self.residents = human_wait_s, residents
        self.timers = merged(m.timers for m in modules)
        self.audits = tuple(chain.from_iterable(m.audits for m in modules))
        self.jobs = tuple(chain.from_iterable(m.jobs for m in modules))
        self._delays = tuple(chain.from_iterable(m.delays for m in modules))
        self._delivered = merged(m.delivered for m in modules)
        self._reactions = tuple(chain.from_iterable(m.reactions for m in modules))

    def settle(self, town: Town, show: Callable[[Event], None] = lambda _: None) -> None:
        """Let the town react to its events until it comes to rest; each is shown when it has."""
        seen = 0
        while seen < len(town.events):  # reactions may emit more meanwhile
            if seen > EVENTS_MAX:
                raise RecursionError("reactions do not come to rest")
            event = town.events[seen]
            seen += 1
            for react in self._reactions:
                react(town, event)
            show(event)

    def delay_s(self, town: Town) -> int:
        """By how many seconds answers to the actor of a unit of work are late."""
        return max((delay(town) for delay in self._delays), default=0)

    def run_timer(self, uow: UnitOfWork, workshop_id: WorkshopId, timer_id: int) -> Town | None:
        """Run a timer of a running town as of its time; None when it is not due (any more).

        Its events wait in the town that comes back: the caller settles them.
        """
        town = identity.office_town(uow, workshop_id, office())
        timer = take(town, timer_id) if town.workshop.clock.running else None
        if timer is None:
            return None
        town.key = f"timer:{workshop_id}:{timer.kind}:{timer.subject}:{timer.due}"
        town.now = timer.due
        self.timers[timer.kind](town, timer.subject)
        admin.keep_calendar(town, timer.kind)
        return town

    def run_delivered(self, batch: str, town: Town) -> None:
        """The verb of a batch of messages ("kind:subject") that has all ended."""
        kind, _, subject = batch.partition(":")
        self._delivered[kind](town, subject)


def towns_of(uow: UnitOfWork) -> list[Town]:
    """The towns in which a unit of work's events happened, each with its own to settle.

    Outside of a town, events name theirs: joining one may be leaving another.
    """
    if isinstance(uow, Town):
        return [uow]
    told: dict[WorkshopId, list[Event]] = {}
    for event in uow.events:
        if not isinstance(event, OfWorkshop):
            raise LookupError(f"{type(event).__name__} names no workshop")
        told.setdefault(event.workshop_id, []).append(event)
    return [
        replace(identity.office_town(uow, workshop_id, office()), events=events)
        for workshop_id, events in told.items()
    ]


def merged(parts: Iterable[Mapping[str, V]]) -> dict[str, V]:
    """One mapping of many that share no key."""
    found: dict[str, V] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"two bring {sorted(twice)}")
        found.update(part)
    return found
