"""The person card, reports, groups, moments, moderation: every look in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.arguments import Chat, Go, PayWhom, PersonCard
from bot.replies import Button, Message, Redraw, Relay, Replies, To, ToFacilitator
from bot.social import friends as people
from bot.social import groups as groups_feature
from bot.social import moderation as moderation_feature
from bot.social import moments as moments_feature
from bot.social.friends import person
from bot.social.friends.person import Block, CloseReport, EnvelopeWhom, Reach, ReportWhom
from bot.social.friends.views import Ask, End, Reply
from bot.social.groups import views as groups_views
from bot.social.groups.views import AskIn, Invite, JoinGroup, PutOut, TalkInGroup
from bot.social.moderation import views as moderation_views
from bot.social.moments import views as moments_views
from services.kernel.errors import RuleError
from services.kernel.localized import LANGUAGES, Localized
from services.kernel.paging import Page
from services.kernel.time import Moment as TownMoment
from services.kernel.time import TownTime
from services.kernel.town import AccountId, ParticipantId
from services.money import transfers
from services.people import blocks
from services.people.identity import Neighbour
from services.social import groups, moderation, moments, reports
from services.social.calls import Call, CallState
from services.social.friends import Friendship, FriendshipState
from services.social.groups import Group, Member
from services.social.kin import Relation
from services.social.messaging import Enclosure, GroupConversation, Kind
from services.social.moments import Comment, Feed, Moment
from services.social.ratings import Repute, Stars
from services.standing.listings import Colour
from services.standing.profiles import Profile
from tests.unit.bot.money_looks import DATA_MAX, HOSTILE, check, check_words

ANA, BO, LONGEST = ParticipantId("p1-ana"), ParticipantId("p1-bo"), ParticipantId("p" * 40)
RUMOUR = Localized(en="rumour", zh="谣言")


def neighbour(who: ParticipantId = BO) -> Neighbour:
    return Neighbour(
        participant_id=who, name=HOSTILE, trade="baker", wallet=AccountId(1), is_resident=False
    )


def friendship(state: FriendshipState) -> Friendship:
    return Friendship(
        friendship_id=7,
        asker=ANA,
        asker_name=HOSTILE,
        asked=BO,
        asked_name=HOSTILE,
        state=state,
        since=TownTime(5),
        until=None,
    )


PROFILE = Profile(
    me=ANA,
    neighbour=neighbour(),
    friendship=None,
    kin=None,
    lists=(),
    is_blocked=False,
    repute=Repute(HOSTILE, Stars((0, 0, 1, 0, 5)), ()),
    to_rate=None,
)
REPORT = reports.Report(
    report_id=7,
    reporter_name=HOSTILE,
    reported=BO,
    reported_name=HOSTILE,
    words=HOSTILE,
    made=TownTime(0),
    is_open=True,
)
FULL = tuple(Member(ParticipantId(f"p{n}"), HOSTILE, n % 2 == 0) for n in range(30))
GROUP = Group(group_id=7, name=HOSTILE, maker=ANA, everybody=(Member(ANA, "Ana", True), *FULL))
SPOKEN = groups.GroupSpoken(
    group_id=7, group_name="", speaker=ANA, speaker_name=HOSTILE, to=(BO,), text=HOSTILE
)
MOMENT = Moment(
    moment_id=7,
    author=ANA,
    author_name=HOSTILE,
    words="x" * moments.TEXT_MAX,
    photo=Enclosure(kind=Kind.PHOTO, handle="f1", bot_id=777),
    at=TownMoment(0),
    likes=(HOSTILE,) * 40,
    comments=(Comment(BO, HOSTILE, "x" * moments.COMMENT_MAX),) * 12,
    is_mine=True,
    is_liked=False,
)
CALL = Call(1, ANA, "Ana", BO, HOSTILE, CallState.RINGING, False, None, None)
LOOKS: list[Replies] = [
    person.card(PROFILE),
    person.card(replace(PROFILE, neighbour=neighbour(ANA))),
    *(person.card(replace(PROFILE, kin=relation)) for relation in Relation),
    *(
        person.card(replace(PROFILE, me=me, friendship=friendship(state)))
        for state in (FriendshipState.ASKED, FriendshipState.FRIENDS)
        for me in (ANA, BO)
    ),
    person.card(replace(PROFILE, lists=((Colour.RED, "town_hall"), (Colour.BLACK, "court")))),
    person.called(CALL),
    person.envelope(transfers.Payee(LONGEST, HOSTILE, "0" * 12)),
    *(person.blocked(replace(PROFILE, is_blocked=on)) for on in (True, False)),
    person.ask_how(PROFILE),
    person.reported(REPORT),
    person.reported(replace(REPORT, words="")),
    person.report_made(reports.ReportMade(REPORT, is_new=True)),
    person.report_closed(reports.ReportClosed(replace(REPORT, is_open=False, words=""), ANA)),
    (person.report_card(replace(REPORT, is_open=False, words="")),),
    person.closed(REPORT),
    person.waiting(()),
    person.waiting((REPORT, REPORT)),
    groups_views.mine((ANA, [])),
    groups_views.mine((ANA, [GROUP, replace(GROUP, name=""), replace(GROUP, everybody=FULL[1:2])])),
    *(groups_views.group((me, GROUP)) for me in (ANA, BO)),
    groups_views.made(GROUP),
    groups_views.candidates((GROUP, Page((neighbour(),) * 20, 0, 2, 21))),
    groups_views.candidates((GROUP, Page((), 0, 1, 0))),
    groups_views.whom_to_put_out((ANA, GROUP)),
    groups_views.changed(GROUP),
    groups_views.invited(groups.GroupInvited(GROUP, BO, HOSTILE)),
    groups_views.joined(GROUP),
    groups_views.declined(GROUP),
    groups_views.left(GROUP),
    groups_views.renamed(GROUP),
    groups_views.written(SPOKEN),
    *(
        groups_views.talking(GroupConversation(GROUP, topic, is_beside_call=beside))
        for topic in (True, False)
        for beside in (True, False)
    ),
    groups_views.heard(SPOKEN),
    moments_views.feed(Feed(Page((), 0, 1, 0), 0)),
    moments_views.feed(Feed(Page((MOMENT,) * 5, 0, 2, 9), 12)),
    *(moments_views.moment(replace(MOMENT, is_mine=mine)) for mine in (True, False)),
    *(moments_views.liked(replace(MOMENT, is_liked=on)) for on in (True, False)),
    moments_views.erased(None),
    (moments_views.gone(7),),
    moderation_views.held(moderation.DraftHeld(ANA, RUMOUR)),
    moderation_views.flagged(moderation.MessageFlagged(ANA, RUMOUR)),
    moderation_views.withdrawn(1),
    *(moderation_views.chill(moderation.Chill(on, 3, 1, 2)) for on in (True, False)),
]
REFUSALS: tuple[RuleError, ...] = (
    blocks.TakesNothing(name=HOSTILE),
    blocks.BlockedByYou(name=HOSTILE),
    blocks.BlockSelf(),
    reports.ReportSelf(),
    reports.ReportedWordsTooLong(limit=500, typed=501),
    reports.TooManyReports(limit=10),
    groups.GroupNameUnfit(limit=30),
    groups.TooManyGroups(limit=10),
    groups.GroupFull(limit=30, group=HOSTILE),
    groups.AlreadyInGroup(name=HOSTILE),
    groups.NotTheMaker(name=HOSTILE),
    groups.SeatedByDesk(group=HOSTILE),
    groups.TableNameTaken(group=HOSTILE),
    groups.TooManyTables(limit=60),
    groups.TablesUnfit(low=2, high=60, people=61),
    groups.NobodyToSeat(),
    groups.GroupOfOne(),
    groups.GroupTextTooLong(limit=500, typed=501),
    moments.MomentTooLong(limit=1_000, typed=4_096),
    moments.CommentTooLong(limit=200, typed=201),
    moments.MomentGone(),
)

WAYS_OUT = (Go(command="friends"), Go(command="home"))


def buttons(replies: Replies) -> list[object]:
    return [
        button.data
        for message in replies
        if isinstance(message, Message)
        for row in message.keyboard
        for button in row
        if isinstance(button, Button)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("replies", LOOKS)
def test_every_look_has_words_and_no_name_becomes_markup(replies: Replies, language: str):
    check(replies, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_and_refusals_have_words_that_fit(language: str):
    for feature in (people, groups_feature, moments_feature, moderation_feature):
        check_words(feature.FEATURE, REFUSALS, language)


def test_every_refusal_is_tried_here():
    tried = {type(refusal) for refusal in REFUSALS}
    for package in (blocks, reports, groups, moments, moderation):
        public = (getattr(package, name) for name in vars(package))
        assert {c for c in public if isinstance(c, type) and issubclass(c, RuleError)} <= tried


@pytest.mark.parametrize(
    ("me", "state", "wanted"),
    [
        (ANA, None, [Ask(who=BO)]),
        (BO, FriendshipState.ASKED, [Reply(friendship_id=7, yes=y) for y in (True, False)]),
        (ANA, FriendshipState.ASKED, [End(friendship_id=7)]),
        (ANA, FriendshipState.FRIENDS, [End(friendship_id=7)]),
    ],
)
def test_a_person_carries_all_the_ways_to_them(me, state, wanted):
    known = None if state is None else friendship(state)
    other = BO if me == ANA else ANA
    found = person.card(replace(PROFILE, me=me, neighbour=neighbour(other), friendship=known))
    wanted = [Ask(who=other)] if state is None else wanted
    assert buttons(found) == [
        Chat(who=other),
        Reach(who=other),
        PayWhom(to=other),
        EnvelopeWhom(who=other),
        *wanted,
        ReportWhom(who=other, sure=False),
        Block(who=other, on=True),
        *WAYS_OUT,
    ]


def test_whom_one_blocks_can_only_be_reported_or_let_in_again():
    found = person.card(replace(PROFILE, is_blocked=True))
    assert buttons(found) == [
        ReportWhom(who=BO, sure=False),
        Block(who=BO, on=False),
        *WAYS_OUT,
    ]


def test_a_report_is_the_facilitators_and_loses_its_button_when_it_is_over():
    [made] = person.report_made(reports.ReportMade(REPORT, is_new=True))
    assert isinstance(made, Message)
    assert (made.to, made.card) == (ToFacilitator(), "report:7")
    assert buttons((made,)) == [CloseReport(report_id=7)]
    assert person.report_made(reports.ReportMade(REPORT, is_new=False)) == (Redraw("report:7"),)
    assert buttons((person.report_card(replace(REPORT, is_open=False)),)) == []
    assert people.FEATURE.facilitators_cards == {"report"}


def test_only_the_maker_is_shown_how_to_remove_and_rename():
    for me, is_makers in ((ANA, True), (BO, False)):
        found = groups_views.group((me, GROUP))
        assert (PutOut(group_id=7, who=None) in buttons(found)) is is_makers
    assert PersonCard(who="p0") in buttons(groups_views.group((ANA, GROUP)))


def test_words_to_a_group_go_to_each_of_the_others():
    [copy] = groups_views.heard(SPOKEN)
    assert isinstance(copy, Message)
    assert copy.to == To(BO)
    [[answer]] = copy.keyboard
    assert isinstance(answer, Button)
    assert answer.data == TalkInGroup(group_id=7)
    assert copy.talk == "g:7"
    assert groups_views.written(None) == ()


def test_the_posters_card_is_the_only_one_that_is_drawn_again():
    own, as_seen = moments_views.posted(MOMENT)
    [other] = moments_views.moment(replace(MOMENT, is_mine=False))
    assert isinstance(own, Message)
    assert isinstance(other, Message)
    assert isinstance(as_seen, Message)
    assert as_seen.relay == other.relay, "what friends see is shown to the poster once"
    assert (own.card, other.card) == ("moment:7", None)
    assert own.relay is None
    assert other.relay == Relay("photo", "f1", 777)
    assert moments_views.changed(moments.MomentChanged(7)) == (Redraw("moment:7"),)
    assert moments_views.posted(None) == moments_views.commented(None) == ()


def test_buttons_fit_into_what_the_messenger_carries():
    for data in (
        PersonCard(who=LONGEST),
        Chat(who=LONGEST),
        Reach(who=LONGEST),
        Block(who=LONGEST, on=False),
        ReportWhom(who=LONGEST, sure=False),
        Invite(group_id=10**18, who=LONGEST),
        PutOut(group_id=10**18, who=LONGEST),
        AskIn(group_id=10**18, page=9_999),
        JoinGroup(group_id=10**18, yes=False),
    ):
        assert len(data.pack().encode()) <= DATA_MAX
