"""Any history of lists, masks, law and days: what hangs, what plays and what closes follows."""

from __future__ import annotations

from dataclasses import dataclass

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
from services.law.clocks import due_after
from services.people import masks
from services.social import kin, notices
from services.social.kin import Relation
from services.standing import complaints, courts, listings, lists, sanctions
from services.standing.listings import Colour
from services.standing.listings.records import Said
from services.workshops import scenarios
from tests.db.lawgiving import enact

PEOPLE = ("ana", "bo", "rui", "sam", "tia")
BY_LIST = sanctions.catalogue().by_list.values()
OWN = {one.closes for one in BY_LIST if one.agency == "court" and one.reaches == "self"}
TO_CHILDREN = {one.closes for one in BY_LIST if one.reaches == "child"}
ALL = {one.closes for one in BY_LIST if one.reaches == "self"}
LAWS = ("joint_sanctions", "list_sanctions", "minors_spared", "legal_basis", "kin")
people = st.sampled_from(PEOPLE)
numbers = st.integers(0, 30)


@dataclass
class Entry:
    """What ought to have become of one entry."""

    listing_id: int
    who: str
    agency: str
    until: int | None
    is_kin: bool
    basis: str
    lifted: int | None = None
    is_published: bool = False
    is_gone: bool = False

    @property
    def stands(self) -> bool:
        return self.is_published and not self.is_gone


