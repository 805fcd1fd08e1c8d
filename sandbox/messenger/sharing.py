"""What people send besides words: photos, voices, documents, stickers, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sandbox.messenger.acts import Place, caption_of, check_open, placed, share
from sandbox.messenger.attachments import ALBUM, BadFile, checked_file, media_json
from sandbox.messenger.errors import ControlError
from sandbox.messenger.files import NOBODY
from sandbox.messenger.stickers import sticker_file

if TYPE_CHECKING:
    from sandbox.messenger.files import Upload
    from sandbox.messenger.people import Chat, Message, Person
    from sandbox.messenger.shapes import Json
    from sandbox.messenger.world import World

Kind = Literal["photo", "voice", "document"]


class Parcel:
    """Files of one kind that go together, checked before the first of them is sent."""

    def __init__(self, world: World, chat: Chat, kind: Kind, uploads: list[Upload]) -> None:
        if not 1 <= len(uploads) <= ALBUM:
            raise ControlError(400, f"file: an album has 1 to {ALBUM} files")
        if kind == "voice" and len(uploads) > 1:
            raise ControlError(400, "file: a voice message comes alone")
        bot_id = NOBODY if chat.bot_id is None else chat.bot_id
        self._files = []
        for at, one in enumerate(uploads):
            try:
                stored = checked_file(world.files, bot_id, kind, one)
            except BadFile as error:
                which: Json = {"file": at, "reason": error.reason}
                raise ControlError(400, f"{one.name}: {error.plain}", which) from None
            self._files.append((stored, one.data))
        self._world = world
        self._chat = chat

    def send(self, person: Person, caption: str, place: Place) -> list[Message]:
        """A message for each; the caption stands under the first."""
        world, chat = self._world, self._chat
        check_open(chat, person)
        placed(chat, person, place)
        more = caption_of(caption)
        group: Json = {}
        if len(self._files) > 1:
            group["media_group_id"] = str(world.counters.take("album"))
        sent = []
        for stored, data in self._files:
            world.files.put(stored, data)
            content = {**media_json(stored), **group, **more}
            sent.append(share(world, person, chat, content, place))
            more = {}
        return sent


def share_sticker(world: World, person: Person, chat: Chat, name: str, place: Place) -> Message:
    """Send a sticker of the set."""
    stored = sticker_file(world.files, name)
    if stored is None:
        raise ControlError(404, f"no sticker is called {name!r}")
    return share(world, person, chat, media_json(stored), place)
