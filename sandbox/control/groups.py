"""Control calls about groups: making them, and who comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aiohttp import web

from sandbox.messenger.comments import check_link, link
from sandbox.messenger.errors import ControlError
from sandbox.messenger.membership import change_member, make_group, migrate
from sandbox.places import WORLD
from sandbox.seats.asking import Asked, path_number, read
from sandbox.seats.views import group_json

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat
    from sandbox.messenger.world import World

_TITLE_LIMIT = 128
_NO_FORUM = "forum: only a supergroup can have topics"


class NewGroup(Asked):
    """A group; the bots join unless told otherwise."""

    title: str
    members: list[int]
    added_by: int | None = None
    type: Literal["group", "supergroup", "channel"] = "group"
    forum: bool = False
    linked: int | None = None
    bots: list[int] | None = None


class ChangedGroup(Asked):
    """Whether a supergroup has topics, and which group a channel's posts are commented in."""

    forum: bool | None = None
    linked: int | None = None


class ChangedBot(Asked):
    """What is switched on for a bot at Telegram's @BotFather."""

    id: int | None = None
    topics: bool | None = None
    people_make_topics: bool | None = None


class Members(Asked):
    """Who comes, goes, is thrown out, or gets another rank. Ids of people or bots."""

    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()
    leave: tuple[int, ...] = ()
    promote: tuple[int, ...] = ()
    demote: tuple[int, ...] = ()
    by: int | None = None


async def create(request: web.Request) -> web.Response:
    """`POST /control/groups`."""
    world = request.app[WORLD]
    asked = await read(request, NewGroup)
    if not 1 <= len(asked.title) <= _TITLE_LIMIT:
        raise ControlError(400, f"title: must have 1 to {_TITLE_LIMIT} characters")
    for person_id in [*asked.members, *([asked.added_by] if asked.added_by else [])]:
        world.person(person_id)
    added_by = asked.added_by or next(iter(asked.members), None)
    if added_by is None:
        raise ControlError(400, "members: a group needs at least one person")
    if asked.forum and asked.type != "supergroup":
        raise ControlError(400, _NO_FORUM)
    if asked.linked is not None:
        check_link(asked.type, world.group(asked.linked))
    first = [world.bot(None).id]
    bots = [world.bot(bot_id) for bot_id in (first if asked.bots is None else asked.bots)]
    group = make_group(
        world,
        title=asked.title,
        members=asked.members,
        bots=bots,
        kind=asked.type,
        added_by=added_by,
    )
    _change(world, group, forum=asked.forum or None, linked=asked.linked)
    return web.json_response(group_json(world, group), status=201)


async def change(request: web.Request) -> web.Response:
    """`PUT /control/groups/{id}`: fields that are not sent stay; `linked` null ends a link."""
    world = request.app[WORLD]
    group = world.group(path_number(request))
    asked = await read(request, ChangedGroup)
    _change(world, group, forum=asked.forum, linked=asked.linked)
    if "linked" in asked.model_fields_set and asked.linked is None:
        link(world, group, None)
    return web.json_response(group_json(world, group))


def _change(world: World, group: Chat, *, forum: bool | None, linked: int | None) -> None:
    if forum is not None:
        if group.type != "supergroup":
            raise ControlError(400, _NO_FORUM)
        if forum and group.linked is not None:
            raise ControlError(400, "forum: a channel's group for comments can have no topics")
        group.has_topics = forum
        world.touched("groups", group)
    if linked is not None:
        link(world, group, world.group(linked))


async def change_bot(request: web.Request) -> web.Response:
    """`PUT /control/bot`."""
    world = request.app[WORLD]
    asked = await read(request, ChangedBot)
    bot = world.bot(asked.id)
    if asked.topics is not None:
        bot.has_topics = asked.topics
    if asked.people_make_topics is not None:
        bot.people_make_topics = asked.people_make_topics
    world.touched("people", bot)
    topics = {"topics": bot.has_topics, "people_make_topics": bot.people_make_topics}
    return web.json_response({"id": bot.id, **topics})


async def members(request: web.Request) -> web.Response:
    """`POST /control/groups/{id}/members`."""
    world = request.app[WORLD]
    group = world.group(path_number(request))
    asked = await read(request, Members)
    by = asked.by if asked.by is not None else _founder(world, group.members)
    actor = world.person(by).as_user()
    changes = {
        "member": [*asked.add, *asked.demote],
        "kicked": asked.remove,
        "administrator": asked.promote,
    }
    for status, accounts in changes.items():
        for account in accounts:
            _check_account(world, account)
            change_member(world, group, account, status, actor=actor)
    for account in asked.leave:
        _check_account(world, account)
        change_member(world, group, account, "left", actor=world.account(account))
    return web.json_response(group_json(world, group))


def _founder(world: World, members: dict[int, str]) -> int:
    return next(account for account in members if account in world.people)


def _check_account(world: World, account: int) -> None:
    if account not in world.people and account not in world.bots:
        raise ControlError(404, f"no account has the id {account}")


async def to_supergroup(request: web.Request) -> web.Response:
    """`POST /control/groups/{id}/migrate`."""
    world = request.app[WORLD]
    group = world.group(path_number(request))
    if group.type != "group" or group.migrated_to is not None:
        raise ControlError(409, "only a basic group can become a supergroup")
    return web.json_response(group_json(world, migrate(world, group)))
