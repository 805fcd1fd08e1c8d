"""Agencies, offices, the bureau, rescoring and what-if, as they are read."""

from __future__ import annotations

import pytest

from bot.arguments import Go
from bot.replies import Answer, Message, Redraw, Replies, Say
from bot.standing.agencies import handlers, running_views, views
from bot.standing.agencies.views import (
    JoinAgency,
    LeaveAgency,
    OfficePage,
    ShareWithBureau,
    SwitchOffice,
)
from bot.words import words_for
from services.kernel.errors import RuleError, Usage
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.time import DAY_S, TownTime
from services.kernel.town import ParticipantId, WorkshopId
from services.living import offices
from services.living.offices import OfficeLine, OfficeList, OfficeTruth, Switched
from services.standing import agencies, rescoring
from services.standing.agencies import (
    Bureau,
    Coverage,
    LicencesReviewed,
    Membership,
    Memberships,
    Share,
    SharingChanged,
    catalogue,
    ownership,
)
from services.standing.rescoring import RescoringEnded, Run, Shift, WhatIf, replay
from tests.support.handed import named, pressed, typed
from tests.support.narrowing import packed, presses
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, TEXT_MAX, TOAST_MAX, check_escaped, texts

ME = ParticipantId("abcdefghijklmnop")
TOWN = WorkshopId(3)


def memberships(*, is_member: bool) -> tuple[Membership, ...]:
    return tuple(Membership(me=ME, agency=one, is_member=is_member) for one in catalogue().values())


def lines(*, is_open: bool) -> tuple[OfficeLine, ...]:
    return tuple(
        OfficeLine(office, is_open, OfficeTruth(12, 3))
        for office in offices.catalogue().values()
        if office.is_office
    )


def a_bureau(*, shares: bool) -> Bureau:
    companies = tuple(Share(a, shares) for a in catalogue().values() if a.kind == "company")
    licences = dict.fromkeys((one.agency.agency_id for one in companies), shares)
    reviewed = licences if shares else {}
    return Bureau(
        agency=catalogue()["baihang"],
        companies=companies,
        coverage=Coverage(5, 14),
        ownership_records=ownership(),
        licences=reviewed,
        blocked=agencies.Blocked(records=3, people=2) if shares else None,
    )


def a_run(*, is_done: bool) -> Run:
    return Run(7, "demand", tuple(catalogue().values()), TownTime(DAY_S), 42, is_done)