class Book(RuleBasedStateMachine):
    """A model that knows the rules beside the town that lives by them."""

    def __init__(self, town_of):
        super().__init__()
        self.world = town_of("ana", "bo", residents=("rui", "sam", "tia"))
        self.entries: list[Entry] = []
        self.masked, self.minors = set[str](), set[str]()
        self.law = dict.fromkeys(("list_sanctions", "kin"), "on")
        self.waiting: dict[int, Entry] = {}

    @initialize()
    def begins(self):
        enact(self.world, "company_lists", "off")
        with self.world.office() as town:
            kin.tie(town, self.world.ids["bo"], Relation.PARENT, self.world.ids["ana"])

    def noted(self, listing, *, is_kin=False):
        if all(one.listing_id != listing.listing_id for one in self.entries):
            [who] = [name for name, pid in self.world.ids.items() if pid == listing.participant_id]
            rests = (listing.agency, listing.until, is_kin, listing.basis)
            self.entries.append(Entry(listing.listing_id, who, *rests))

    def chosen(self, number):
        return self.entries[number % len(self.entries)] if self.entries else None

    @rule(who=people, basis=st.sampled_from("1234"), ground=st.sampled_from(["refusal", "forgery"]))
    def the_court_lists(self, who, basis, ground):
        with self.world.office() as town:
            pid, basis = self.world.ids[who], f"judgment:{who}{basis}"
            said = Said(ground)
            one = listings.enter(town, "court", Colour.BLACK, pid, basis=basis, said=said)
        self.noted(one)

    @rule(who=people, words=st.sampled_from(["talks", "forgery two letters"]))
    def the_office_lists(self, who, words):
        standing = any(
            (one.who, one.agency) == (who, listings.OFFICE) and one.lifted is None
            for one in self.entries
        )
        try:
            with self.world.facilitating() as town:
                done = listings.put_down(town, who, words)
        except RuleError:
            unlawful = self.law.get("legal_basis") == "on" and words == "talks"
            spared = self.law.get("minors_spared") == "on" and who in self.minors
            assert who in {"ana", "bo"} | self.masked or unlawful or spared
            return
        assert done.is_new is not standing
        self.noted(done.listing)

    @rule(who=st.sampled_from(["ana", "rui"]))
    def a_child_is_listed(self, who):
        before = {one.listing_id for one in self.entries}
        try:
            with self.world.facilitating() as town:
                scenarios.run(town, f"student {who}")
                black = listings.unended(town, Colour.BLACK)
        except RuleError:
            return
        self.minors.add(who)
        for one in black:
            if one.listing_id not in before:
                self.noted(one, is_kin=one.is_for_kin)

    @rule(number=numbers)
    def the_office_takes_back_twice(self, number):
        one = self.chosen(number)
        if one is None or one.agency != listings.OFFICE:
            return
        for again in (one.is_gone, True):
            with self.world.facilitating() as town:
                assert listings.withdraw(town, one.listing_id).again is again
        self.goes_at_once(one)

    @rule(number=numbers)
    def somebody_contests(self, number):
        one = self.chosen(number)
        if one is None or one.who not in ("ana", "bo"):
            return
        try:
            with self.world.acting(one.who) as town:
                opened = complaints.contest(town, one.listing_id)
        except RuleError:
            return
        assert one.lifted is None
        self.waiting[opened.complaint.number] = one

    @rule(is_upheld=st.booleans())
    def a_contest_is_decided(self, is_upheld):
        if not self.waiting:
            return
        number, one = self.waiting.popitem()
        with self.world.facilitating() as town:
            complaints.decide(town, number, is_upheld=is_upheld)
        if is_upheld and one.lifted is None:
            one.lifted = due_after("spc", "deletion", self.world.now())

    @rule(who=people, on=st.booleans())
    def somebody_is_masked(self, who, on):
        with self.world.facilitating() as town:
            masks.set_mask(town, who, on=on)
        (self.masked.add if on else self.masked.discard)(who)

    @rule(switch=st.sampled_from(LAWS), on=st.booleans())
    def the_law_changes(self, switch, on):
        self.law[switch] = "on" if on else "off"
        enact(self.world, switch, self.law[switch])

    @rule(days=st.sampled_from([1, 4, 1200]))
    def days_pass(self, days):
        self.world.forward(days=days)

    @rule(times=st.integers(1, 2))
    def the_evening_comes(self, times):
        for _ in range(times):
            with self.world.facilitating() as town:
                lists.publish_now(town)
        now, spares = self.world.now(), self.law.get("minors_spared") == "on"
        for one in self.entries:
            is_over = one.until is not None and one.until <= now
            is_spared = spares and (one.is_kin or one.who in self.minors)
            if one.lifted is None and (is_over or is_spared):
                one.lifted = now
            one.is_published |= one.lifted is None
            one.is_gone |= one.lifted is not None and one.lifted <= now

    @invariant()
    def what_hangs_is_published_and_neither_struck_nor_masked(self):
        with self.world.office() as town:
            board = {(one.agency, one.name.casefold()) for one in lists.current_board(town).black}
        shown = (one for one in self.entries if one.stands and one.who not in self.masked)
        assert board == {(one.agency, one.who) for one in shown}

    @invariant()
    def notices_are_those_of_the_courts_entries(self):
        with self.world.office() as town:
            assert sorted(notices.noticed(town)) == [
                one.listing_id for one in self.entries if one.stands and one.agency == courts.AGENCY
            ]

    @invariant()
    def doors_are_closed_by_lists_and_law_alone(self):
        with self.world.office() as town:
            for who in PEOPLE:
                pid = self.world.ids[who]
                closed = {one.door.door_id for one in sanctions.in_force(town, pid)}
                family = kin.kin_of(town, pid) if self.law["kin"] == "on" else []
                parents = {one.name.casefold() for one in family if one.relation is Relation.PARENT}
                wanted = self.closing(who, own=OWN, joint=ALL)
                for parent in parents:
                    wanted |= self.closing(parent, own=TO_CHILDREN, joint=TO_CHILDREN)
                assert closed == (wanted if self.law["list_sanctions"] == "on" else set())

    @invariant()
    def nothing_is_doubled(self):
        with self.world.office() as town:
            found = listings.ever(town, Colour.BLACK)
        assert len(found) == sum(one.is_published for one in self.entries)
        for who in PEOPLE:
            kinds = self.world.fact_kinds(who)
            mine = [one for one in self.entries if one.who == who]
            assert kinds.count("listed") == len(mine)
            assert kinds.count("delisted") == sum(one.is_gone for one in mine)

    def goes_at_once(self, one):
        one.lifted = self.world.now() if one.lifted is None else one.lifted
        one.is_gone = True

    def closing(self, who, *, own, joint):
        """What somebody's entries close, by the court's own list or by all as one."""
        keepers = {one.agency for one in self.entries if one.stands and one.who == who}
        if keepers and self.law.get("joint_sanctions") == "on":
            return set(joint)
        return set(own) if courts.AGENCY in keepers else set()


def test_any_history_leaves_what_lists_and_law_say(town_of):
    class Here(Book):
        def __init__(self):
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_daily_job_that_forgets_what_is_over_would_be_caught(town_of, monkeypatch):
    book = Book(town_of)
    book.begins()
    book.the_court_lists("rui", "1", "forgery")
    book.the_evening_comes(1)
    book.days_pass(1200)
    monkeypatch.setattr(listings, "lift_due", lambda town: 0)
    book.the_evening_comes(1)
    for promise in (
        book.what_hangs_is_published_and_neither_struck_nor_masked,
        book.notices_are_those_of_the_courts_entries,
        book.doors_are_closed_by_lists_and_law_alone,
        book.nothing_is_doubled,
    ):
        with pytest.raises(AssertionError):
            promise()
