"""Every look of the desk, in every language: the cockpit, its pages, its people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import AskWords, Go
from bot.replies import (
    Answer,
    Button,
    Message,
    Redraw,
    RemoveButtons,
    Replies,
    Show,
    To,
    ToAccount,
)
from bot.social.groups import views as groups_views
from bot.words import words_for
from bot.workshops.hands import views as hand_views
from bot.workshops.panel import cockpit_views, people_views, tables_views
from bot.workshops.panel.cockpit_views import (
    AskFirst,
    CloseTown,
    GiveGala,
    HoldClock,
    MoveClock,
    Step,
    ToTown,
)
from bot.workshops.panel.people_views import DeskPage
from bot.workshops.panel.tables_views import DrawLot, MoveThem, UndoLot
from bot.workshops.sessions import seconds as seconds_views
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.money import Fen
from services.kernel.paging import page_of
from services.kernel.time import TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.kernel.towns import ClockSet
from services.living.seats import Farewell, SentAway
from services.people.identity import Address
from services.people.mutes import MuteChanged
from services.social.groups import Group, Member, Plan, SeatChanged
from services.workshops.cockpit import (
    SILENT,
    Cockpit,
    Found,
    ListedNow,
    Lot,
    Move,
    OtherTown,
    Post,
    Seated,
    Seating,
    SecondMade,
)
from services.workshops.hands import Hand, HandRaised, HandSeen, HandState, Raised
from services.workshops.scenarios import Ran, cards
from services.workshops.sessions import FacilitatorWent, SecondCame, Status
from services.workshops.sessions.seconds import Asked, Invited, Runs
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TEXT_MAX, TOAST_MAX, check_escaped

TOWN = WorkshopId(10**9)
NOON = TownTime(12 * 3_600)
LONG_ID = ParticipantId("a" * 16)
COURT = Localized(en="Court of Glasstown", zh="玻璃镇法院")


def listed(name: str = HOSTILE, *, is_right: bool | None = False) -> ListedNow:
    return ListedNow(LONG_ID, name, COURT, is_right)


def hand(state: HandState = HandState.UP, words: str = HOSTILE) -> Hand:
    return Hand(
        hand_id=10**9,
        workshop_id=TOWN,
        who=LONG_ID,
        name=HOSTILE,
        words=words,
        state=state,
        minutes=4,
    )


def cockpit(*, running: bool = True, full: bool = True) -> Cockpit:
    return Cockpit(
        status=Status(TOWN, "BCDFGH", HOSTILE, NOON, running, people=34, residents=12),
        turn=10**9,
        listed=tuple(listed(is_right=how) for how in (False, None, *[True] * 9)) if full else (),
        complaints=2 if full else 0,
        accusations=3 if full else 0,
        exemptions=4 if full else 0,
        reports=5 if full else 0,
        hands=(hand(),) if full else (),
        acted=30,
        money=Fen(621_400),
    )


def seated(*, marked: bool) -> Seated:
    return Seated(
        who=LONG_ID,
        name=HOSTILE,
        trade="baker",
        is_masked=marked,
        is_regulator=marked,
        is_silent=marked,
        muted_min=9 if marked else 0,
        listed=listed() if marked else None,
        posts=frozenset(Post) if marked else frozenset(),
        company=COURT if marked else None,
        table=HOSTILE[:30] if marked else "",
    )


def found(*some: Seated, typed: str = "") -> Found:
    return Found(page_of(some, 0, 8), typed)


TABLE = Group(
    group_id=10**9,
    name=HOSTILE[:30],
    maker=None,
    everybody=tuple(Member(ParticipantId(f"p{n}"), HOSTILE, joined=True) for n in range(30)),
)
PLAN = Plan((TABLE, replace(TABLE, everybody=())), (HOSTILE,), 10**9)
OTHERS = (OtherTown(WorkshopId(7), HOSTILE),)
STANDS = ClockSet(TOWN, NOON, running=False, changed=True)
LOOKS: dict[str, Replies] = {
    "full": (cockpit_views.card(cockpit()),),
    "other town": (cockpit_views.card(replace(cockpit(), others=OTHERS)),),
    "others of some": (cockpit_views.card(replace(cockpit(), others=OTHERS, is_shared=True)),),
    "which other": cockpit_views.other_towns(OTHERS),
    "no other": cockpit_views.other_towns(()),
    "paused": (cockpit_views.card(cockpit(running=False, full=False)),),
    **{step: cockpit_views.ask(step, cockpit()) for step in Step},
    "stands": cockpit_views.held(STANDS),
    "moved": cockpit_views.moved(STANDS),
    "given": cockpit_views.given(Ran(TOWN, cards()[0], 1, "", "")),
    "people": people_views.found(found(seated(marked=True), *[seated(marked=False)] * 9)),
    "silent": people_views.found(replace(found(seated(marked=True), typed=SILENT), silent=1)),
    "with silent ones": people_views.found(replace(found(seated(marked=True)), silent=1)),
    "nobody": people_views.found(found()),
    "nobody of that name": people_views.found(found(typed=HOSTILE)),
    "marked": people_views.person(seated(marked=True)),
    "plain": people_views.person(seated(marked=False)),
    "roles": people_views.roles(seated(marked=True)),
    "no roles": people_views.roles(seated(marked=False)),
    "companies": people_views.companies(seated(marked=False)),
    "made second": people_views.second_made(SecondMade(TOWN, LONG_ID, runs=True)),
    "second no more": people_views.second_made(SecondMade(TOWN, LONG_ID, runs=False)),
    "first question": people_views.ask_remove(0, seated(marked=False)),
    "second question": people_views.ask_remove(1, seated(marked=False)),
    "removed": people_views.removed(Farewell(HOSTILE, HOSTILE, erased=True)),
    "muted": people_views.muted(MuteChanged(TOWN, LONG_ID, HOSTILE, 10)),
    "free": people_views.muted(MuteChanged(TOWN, LONG_ID, HOSTILE, 0)),
    "invited": seconds_views.invited(Invited(HOSTILE, "a" * 16, "GlasstownBot")),
    "invited without a door": seconds_views.invited(Invited(HOSTILE, "a" * 16, "")),
    "asked to help": seconds_views.asked(Asked(HOSTILE, "a" * 16)),
    "runs": seconds_views.runs(Runs(TOWN, HOSTILE)),
    "asked to go": seconds_views.ask_leave(None),
    "went": seconds_views.went(Runs(TOWN, HOSTILE)),
    "told of who came": seconds_views.told_came(SecondCame(TOWN, HOSTILE)),
    "told of who went": seconds_views.told_went(FacilitatorWent(TOWN, HOSTILE)),
    "hand raised": hand_views.raised(Raised(hand(), is_new=True)),
    "hand still up": hand_views.raised(Raised(hand(words=""), is_new=False)),
    "hand lowered": hand_views.lowered(hand()),
    "no hands": hand_views.waiting(()),
    "hands": hand_views.waiting(tuple(hand(state) for state in HandState)),
    "hand told": hand_views.told_raised(HandRaised(hand())),
    "hand answered": hand_views.told_seen(HandSeen(hand(HandState.ANSWERED), HOSTILE)),
    "somebody comes": hand_views.told_seen(HandSeen(hand(HandState.COMING), "")),
    "coming": hand_views.coming(hand()),
    "answered": hand_views.answered(hand()),
    "tables": tables_views.tables(PLAN),
    "no tables": tables_views.tables(Plan((), (), None)),
    "where to": tables_views.places(Seating(seated(marked=True), page_of([TABLE] * 9, 0, 8))),
    "ask to move": tables_views.ask_move(Move(seated(marked=True), TABLE)),
    "ask to move to a new one": tables_views.ask_move(Move(seated(marked=False), None)),
    "ask for a lot": tables_views.ask_lot(Lot(60, 8, 10**9)),
    "ask to take it back": tables_views.ask_undo(10**9, PLAN),
    "seated": groups_views.seated(SeatChanged(LONG_ID, TABLE)),
    "seated alone": groups_views.seated(SeatChanged(LONG_ID, replace(TABLE, everybody=()))),
    "seated nowhere": groups_views.seated(SeatChanged(LONG_ID, None)),
    "sent away, held": people_views.sent_away(
        SentAway(TOWN, HOSTILE, Address(1, 2, "zh"), held=(3, 7))
    ),
    "sent away": people_views.sent_away(SentAway(TOWN, HOSTILE, Address(1, 2, "zh"))),
}


def keys(name: str) -> list[Button]:
    rows = [row for one in LOOKS[name] if isinstance(one, Message) for row in one.keyboard]
    return [key for row in rows for key in row if isinstance(key, Button)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LOOKS)
def test_every_look_has_words_that_fit_and_no_foreign_markup(name: str, language: str):
    words = words_for(language)
    assert LOOKS[name]
    for reply in LOOKS[name]:
        if isinstance(reply, Redraw | Show):
            assert reply.card in {"panel:*", f"panel:{TOWN}", f"home:{LONG_ID}", f"hand:{10**9}"}
            continue
        if isinstance(reply, RemoveButtons):
            continue
        assert isinstance(reply, Message | Answer)
        html = words.html(reply.text)
        check_escaped(html)
        assert 0 < len(html) <= (TOAST_MAX if isinstance(reply, Answer) else TEXT_MAX)
    for key in keys(name):
        assert words.plain(key.label)
        assert len(key.data.pack().encode()) <= DATA_MAX


def test_the_wrongful_come_first_and_what_does_not_fit_is_counted():
    text = words_for("en").plain(cockpit_views.card(cockpit()).text)
    assert "Listed: 11, for an untrue reason: 1" in text
    assert (
        text.index(": the reason is untrue")
        < text.index("not even the town knows")
        < text.index(": the reason is true")
    )
    assert "… and 6 more" in text
    assert "2 complaints" in text
    assert "Hands up: 1" in text
    assert "¥6214.00" in text


def test_nothing_that_others_see_or_that_stays_done_is_done_by_the_cockpit_itself():
    """Its keys lead to pages, ask, or only read; what acts stands behind a question."""
    reads = {"run", "law", "people", "undo", "complaints", "accusations", "exemptions", "reports"}
    reads |= {"hands"}
    for name in ("full", "paused"):
        for key in keys(name):
            harmless = isinstance(key.data, AskFirst | AskWords)
            assert harmless or (isinstance(key.data, Go) and key.data.command in reads), key
    acts = (HoldClock, MoveClock, GiveGala, CloseTown)
    does = Go(command="panic")
    for step in Step:
        assert any(isinstance(one.data, acts) or one.data == does for one in keys(step)), step


@pytest.mark.parametrize(("language", "said"), [("en", "shared by all"), ("zh", "大家分")])
def test_the_gala_s_key_says_that_all_share_the_amount(language: str, said: str):
    assert said in words_for(language).plain(keys(Step.GALA)[0].label)


def test_the_name_of_another_town_is_only_for_whoever_runs_it_alone():
    assert keys("other town")[-1].data == ToTown(town=7)
    assert keys("others of some")[-1].data == Go(command="workshop other")


def test_every_page_leads_back_to_the_panel():
    for name in (*Step, "people", "marked", "first question", "removed"):
        assert keys(name)[-1].data == Go(command="panel")


@pytest.mark.parametrize("typed", ["", "li", "雪" * 21])
def test_the_people_are_paged_by_keys_that_carry_what_was_typed(typed: str):
    many = [seated(marked=False)] * 50

    def turns(number: int) -> list[DeskPage]:
        (shown,) = people_views.found(Found(page_of(many, number, 20), typed))
        assert isinstance(shown, Message)
        data = [key.data for row in shown.keyboard for key in row if isinstance(key, Button)]
        assert all(len(one.pack().encode()) <= DATA_MAX for one in data)
        return [one for one in data if isinstance(one, DeskPage)]

    is_long = len(typed) > 20
    for number, beside in enumerate([[1], [0, 2], [1]]):
        to = [] if is_long else [DeskPage(page=page, typed=typed) for page in beside]
        assert turns(number) == to


def test_whoever_alone_is_meant_is_shown_at_once():
    alone = people_views.found(found(seated(marked=False), typed="xss"))
    assert alone == people_views.person(seated(marked=False))


def test_where_people_sit_is_changed_by_a_page_that_asks_and_told_once():
    acts = (MoveThem, DrawLot, UndoLot)
    for name in ("tables", "where to", "people", "marked"):
        assert not [key for key in keys(name) if isinstance(key.data, acts)], name
    for name in ("ask to move", "ask for a lot", "ask to take it back"):
        assert len([key for key in keys(name) if isinstance(key.data, acts)]) == 1, name
    (told,) = LOOKS["seated"]
    assert isinstance(told, Message)
    assert told.to == To(LONG_ID)
    assert words_for("en").plain(told.text).count("\n") == 0, "names stand in one line"


def test_whoever_was_sent_away_is_told_in_their_own_chat():
    (told, _) = LOOKS["sent away"]
    assert isinstance(told, Message)
    assert told.to == ToAccount(1, 2, "zh")
    assert people_views.sent_away(SentAway(TOWN, HOSTILE, None)) == ()
