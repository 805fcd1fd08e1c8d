"""Any history of filing, clocks, hearings, orders, execution and second looks follows the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.kernel.errors import RuleError
from services.kernel.time import HOUR_S
from services.standing import complaints, ombudsman
from services.standing.complaints import About, DecidedBy, Stage
from tests.db.appealing import appoint, lawful, listed, settled
from tests.db.lawgiving import look, remember

HOLDERS = ("bo", "dee")
GROUNDS = ("does_not_follow", "follows", "not_shown")
DAY, RULES_AFTER, AGAIN_WITHIN = 24, 12, 240  # hours
numbers = st.integers(0, 3)
holders = st.sampled_from(HOLDERS)


def of_the_sum(town):
    """Say that a score is wrongly computed, by key."""
    opened = complaints.in_words(town, "")
    if not opened.is_new:
        return opened
    one = complaints.concerns(town, opened.complaint.number, About.ARITHMETIC)
    return replace(opened, complaint=one)


@dataclass
class Case:
    """What ought to have become of one case."""

    number: int
    who: str
    thing: object
    opened: int
    is_again: bool
    signed_before: tuple[str, ...] = ()
    draft: tuple[str, str] | None = None  # by whom, on which ground
    ran: int = 0
    limit: int = DAY
    is_paused: bool = False
    turns: int = 0  # of the complainant, at a hearing that is open
    was_heard: bool = False
    decided: int | None = None
    by: str = ""
    second: str = ""
    is_upheld: bool = False
    has_orders: bool = False
    is_checked: bool = False

    @property
    def is_by_rules(self) -> bool:
        return self.who in HOLDERS or set(HOLDERS) <= set(self.signed_before)


class Office(RuleBasedStateMachine):
    """A model that counts hours by itself, beside the office that keeps a ledger."""

    def __init__(self, town_of):
        super().__init__()
        self.world = lawful(town_of)
        self.cases: list[Case] = []
        self.hours = 0

    @initialize(ground=st.sampled_from(GROUNDS))
    def begins_with_a_draft(self, ground):
        self.begins()
        self.somebody_files("ana", lived=False)
        self.somebody_drafts(0, HOLDERS[0], ground)

    def begins(self):
        for name in HOLDERS:
            appoint(self.world, name)

    def chosen(self, number):
        return self.cases[number % len(self.cases)] if self.cases else None

    def noted(self, who, opened, *, is_again=False, signers=()):
        if opened.is_new:
            one = opened.complaint
            found = Case(one.number, who, one.thing, self.hours, is_again, signers)
            self.cases.append(found)

    def tries(self, by, verb, *args, may):
        """Do it, and see that it is refused exactly when it should be."""
        try:
            with self.world.acting(by) as town:
                done = verb(town, *args)
                settled(self.world, town)
        except RuleError:
            assert not may, (by, verb.__name__, args)
            return None
        assert may, (by, verb.__name__, args)
        return done

    @rule(who=st.sampled_from(["ana", "cy", "bo"]), lived=st.booleans())
    def somebody_files(self, who, lived):
        waits = sum(one.who == who and one.decided is None for one in self.cases)
        if waits >= complaints.OPEN_MAX:
            return
        if lived:
            remember(self.world, who, "paid")
        look(self.world, who)
        self.noted(who, self.tries(who, of_the_sum, may=True))

    @rule(who=st.sampled_from(["ana", "cy"]), basis=st.sampled_from("12"))
    def somebody_brings_an_entry(self, who, basis):
        entry = listed(self.world, who, agency="court", basis=f"rumour:{who}{basis}")
        self.noted(who, self.tries(who, complaints.appeal, entry, may=True))

    @rule(number=numbers, by=holders)
    def the_clock_is_stopped_or_goes_on(self, number, by):
        one = self.chosen(number)
        if one and self.tries(by, ombudsman.pause, one.number, may=self.may(one, by)):
            one.is_paused = not one.is_paused

    @rule(number=numbers, by=holders)
    def the_clock_is_lengthened(self, number, by):
        if one := self.chosen(number):
            may = self.may(one, by) and one.limit == DAY
            if self.tries(by, ombudsman.extend, one.number, may=may):
                one.limit = 2 * DAY

    @rule(number=numbers, by=holders)
    def a_hearing_opens(self, number, by):
        if one := self.chosen(number):
            found = self.tries(by, ombudsman.open_hearing, one.number, may=self.may(one, by))
            if found and not one.was_heard:
                one.was_heard, one.is_paused, one.turns = True, True, 2

    @rule(number=numbers, words=st.sampled_from(["", "I paid."]))
    def the_complainant_speaks(self, number, words):
        if one := self.chosen(number):
            may = one.turns > 0
            if self.tries(one.who, ombudsman.speak, one.number, words, may=may):
                one.turns -= 1
                one.is_paused = one.is_paused and one.turns > 0

    @rule(number=numbers, by=holders, ground=st.sampled_from(GROUNDS))
    def somebody_drafts(self, number, by, ground):
        if one := self.chosen(number):
            waits = one.draft is not None and one.draft[0] != by
            may = self.may(one, by) and not one.turns and not waits
            may = may and not self.contradicts(one, ground)
            if self.tries(by, ombudsman.rule, one.number, ground, may=may):
                one.draft = (by, ground)

    @rule(number=numbers, by=holders, signs=st.sampled_from([True, True, False]))
    def another_answers(self, number, by, signs):
        (self.another_signs if signs else self.another_sends_it_back)(number, by)

    def another_signs(self, number, by):
        if one := self.waiting() or self.chosen(number):
            may = self.may_sign(one, by) and not self.contradicts(one, one.draft[1])
            if done := self.tries(by, ombudsman.sign, one.number, may=may):
                one.decided, one.by, one.second = self.hours, one.draft[0], by
                one.is_upheld = one.draft[1] == "does_not_follow"
                one.has_orders, one.draft = bool(done.orders), None

    def another_sends_it_back(self, number, by):
        if one := self.waiting() or self.chosen(number):
            may = self.may_sign(one, by)
            if self.tries(by, ombudsman.send_back, one.number, "Not shown.", may=may):
                one.draft = None

    def waiting(self):
        """The newest case that waits for a signature, if any does."""
        return next((one for one in reversed(self.cases) if one.draft), None)

    def may_sign(self, one, by):
        is_anothers = one.draft is not None and one.draft[0] != by
        return self.may(one, by) and is_anothers and not one.turns

    def contradicts(self, one, ground):
        return not one.is_again and any(
            other.thing == one.thing and other.is_upheld is not (ground == "does_not_follow")
            for other in self.cases
            if other is not one and other.decided is not None
        )

    @rule(number=numbers)
    def it_is_asked_again(self, number):
        if one := self.chosen(number):
            before = not one.is_again and any(
                o.is_again and o.thing == one.thing for o in self.cases
            )
            is_theirs = one.decided is not None and not one.is_again
            may = is_theirs and self.hours <= one.decided + AGAIN_WITHIN
            asked = self.tries(one.who, complaints.reconsider, one.number, may=may or before)
            if asked:
                self.noted(one.who, asked, is_again=True, signers=(one.by, one.second))

    @rule(hours=st.sampled_from([1, 5, 13, 30, 200]))
    def hours_pass(self, hours):
        self.world.forward(hours=hours)
        self.hours += hours
        for one in self.cases:
            if one.decided is not None:
                one.is_checked = True
            elif not one.is_paused:
                one.ran += hours
                if one.is_by_rules and self.hours >= one.opened + RULES_AFTER:
                    one.decided, one.by, one.is_checked = one.opened + RULES_AFTER, "rules", True

    def may(self, one, by):
        return one.decided is None and not one.is_by_rules and by not in one.signed_before

    @invariant()
    def the_ledger_says_what_was_counted(self):
        for one, found in self.found():
            clock = found.clock
            assert clock is not None
            assert (clock.ended is None) is (one.decided is None)
            if one.decided is None:
                assert clock.is_paused is one.is_paused
                assert clock.is_overdue is (not one.is_paused and one.ran > one.limit)
                if clock.due is not None:
                    left = (clock.due.town_s - self.world.now()) // HOUR_S
                    late = one.ran > one.limit  # once it is over, a stop moves it no more
                    assert left < 0 if late else left == one.limit - one.ran

    @invariant()
    def stage_and_outcome_are_what_was_done(self):
        for one, found in self.found():
            if one.decided is None:
                assert found.stage is Stage.OPEN
                continue
            assert (found.decided_by is DecidedBy.RULES) is (one.by == "rules")
            if one.by != "rules":
                assert (found.state == "upheld") is one.is_upheld
                signed = (self.world.ids[one.by], self.world.ids[one.second])
                assert (found.signer, found.second) == signed
            else:
                assert found.signers == 1
            if one.is_checked:
                assert found.stage is Stage.CHECKED
                assert all(order.is_cured for order in found.orders)

    @invariant()
    def every_decision_is_public_and_names_nobody(self):
        with self.world.office() as town:
            public = ombudsman.decisions(town)
        assert len(public) == sum(one.decided is not None for one in self.cases)
        self.world.check_books()
        told = repr(public)
        assert not any(pid in told for pid in self.world.ids.values())

    def found(self):
        with self.world.office() as town:
            standing = {one.number: one for one in complaints.of_town(town)}
        return [(one, standing[one.number]) for one in self.cases]


def test_any_history_leaves_what_clocks_and_rules_say(town_of):
    class Here(Office):
        def __init__(self):
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=5,
            stateful_step_count=24,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_draft_that_goes_back_is_drafted_anew_signed_and_looked_at_again(town_of):
    office = Office(town_of)
    office.begins()
    steps = (
        lambda: office.somebody_files("ana", lived=False),
        lambda: office.somebody_drafts(0, "bo", "does_not_follow"),
        lambda: office.somebody_drafts(0, "dee", "follows"),  # refused: it waits
        lambda: office.another_signs(0, "bo"),  # refused: it is one's own
        lambda: office.another_sends_it_back(0, "dee"),
        lambda: office.another_signs(0, "dee"),  # refused: it went back
        lambda: office.somebody_drafts(0, "dee", "follows"),
        lambda: office.another_signs(0, "bo"),
        lambda: office.it_is_asked_again(0),
        lambda: office.somebody_drafts(1, "bo", "follows"),  # refused: both have signed
        lambda: office.hours_pass(13),
    )
    for step in steps:
        step()
        office.the_ledger_says_what_was_counted()
        office.stage_and_outcome_are_what_was_done()
        office.every_decision_is_public_and_names_nobody()
    assert [(one.by, one.second) for one in office.cases] == [("dee", "bo"), ("rules", "")]


def test_a_case_that_one_alone_decides_would_be_caught(town_of, monkeypatch):
    office = Office(town_of)
    office.begins()
    office.somebody_files("ana", lived=False)
    monkeypatch.setattr("services.standing.ombudsman.signing._may_decide", lambda town, one: ())
    office.somebody_drafts(0, "bo", "follows")
    with pytest.raises(AssertionError):
        office.stage_and_outcome_are_what_was_done()


def test_a_stop_that_moves_nothing_would_be_caught(town_of, monkeypatch):
    office = Office(town_of)
    office.begins()
    office.somebody_files("ana", lived=False)
    monkeypatch.setattr("services.law.clocks.counting._pauses", lambda entries: ())
    office.the_clock_is_stopped_or_goes_on(0, "bo")
    with pytest.raises(AssertionError):
        office.the_ledger_says_what_was_counted()
