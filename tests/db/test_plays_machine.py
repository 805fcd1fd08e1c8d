"""Any history of cards and what took them back, beside lists, law, sharing and leaving."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from typing_extensions import override

from services.kernel.errors import RuleError
from services.people.facts import Fact, record
from services.people.identity import give_up_seat
from services.standing import agencies, courts, listings
from services.standing.agencies import Blocked, Coverage, feeds
from services.standing.courts import JudgmentPaid
from services.standing.listings import Colour
from services.workshops import scenarios
from tests.db.lawgiving import enact
from tests.db.test_listings_machine import LAWS, PEOPLE, Book, Entry, numbers, people

RESIDENTS = {"rui", "sam", "tia"}
NAMING = ("lawyer", "student", "rumour")
ALL = ("lawyer all", "rumour all")
ORDERS = ("judgment", "rumour", *ALL, *(f"{card} {who}" for card in NAMING for who in PEOPLE))
COMPANIES = ("koala_credit", "sesame_credit", "tencent_credit")  # the first shares, the others not
companies = st.sampled_from(COMPANIES)


@dataclass
class Play:
    """A card that was played, and the entries that came of it."""

    run_id: int
    who: str
    entries: list[Entry]
    is_undone: bool = False


class Plays(Book):
    """The same model; it knows cards, who shares with the bureau, and who has left."""

    def __init__(self, town_of):
        super().__init__(town_of)
        self.plays: list[Play] = []
        self.struck: list[str] = []
        self.left, self.paid = set[str](), set[str]()
        self.shares = {one.agency_id: one.shares_with_bureau for one in agencies.companies()}
        self.told: list[tuple[str, str]] = []
        self.agrees = dict.fromkeys(PEOPLE, False)

    @initialize()
    def residents_are_as_they_are(self):
        enact(self.world, "consent_to_share", "on")
        with self.world.office() as town:
            agreeing = agencies.hearing(town, agencies.ownership().bureau).of or frozenset()
        enact(self.world, "consent_to_share", "off")
        self.agrees |= {who: self.world.ids[who] in agreeing for who in RESIDENTS}
        assert agreeing.isdisjoint(self.world.ids[who] for who in ("ana", "bo")), "silence is no"

    @rule(order=st.sampled_from(ORDERS))
    def a_card_lists_somebody(self, order):
        card, _, who = order.partition(" ")
        before, is_refused = len(self.entries), self.refuses(card, who)
        try:
            with self.world.facilitating() as town:
                made = scenarios.run(town, order)
                black = listings.unended(town, Colour.BLACK)
        except RuleError:
            assert is_refused
            return
        assert not is_refused
        for one in black:
            self.noted(one, is_kin=one.is_for_kin)
        self.plays.append(Play(made.run_id, who, self.entries[before:]))
        self.struck += [who] if who in PEOPLE else []
        if card == "student":
            self.minors.add(who)

    @override
    def a_child_is_listed(self, who):
        """As any card."""
        self.a_card_lists_somebody(f"student {who}")

    @rule(number=numbers)
    def a_play_is_taken_back_twice(self, number):
        if not self.plays:
            return
        play = self.plays[number % len(self.plays)]
        for again in (play.is_undone, True):
            try:
                with self.world.facilitating() as town:
                    scenarios.undo(town, play.run_id)
            except RuleError:
                assert again or play.who in self.left
                continue
            assert not again
            assert play.who not in self.left
            play.is_undone = True
            for one in play.entries:
                self.goes_at_once(one)

    @rule()
    def a_debt_is_paid(self):
        heard = len(self.world.events)
        try:
            with self.world.facilitating() as town:
                scenarios.run(town, "judgment_paid")
        except RuleError:
            return
        events = self.world.events[heard:]
        [basis] = [e.judgment.basis for e in events if isinstance(e, JudgmentPaid)]
        self.paid.add(basis)
        for one in self.entries:
            if one.basis == basis and one.lifted is None:
                one.lifted = self.world.now()

    @rule()
    def bo_leaves(self):
        with self.world.office() as town:
            give_up_seat(town.conn, self.world.ids["bo"])
        self.left.add("bo")

    @rule(company=companies, who=people)
    def a_company_learns_something(self, company, who):
        with self.world.office() as town:
            key = f"told:{len(self.told)}"
            record(town, Fact(self.world.ids[who], "loan_repaid", 100, source=company, key=key))
        self.told.append((company, who))

    @rule(company=companies, shares=st.booleans(), is_decreed=st.booleans())
    def a_company_chooses(self, company, shares, is_decreed):
        with self.world.facilitating() as town:
            if is_decreed:
                agencies.share(town, company, shares=shares)
            else:
                agencies.give_seat(town, f"ana {company}")
                scenarios.run(town, "boardroom")
        if not is_decreed:
            with self.world.acting("ana") as town:
                agencies.vote(town, company, shares=shares)
        self.shares[company] = shares

    @rule(who=st.sampled_from(["ana", "bo"]), agrees=st.booleans())
    def somebody_answers(self, who, agrees):
        if who not in self.left:
            with self.world.acting(who) as town:
                agencies.consent(town, agrees=agrees)
            self.agrees[who] = agrees

    @rule(switch=st.sampled_from([*LAWS, "consent_to_share"]), on=st.booleans())
    @override
    def the_law_changes(self, switch, on):
        self.law[switch] = "on" if on else "off"
        enact(self.world, switch, self.law[switch])

    @invariant()
    def nothing_that_was_taken_back_is_listed(self):
        with self.world.facilitating() as town:
            listed = {one.listing_id for one in listings.book(town)}
        gone = (one for play in self.plays if play.is_undone for one in play.entries)
        assert listed.isdisjoint(one.listing_id for one in gone)

    @invariant()
    def the_bureau_hears_what_members_tell_of_whoever_agrees(self):
        with self.world.office() as town:
            found = agencies.bureau(town)
            hearing = agencies.hearing(town, found.agency.agency_id)
        is_asked = self.law.get("consent_to_share") == "on"
        agree = {who for who in PEOPLE if self.agrees[who] or not is_asked}
        told = [who for company, who in self.told if self.shares[company]]
        held = [who for who in told if who not in agree]
        assert {one.agency.agency_id: one.shares for one in found.companies} == self.shares
        assert found.coverage == Coverage(len(agree & set(told)), len(PEOPLE))
        assert found.blocked == (Blocked(len(held), len(set(held))) if is_asked else None)
        for company in COMPANIES:
            heard = {who for who in PEOPLE if hearing.hears(company, self.world.ids[who])}
            assert heard == (agree if self.shares[company] else set())

    def refuses(self, card, who):
        """Whether a card has to be refused now."""
        law, residents = self.law, RESIDENTS | self.left
        named = {"ana", "bo"} - self.left if who == "all" else {who} & set(PEOPLE)
        if named & (self.left | self.masked) or (who and self.struck[-2:] == [who, who]):
            return True
        is_minor = bool(named & self.minors) or card == "student"
        if is_minor and law.get("minors_spared") == "on":
            return True
        if card == "rumour":
            listed = {one.who for one in self.entries if one.lifted is None}
            free = residents - self.left - self.masked - listed
            return law.get("legal_basis") == "on" or not (named or free)
        owing = {
            one.who
            for play in self.plays
            for one in play.entries
            if not (play.is_undone or one.is_kin or one.basis in self.paid)
            and one.basis.startswith("judgment")
        }
        return card != "lawyer" and not residents - owing - named


def begun(town_of):
    book = Plays(town_of)
    book.begins()
    book.residents_are_as_they_are()
    return book


def test_any_history_of_cards_leaves_what_was_not_taken_back(town_of):
    class Here(Plays):
        def __init__(self):
            super().__init__(town_of)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=6,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_undo_that_forgets_the_list_would_be_caught(town_of, monkeypatch):
    book = begun(town_of)
    book.a_card_lists_somebody("lawyer bo")
    book.the_evening_comes(1)
    monkeypatch.setattr(courts.service.listings, "unlist", lambda *_, **__: None)
    book.a_play_is_taken_back_twice(0)
    for promise in (
        book.nothing_that_was_taken_back_is_listed,
        book.what_hangs_is_published_and_neither_struck_nor_masked,
        book.notices_are_those_of_the_courts_entries,
        book.doors_are_closed_by_lists_and_law_alone,
    ):
        with pytest.raises(AssertionError):
            promise()


def test_a_bureau_that_asks_nobody_would_be_caught(town_of, monkeypatch):
    book = begun(town_of)
    book.a_company_learns_something("koala_credit", "ana")
    book.the_law_changes("consent_to_share", True)
    book.the_bureau_hears_what_members_tell_of_whoever_agrees()
    monkeypatch.setattr(feeds, "consenting", lambda town: None)
    with pytest.raises(AssertionError):
        book.the_bureau_hears_what_members_tell_of_whoever_agrees()


def test_a_card_that_listed_nobody_anew_takes_nobody_off(town_of):
    book = begun(town_of)
    for _ in range(2):
        book.a_card_lists_somebody("rumour rui")
    book.the_evening_comes(1)
    book.a_play_is_taken_back_twice(1)
    assert [(one.who, one.stands) for one in book.entries] == [("rui", True)]
    book.what_hangs_is_published_and_neither_struck_nor_masked()


def test_what_an_upheld_contest_would_have_deleted_later_goes_with_the_play_at_once(town_of):
    book = begun(town_of)
    book.a_card_lists_somebody("rumour bo")
    book.the_evening_comes(1)
    book.somebody_contests(0)
    book.a_contest_is_decided(is_upheld=True)
    book.what_hangs_is_published_and_neither_struck_nor_masked()
    book.a_play_is_taken_back_twice(0)
    assert [(one.who, one.stands) for one in book.entries] == [("bo", False)]
    book.nothing_that_was_taken_back_is_listed()
    book.what_hangs_is_published_and_neither_struck_nor_masked()
