"""People writing to each other, and the directory of the town."""

from services.social.messaging.errors import MessageTooLong, MessageToSelf
from services.social.messaging.events import MessageSent
from services.social.messaging.service import PAGE_SIZE, TEXT_MAX, Directory, Sent, directory, send

__all__ = [
    "PAGE_SIZE",
    "TEXT_MAX",
    "Directory",
    "MessageSent",
    "MessageToSelf",
    "MessageTooLong",
    "Sent",
    "directory",
    "send",
]
