"""Who is in which group: making groups, joining, leaving, promoting, moving to a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.people import IN_GROUP, Chat
from sandbox.messenger.publish import publish_membership, publish_message

if TYPE_CHECKING:
    from sandbox.messenger.people import Bot, Message
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

_SUPERGROUP_OFFSET = -1_002_000_000_000


def post_service(world: World, chat: Chat, actor: Json, content: Json, words: str) -> Message:
    """A line of the chat's own: somebody came, left, or changed something."""
    message = world.post(chat, actor, content)
    message.service = words
    publish_message(world, chat, message)
    return message


def make_group(
    world: World, *, title: str, members: list[int], bots: list[Bot], kind: str, added_by: int
) -> Chat:
    """A group of these people; `added_by` founds it and brings the bots in."""
    number = world.counters.take("group")
    chat_id = -number if kind == "group" else _SUPERGROUP_OFFSET - number
    chat = world.add_chat(Chat(chat_id, kind, title=title))
    noun = "channel" if chat.is_channel else "group"
    chat.members = dict.fromkeys(members, "member")
    chat.members[added_by] = "creator"
    founder = world.people[added_by]
    chat.members |= dict.fromkeys((bot.id for bot in bots), "left")
    post_service(
        world,
        chat,
        founder.as_user(),
        {f"{kind}_chat_created": True},
        f"{founder.full_name} created the {noun} “{title}”",
    )
    for bot in bots:
        # A bot is in a channel as one of its administrators, or not at all.
        status = "administrator" if chat.is_channel else "member"
        change_member(world, chat, bot.id, status, actor=founder.as_user())
    world.touched("groups", chat)
    return chat


def change_member(world: World, chat: Chat, account: int, status: str, *, actor: Json) -> None:
    """Another status for somebody; coming and going leave a line in the chat."""
    old = chat.members.get(account, "left")
    if old == status:
        return
    if status in IN_GROUP:
        chat.members[account] = status
        publish_membership(world, chat, actor=actor, account=account, old=old, new=status)
    if (old in IN_GROUP) != (status in IN_GROUP) and not chat.is_channel:
        _say_so(world, chat, account, actor, came=status in IN_GROUP)
    if status not in IN_GROUP:
        # The one who goes still hears the farewell, so the status changes last.
        publish_membership(world, chat, actor=actor, account=account, old=old, new=status)
        chat.members[account] = status
    world.touched("groups", chat)


def _say_so(world: World, chat: Chat, account: int, actor: Json, *, came: bool) -> None:
    who = world.account(account)
    name = _name(who)
    by_self = actor["id"] == account
    if came:
        words = f"{name} joined the group" if by_self else f"{_name(actor)} added {name}"
        content: Json = {"new_chat_members": [who], "new_chat_member": who}
        content["new_chat_participant"] = who
    else:
        words = f"{name} left the group" if by_self else f"{_name(actor)} removed {name}"
        content = {"left_chat_member": who, "left_chat_participant": who}
    post_service(world, chat, actor, content, words)


def _name(user: Json) -> str:
    last = user.get("last_name")
    return f"{user['first_name']} {last}" if last else str(user["first_name"])


def migrate(world: World, chat: Chat) -> Chat:
    """A group becomes a supergroup with another id; the old id only says where it went."""
    new_id = _SUPERGROUP_OFFSET - world.counters.take("group")
    members = dict(chat.members)
    moved = world.add_chat(Chat(new_id, "supergroup", title=chat.title, members=members))
    founder = next(iter(account for account in chat.members if account in world.people))
    actor = world.people[founder].as_user()
    words = "The group became a supergroup"
    post_service(world, chat, actor, {"migrate_to_chat_id": new_id}, words)
    chat.migrated_to = new_id
    post_service(world, moved, actor, {"migrate_from_chat_id": chat.id}, words)
    world.touched("groups", moved)
    return moved
