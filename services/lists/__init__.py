"""The town's lists: published each evening, shown to whoever asks, followed by notices on lines."""

from services.lists.evenings import CALLER_NOTICES, EVENING_LISTS, evening, notices, start_evenings
from services.lists.events import Board, Entry, ListsPublished
from services.lists.service import NoticesChanged, attach_notices, look, publish, publish_now

__all__ = [
    "CALLER_NOTICES",
    "EVENING_LISTS",
    "Board",
    "Entry",
    "ListsPublished",
    "NoticesChanged",
    "attach_notices",
    "evening",
    "look",
    "notices",
    "publish",
    "publish_now",
    "start_evenings",
]
