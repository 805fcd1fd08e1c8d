"""Channels with a group for comments: every post stands there too, and replies are its thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.messenger.contents import content_of, forward_origin
from sandbox.messenger.errors import ControlError
from sandbox.messenger.publish import publish_message
from sandbox.messenger.shapes import TELEGRAM

if TYPE_CHECKING:
    from sandbox.messenger.people import Chat, Message
    from sandbox.messenger.world import World


def check_link(kind: str, group: Chat) -> None:
    """Whether a chat of some type can be linked with a group. Raises `ControlError`."""
    if kind != "channel" or group.type != "supergroup" or group.has_topics:
        raise ControlError(400, "linked: a channel and a supergroup without topics can be linked")


def link(world: World, channel: Chat, group: Chat | None) -> None:
    """Let people comment in a supergroup on what the channel posts; None ends it."""
    if group is not None:
        check_link(channel.type, group)
    ends = [channel, *([group] if group else ())]
    ends += [world.groups[one.linked] for one in ends if one.linked is not None]
    for one in ends:
        one.linked = None
    if group is not None:
        channel.linked, group.linked = group.id, channel.id
    for one in ends:
        world.touched("groups", one)


def bring_to_comments(world: World, channel: Chat, post: Message) -> Message | None:
    """A post as it stands in the linked group; None where there is no group, or nothing to show."""
    if not channel.is_channel or channel.linked is None or post.service is not None:
        return None
    group = world.groups[channel.linked]
    content = {**content_of(post), **forward_origin(post)}
    content |= {"sender_chat": channel.as_json(), "is_automatic_forward": True}
    if "media_group_id" in post.body:
        content["media_group_id"] = post.body["media_group_id"]
    message = world.post(group, TELEGRAM, content)
    publish_message(world, group, message)
    return message
