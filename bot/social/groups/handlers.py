"""Groups that people make. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.arguments import whole_number
from bot.features import Command, Feature
from bot.social.groups import views
from bot.social.groups.views import (
    AskIn,
    Invite,
    JoinGroup,
    LeaveGroup,
    OpenGroup,
    PutOut,
    TalkInGroup,
)
from services.kernel.errors import Usage
from services.social import groups, messaging

router = GuardedRouter("groups", access=Access.PARTICIPANT)


@router.command("groups")
def groups_command(words: str) -> Act:
    """`/groups`, `/groups new NAME`, `/groups rename N NAME`, `/groups say N TEXT`."""
    what, _, rest = words.partition(" ")
    if not what:
        return act(groups.mine).show(views.mine).also_paused()
    if what.casefold() == "new":
        return act(groups.make, rest).show(views.made)
    number, _, said = rest.strip().partition(" ")
    if not said.strip():
        raise Usage(command="groups")
    group_id = whole_number(number, command="groups")
    if what.casefold() == "rename":
        return act(groups.rename, group_id, said).show(views.renamed)
    if what.casefold() == "say":
        return act(groups.write, group_id, said.strip()).show(views.written)
    raise Usage(command="groups")


def _answered(tap: JoinGroup) -> Act:
    view = views.joined if tap.yes else views.declined
    return act(groups.answer, tap.group_id, yes=tap.yes).show(view)


def _put_out(tap: PutOut) -> Act:
    if tap.who is None:
        return act(groups.my_group, tap.group_id).show(views.whom_to_put_out).also_paused()
    return act(groups.remove, tap.group_id, tap.who).show(views.changed)


router.button(
    OpenGroup, lambda tap: act(groups.my_group, tap.group_id).show(views.group).also_paused()
)
router.button(
    AskIn,
    lambda tap: act(groups.candidates, tap.group_id, tap.page).show(views.candidates).also_paused(),
)
router.button(Invite, lambda tap: act(groups.invite, tap.group_id, tap.who).show(views.changed))
router.button(JoinGroup, _answered)
router.button(PutOut, _put_out)
router.button(LeaveGroup, lambda tap: act(groups.leave, tap.group_id).show(views.left))

router.button(TalkInGroup, lambda tap: act(messaging.open_group, tap.group_id).show(views.talking))

FEATURE = Feature(
    name="groups",
    routers=(router,),
    commands=(Command("groups", Access.PARTICIPANT, rank=45),),
    talks={"g": groups.name_of},
    event_views={
        groups.GroupInvited: views.invited,
        groups.GroupSpoken: views.heard,
        groups.SeatChanged: views.seated,
    },
)
