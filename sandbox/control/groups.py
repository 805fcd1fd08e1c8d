"""Control calls about groups: making them, and who comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from aiohttp import web

from sandbox.control.asking import Asked, path_number, read
from sandbox.control.views import group_json
from sandbox.errors import ControlError
from sandbox.gateway import WORLD
from sandbox.membership import change_member, make_group, migrate

if TYPE_CHECKING:
    from sandbox.world import World

_TITLE_LIMIT = 128


class NewGroup(Asked):
    """A group; the bots join unless told otherwise."""

    title: str
    members: list[int]
    added_by: int | None = None
    type: Literal["group", "supergroup"] = "group"
    bots: list[int] | None = None


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
    return web.json_response(group_json(world, group), status=201)


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