EVERYTHING = [
    (views.card(Memberships(ME, memberships(is_member=True))),),
    (views.card(Memberships(ME, memberships(is_member=False))),),
    running_views.office_list(OfficeList(lines(is_open=True), has_town=True)),
    running_views.office_list(OfficeList(lines(is_open=False), has_town=False)),
    *(
        (running_views.office_card(OfficeList(lines(is_open=True), has_town=True), n),)
        for n in range(5)
    ),
    *(
        (running_views.office_card(OfficeList(lines(is_open=False), has_town=True), n),)
        for n in range(5)
    ),
    (running_views.bureau_card(a_bureau(shares=True)),),
    (running_views.bureau_card(a_bureau(shares=False)),),
    running_views.licences_reviewed(
        LicencesReviewed(
            workshop_id=TOWN, companies=8, months=6, passed=(), provenance="reported_once"
        )
    )[:2],
    running_views.licences_reviewed(
        LicencesReviewed(
            workshop_id=TOWN,
            companies=8,
            months=6,
            passed=(Localized(en=HOSTILE, zh=HOSTILE),),
            provenance="reported_once",
            said=tuple((one, 3) for one in ownership().judgement.reasons.values()),
        )
    )[:2],
    (running_views.run_card(a_run(is_done=True)),),
    (running_views.run_card(a_run(is_done=False)),),
    running_views.what_if(
        WhatIf(
            HOSTILE,
            HOSTILE,
            (
                Shift(
                    agency=catalogue()["city_credit_office"],
                    people=12,
                    up=3,
                    down=4,
                    mean_hundredths=-125,
                ),
                Shift(
                    agency=catalogue()["town_school"], people=12, up=0, down=0, mean_hundredths=0
                ),
            ),
        )
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", EVERYTHING)
def test_everything_has_words_and_fits(replies: Replies, language: str):
    shown = texts(replies, language)
    assert all(0 < len(text) <= TEXT_MAX for text in shown)
    check_escaped(shown[0])
    for message in replies:
        assert isinstance(message, Message)
        assert all(len(data) <= DATA_MAX for data in packed(message))


def test_one_may_join_or_leave_only_what_is_voluntary():
    voluntary = [a.agency_id for a in catalogue().values() if a.voluntary]
    for is_member, kind in ((True, LeaveAgency), (False, JoinAgency)):
        card = views.card(Memberships(ME, memberships(is_member=is_member)))
        *rows, home = card.keyboard
        pressed = presses(tuple(rows))
        assert presses((home,)) == [Go(command="home")]
        assert [data.agency for data in pressed] == voluntary
        assert {type(data) for data in pressed} == {kind}
        assert card.card == f"agencies:{ME}"


def test_names_that_nobody_printed_are_marked():
    page = texts((views.card(Memberships(ME, memberships(is_member=True))),), "en")[0]
    assert "City Credit Office*" in page
    assert "Tencent Credit*" not in page
    assert words_for("en").html(Say("provenance.invented")) in page


def test_each_reads_names_in_their_own_language():
    replies = (views.card(Memberships(ME, memberships(is_member=True))),)
    assert "腾讯征信" in texts(replies, "zh")[0]
    assert "腾讯征信" not in texts(replies, "en")[0]


def test_all_38_offices_are_listed_and_the_invented_ones_marked():
    page = texts(running_views.office_list(OfficeList(lines(is_open=True), has_town=True)), "en")[0]
    assert page.count("\n• ") == 38
    assert "38 offices" in page
    assert "Tax Bureau\n" in page
    assert "Town Library*" in page


def test_every_office_has_its_button_on_one_of_the_pages():
    found = []
    for number in range(running_views.PAGES):
        card = running_views.office_card(OfficeList(lines(is_open=True), has_town=True), number)
        data = presses(card.keyboard)
        found += [one.office for one in data if isinstance(one, SwitchOffice)]
        assert not any(one.open for one in data if isinstance(one, SwitchOffice))
        assert card.card == f"offices:{number}"
    assert found == [line.office.office_id for line in lines(is_open=True)]


def test_a_closed_office_is_struck_out_and_can_be_opened():
    card = running_views.office_card(OfficeList(lines(is_open=False), has_town=True), 0)
    assert "<s>Tax Bureau</s>" in words_for("en").html(card.text)
    assert presses(card.keyboard)[0].open


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bureaus_owners_stand_with_their_shares_and_evidence(language: str):
    [shown, *_] = texts((running_views.bureau_card(a_bureau(shares=False)),), language)
    shown = shown.replace(" %", "%")
    assert (shown.count("8%"), shown.count("36%")) == (8, 1)
    assert all(part in shown for part in ("2018-01-04", "1,000,000,000"))
    words = words_for(language)
    for label in ("contested", "reported_once"):
        assert words.plain(Say(f"agencies.label_{label}")) in shown
    assert shown.count(words.plain(Say("bureau.on_trial"))) == 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str):
    toasts: list[Replies] = []
    for one in (True, False):
        toasts += [views.changed(member) for member in memberships(is_member=one)]
        toasts += [
            running_views.switched(Switched(line.office, one, changed))
            for line in lines(is_open=one)
            for changed in (True, False)
        ]
        toasts += [
            running_views.shared(Share(company.agency, one, changed))
            for company in a_bureau(shares=one).companies
            for changed in (True, False)
        ]
    for replies in toasts:
        assert isinstance(replies[0], Answer)
        assert 0 < len(texts(replies, language)[0]) <= TOAST_MAX


def test_what_changes_is_drawn_again_and_nobody_is_written_to():
    assert Redraw(f"agencies:{ME}") in views.changed(memberships(is_member=True)[0])
    closed = Switched(lines(is_open=False)[0].office, is_open=False, changed=True)
    assert set(running_views.switched(closed)[1:]) == {Redraw(f"offices:{n}") for n in range(4)}
    changed = SharingChanged("koala_credit", shares=False)
    assert running_views.sharing_changed(changed) == (Redraw("bureau:"),)
    ended = RescoringEnded(TOWN, 7, "date", TownTime(0))
    assert running_views.rescored(ended) == (Redraw("rescoring:7"),)


def test_a_mean_is_written_with_its_sign():
    city = catalogue()["city_credit_office"]
    for hundredths, shown in ((-125, "−1.25"), (205, "+2.05"), (-5, "−0.05"), (0, "+0.00")):
        found = WhatIf(
            "kin", "off", (Shift(agency=city, people=12, up=1, down=0, mean_hundredths=hundredths),)
        )
        assert shown in texts(running_views.what_if(found), "en")[0]


def test_what_if_counts_and_names_nobody():
    shift = Shift(
        agency=catalogue()["city_credit_office"], people=12, up=3, down=4, mean_hundredths=-125
    )
    page = texts(running_views.what_if(WhatIf("kin", "off", (shift,))), "en")[0]
    assert "7 of 12" in page
    assert "3 up, 4 down" in page


REFUSALS: list[RuleError] = [
    agencies.NoSuchAgency(typed=HOSTILE, known="city"),
    rescoring.NoSuchDocument(typed=HOSTILE, known="city"),
    agencies.NotVoluntary(agency="court"),
    agencies.NoCompanySeat(),
    agencies.NoSeatForResidents(name="Bo"),
    agencies.BoardNotMeeting(),
    agencies.OwnersBarred(company=Localized(en="K", zh="考"), act="board vote"),
    agencies.NotACompany(agency="court"),
    rescoring.NothingToReplay(switch="leaderboard"),
    agencies.ReviewedBefore(),
    offices.NoSuchOffice(typed=HOSTILE),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.code)
def test_each_refusal_has_words(refusal: RuleError, language: str):
    html = words_for(language).html(Say(f"refusal.{refusal.code}", refusal.fields))
    check_escaped(html)


def test_every_refusal_of_these_features_is_tried_here():
    tried = {type(refusal) for refusal in REFUSALS}
    for package in (agencies, offices):
        public = (getattr(package, name) for name in vars(package))
        assert {c for c in public if isinstance(c, type) and issubclass(c, RuleError)} <= tried


@pytest.mark.parametrize("language", LANGUAGES)
def test_usage_and_menu_have_words(language: str):
    keys = [f"command.{c}" for c in ("agencies", "rescore", "whatif", "bureau", "offices")]
    for key in (*keys, "usage.offices", "usage.whatif"):
        assert words_for(language).html(Say(key))


@pytest.mark.parametrize(
    ("args", "verb", "name"),
    [
        ("library off", offices.close, "library"),
        ("Town Library on", offices.reopen, "Town Library"),
        ("library close", offices.close, "library"),
        ("library OPEN", offices.reopen, "library"),
    ],
)
async def test_an_office_is_switched_by_words(args: str, verb: object, name: str):
    done = await typed(handlers.keepers, "offices", args)
    assert named(done) == (verb, name)


@pytest.mark.parametrize("args", ["library", "library maybe", "off and away"])
async def test_an_office_needs_on_or_off(args: str):
    with pytest.raises(Usage) as refused:
        await typed(handlers.keepers, "offices", args)
    assert refused.value.fields == {"command": "offices"}


@pytest.mark.parametrize("args", [None, "", "kin", "kin  "])
async def test_what_if_needs_two_words(args: str | None):
    with pytest.raises(Usage) as refused:
        await typed(handlers.keepers, "whatif", args)
    assert refused.value.fields == {"command": "whatif"}


KOALA = "koala_credit"
PRESSED = (
    (handlers.people, JoinAgency(agency=KOALA), views.changed, agencies.join, KOALA),
    (handlers.people, LeaveAgency(agency=KOALA), views.changed, agencies.leave, KOALA),
    (
        handlers.keepers,
        SwitchOffice(office="library", open=False),
        running_views.switched,
        offices.close,
        "library",
    ),
    (
        handlers.keepers,
        SwitchOffice(office="library", open=True),
        running_views.switched,
        offices.reopen,
        "library",
    ),
    *(
        (
            handlers.keepers,
            ShareWithBureau(agency=KOALA, shares=shares),
            running_views.shared,
            agencies.share,
            KOALA,
            shares,
        )
        for shares in (True, False)
    ),
)


@pytest.mark.parametrize(
    ("router", "data", "view", "named_"), [(r, d, v, n) for r, d, v, *n in PRESSED]
)
async def test_each_press_names_its_own_verb(router, data, view, named_):
    done = await pressed(router, data)
    assert done.view is view
    assert [*named(done)] == named_


async def test_each_command_names_its_own_verb():
    for done, *wanted in (
        (await typed(handlers.people, "agencies"), views.card, agencies.memberships),
        (await typed(handlers.visitors, "offices"), running_views.office_list, offices.all_offices),
        (await typed(handlers.keepers, "bureau"), running_views.bureau_card, agencies.bureau),
        (
            await typed(handlers.keepers, "rescore"),
            running_views.run_card,
            rescoring.rescore,
            "",
        ),
        (
            await typed(handlers.keepers, "whatif", "kin off"),
            running_views.what_if,
            replay.what_if,
            "kin",
            "off",
        ),
    ):
        assert [done.view, *named(done)] == wanted
    assert named(await pressed(handlers.keepers, OfficePage(page=1))) == (offices.of_town,)
