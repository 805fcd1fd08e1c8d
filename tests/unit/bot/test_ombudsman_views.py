"""The ombudsman's cases, office, hearings and public copies: every look, with hostile words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Button, Message, Show, To
from bot.standing.complaints import (
    FEATURE,
    case_views,
    desk_views,
    handlers,
    office_views,
    signing_views,
    views,
)
from bot.words import words_for
from services.kernel.errors import Usage
from services.kernel.localized import LANGUAGES
from services.kernel.paging import Page
from services.kernel.time import DAY_S, HOUR_S, Moment, TownTime
from services.kernel.town import ParticipantId
from services.law import clocks
from services.standing import complaints, ombudsman
from services.standing.complaints import ComplaintState, DecidedBy, Forum, Order, OrderKind, View
from services.standing.ombudsman import Secret, Side, Spoken
from tests.support.handed import typed
from tests.unit.bot.money_looks import HOSTILE, check, check_words
from tests.unit.bot.test_complaints_views import ANA, ONE, TITLE
from tests.unit.bot.test_listing_views import entered

BO = ParticipantId("b" * 16)
ENTRIES = (
    clocks.Entry(clocks.Act.START, 0),
    clocks.Entry(clocks.Act.PAUSE, DAY_S, "hearing"),
    clocks.Entry(clocks.Act.RESUME, 2 * DAY_S),
)


def reading(clock: str, stage: str, count: int = 3, days: int = 9) -> clocks.Reading:
    return clocks.read(clocks.catalogue()[clock], stage, ENTRIES[:count], days * DAY_S)


READINGS = (
    *(reading(name, stage) for name, one in clocks.catalogue().items() for stage in one.stages),
    reading("ombudsman", "decision", 2),
    clocks.read(
        clocks.catalogue()["ombudsman"],
        "decision",
        (ENTRIES[0], clocks.Entry(clocks.Act.DECIDE, HOUR_S)),
        DAY_S,
    ),
    clocks.read(
        clocks.catalogue()["spc"],
        "deletion",
        (ENTRIES[0], clocks.Entry(clocks.Act.DECIDE, 9 * DAY_S)),
        9 * DAY_S,
    ),
)
ORDERS = tuple(
    Order(kind=kind, target=target, detail="court", ordered=7, is_cured=cured)
    for kind, target, cured in zip(
        OrderKind,
        ("tax_bureau", "listing:5", "pay_score", "town_hall", "nobody", "listing:6"),
        (None, True, False, True, None, True),
        strict=True,
    )
)
OPEN = replace(ONE, forum=Forum.OMBUDSMAN, clock=READINGS[0])
DONE = {
    state: replace(
        OPEN,
        state=state,
        decided=Moment(95_000),
        decided_words=HOSTILE,
        ground=ground,
        decided_by=by,
        orders=orders,
        view=View.NOT_CURED,
    )
    for state, ground, by, orders in (
        (ComplaintState.UPHELD, "no_basis", DecidedBy.PEOPLE, ORDERS),
        (ComplaintState.DISMISSED, "follows", DecidedBy.RULES, ()),
    )
}
HEARING = ombudsman.Hearing(
    complaint=OPEN,
    opened=Moment(7),
    closed=None,
    turn=Side.COMPLAINANT,
    step=4,
    speakers={Side.COMPLAINANT: ANA, Side.AGENCY: None, Side.CLERK: BO},
    names={Side.COMPLAINANT: HOSTILE, Side.AGENCY: "", Side.CLERK: HOSTILE},
    spoken=(
        *(Spoken(n, side, HOSTILE, by_program=False) for n, side in enumerate(Side, 1)),
        *(Spoken(n, side, "", by_program=True) for n, side in enumerate(Side, 1)),
        Spoken(3, Side.AGENCY, "", by_program=False),
    ),
    own_words=HOSTILE,
)
FILE = ombudsman.CaseFile(
    complaint=OPEN,
    has_left=True,
    parts=(ombudsman.Part("town_hall", 3, ()), ombudsman.Part("somebody", 1, ())),
    readers=(("raters", 9), ("court", 2)),
    given=(ombudsman.Given("pay_score", TITLE, 2, "f" * 64, 612, Moment(5)),),
    entries=(),
    guesses=("parent",),
    stages=READINGS,
    others=((TITLE, Moment(9)),),
    secret=Secret.OPENED,
    formula=(ombudsman.Weight(TITLE, -12),),
    hearing=HEARING,
    own_words=HOSTILE,
    services=tuple(
        ombudsman.Service(entered(served=served), was_due, TITLE if was_due else None)
        for served in (None, TownTime(9))
        for was_due in (True, False)
    ),
)
PAGE = ombudsman.CasePage(complaint=OPEN, file=FILE, people=2, may_ask_again=True)
PUBLIC = ombudsman.Decision(
    number=3,
    about=complaints.About.LISTING,
    agency=TITLE,
    ground=complaints.reasons()["no_basis"],
    is_upheld=True,
    by=DecidedBy.PEOPLE,
    signers=2,
    orders=tuple((order.kind, order.is_cured) for order in ORDERS),
    words=HOSTILE,
    balance="",
    secret_opened=True,
    decided=Moment(9),
    hours=30,
    was_overdue=True,
    is_again=False,
)
OTHER = replace(
    PUBLIC, signers=1, is_upheld=False, words="", balance=HOSTILE, orders=(), was_overdue=False
)
OFFICE = ombudsman.Office(
    is_on=True, holders=(ombudsman.Holder(BO, HOSTILE),), waiting=(OPEN,) * 9, decided=1,
    overdue=1, is_run=False, is_own=True,
)  # fmt: skip
DRAFTED = ombudsman.Drafted(
    ground=complaints.reasons()["no_basis"],
    orders=tuple(OrderKind),
    words=HOSTILE,
    signer=BO,
    name=HOSTILE,
    drafted=Moment(9),
    returned="",
    returned_words="",
)
BACK = replace(DRAFTED, returned=HOSTILE, returned_words=HOSTILE)
GROUNDS = tuple(complaints.reasons().values())


def a_page(*items: ombudsman.Decision) -> Page[ombudsman.Decision]:
    return Page(items=items, number=1, pages=3, total=9)


LOOKS = {
    "own": case_views.mine(PAGE),
    **{f"own {s}": case_views.mine(replace(PAGE, complaint=one)) for s, one in DONE.items()},
    **{f"own {f}": case_views.mine(replace(PAGE, complaint=replace(ONE, forum=f))) for f in Forum},
    **{f"told {s}": views.ended(complaints.ComplaintEnded(one)) for s, one in DONE.items()},
    **{f"said {v}": case_views.said(replace(OPEN, view=v)) for v in View if v},
    "again": case_views.asked_again(complaints.Opened(OPEN, is_new=True)),
    "overdue": case_views.overdue(ombudsman.CaseOverdue(OPEN)),
    "checked": case_views.checked(complaints.OrdersChecked(DONE[ComplaintState.UPHELD])),
    "complained": views.complained(complaints.Opened(OPEN, is_new=True)),
    "stopped": views.mine((replace(OPEN, clock=reading("ombudsman", "decision", 2)),)),
    "no clock": views.mine((replace(OPEN, clock=None),)),
    "card": (desk_views.card(PAGE),),
    "card heard": (desk_views.card(replace(PAGE, file=replace(FILE, hearing=None))),),
    "shown": desk_views.shown(PAGE),
    "shown to the office": desk_views.shown(replace(PAGE, is_office=True)),
    "card done": (desk_views.card(replace(PAGE, complaint=DONE[ComplaintState.UPHELD])),),
    **{
        f"card {n}": (desk_views.card(replace(PAGE, drafted=d)),)
        for n, d in (
            ("drafted", DRAFTED),
            ("back", BACK),
            ("bare", replace(DRAFTED, words="", orders=())),
        )
    },
    "sign": signing_views.asked_to_sign(ombudsman.SignatureAsked(OPEN, DRAFTED, (BO,))),
    "sent back": signing_views.sent_back(ombudsman.SentBack(OPEN, BACK)),
    "gave back": signing_views.gave_back(OPEN),
    "drafted": desk_views.ruled(OPEN),
    **{f"file {s}": desk_views.file(replace(FILE, secret=s)) for s in Secret},
    "choices": desk_views.choices(
        ombudsman.Choice(complaint=OPEN, upholding=GROUNDS, dismissing=GROUNDS)
    ),
    **{
        f"draft {one.ground_id}": desk_views.draft(
            ombudsman.Draft(complaint=OPEN, ground=one, orders=one.orders, may=one.orders)
        )
        for one in GROUNDS
    },
    **{f"ruled {s}": desk_views.ruled(one) for s, one in DONE.items()},
    "weighed": desk_views.weighed(OPEN),
    "clock": desk_views.clock_moved(OPEN),
    "clock stopped": desk_views.clock_moved(replace(OPEN, clock=reading("spc", "review", 2))),
    "office": office_views.office(OFFICE),
    "office by rules": office_views.office(replace(OFFICE, holders=(), is_on=False, is_run=True)),
    **{
        f"appointed {on}": (
            *office_views.appointed(event),
            *office_views.told_appointed(event),
        )
        for on in (True, False)
        for event in [ombudsman.OfficeChanged(ombudsman.Holder(BO, HOSTILE), on)]
    },
    "part": office_views.part_given(HEARING),
    "heard": office_views.heard(HEARING),
    "closed": office_views.heard(replace(HEARING, turn=None)),
    "added": office_views.words_added(HEARING),
    **{f"turn {s}": office_views.moved(_m) for s in Side
       for _m in [ombudsman.HearingMoved(replace(HEARING, turn=s,
                                                 speakers=dict.fromkeys(Side, BO)))]},
    **{
        f"hearing {s}": (office_views.hearing_card(replace(HEARING, turn=s), "hearing:17"),)
        for s in (*Side, None)
    },
    "silent": (office_views.hearing_card(replace(HEARING, spoken=()), "hearing:17"),),
    "no hearing": (office_views.hearing_card(None, "hearing:17"),),
    "precedents": office_views.precedents(ombudsman.Precedents("", a_page(PUBLIC, OTHER))),
    "found": office_views.precedents(ombudsman.Precedents(HOSTILE, a_page(PUBLIC))),
    "no precedents": office_views.precedents(ombudsman.Precedents("", a_page())),
    "news": tuple(Message(line) for line in office_views.news((PUBLIC, OTHER))),
}  # fmt: skip


def test_nobody_is_offered_to_decide_while_both_sides_are_heard_and_is_told_why():
    choose = desk_views.Choose(number=OPEN.number)
    for hearing in (HEARING, replace(HEARING, turn=None)):
        file = replace(FILE, hearing=hearing)
        shown = (desk_views.card(replace(PAGE, file=file)), *desk_views.file(file))
        for message in shown:
            assert isinstance(message, Message)
            keys = [one.data for row in message.keyboard for one in row if isinstance(one, Button)]
            said = "Both sides are being heard" in words_for("en").html(message.text)
            assert (choose in keys, said) == (hearing.turn is None, hearing.turn is not None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", LOOKS)
def test_every_look_renders(look, language):
    assert check(LOOKS[look], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals_have_words(language):
    refusals = (
        complaints.WithOmbudsman(number=7),
        complaints.NoOmbudsman(),
        complaints.NotToReconsider(number=7),
        complaints.OrdersConflict(number=7),
        ombudsman.NoSeatInOffice(name=HOSTILE),
        ombudsman.OfficeFull(limit=5),
        ombudsman.NotOfOffice(),
        ombudsman.NotImpartial(number=7),
        ombudsman.NotWithOmbudsman(number=7),
        ombudsman.NoSecretThere(),
        ombudsman.NotYourTurn(number=7),
        ombudsman.OnBothSides(name=HOSTILE),
        ombudsman.NoSuchPart(typed=HOSTILE),
        ombudsman.NoSuchGround(number=7),
        ombudsman.BalanceMissing(number=7),
        ombudsman.HearingOpen(number=7),
        ombudsman.NothingToSign(number=7),
        ombudsman.SignedByYou(number=7),
        ombudsman.SignatureWaits(number=7, name=HOSTILE),
        ombudsman.NoPrecedent(typed=HOSTILE),
        clocks.ClockOver(),
        clocks.ClockStopped(),
        clocks.ClockRuns(),
        clocks.NotLengthened(),
    )
    check_words(FEATURE, refusals, language)


def test_the_office_alone_hears_of_a_case_and_nobody_where_rules_decide():
    assert views.opened(complaints.ComplaintOpened(OPEN)) == ()
    [shown] = desk_views.filed(ombudsman.CaseFiled(OPEN, (BO,)))
    assert shown == Show("case:17", to=To(BO))
    assert desk_views.filed(ombudsman.CaseFiled(OPEN, ())) == ()


@pytest.mark.parametrize(
    ("args", "view"),
    [
        ("3", desk_views.shown),
        ("3 add I paid", office_views.words_added),
        ("3 补充 我付了", office_views.words_added),
        ("3 say I paid", office_views.heard),
        ("3 发言", office_views.heard),
        ("3 weigh It must be checked", desk_views.weighed),
        ("3 权衡 应能核对", desk_views.weighed),
        ("3 AGAIN", case_views.asked_again),
        ("3 复议", case_views.asked_again),
        ("3 sign", desk_views.ruled),
        ("3 签署", desk_views.ruled),
        ("3 back Not proven", signing_views.gave_back),
        ("3 退回 证据不足", signing_views.gave_back),
        ("3 no_basis Rumours are no ground", desk_views.ruled),
    ],
)
async def test_a_case_is_typed_in_both_languages(args, view):
    assert (await typed(handlers.router, "case", args)).view is view


@pytest.mark.parametrize("args", ["", "x", "0", "-1 add x", "9999999999"])
async def test_what_is_no_case_is_explained(args):
    with pytest.raises(Usage):
        await typed(handlers.router, "case", args)
