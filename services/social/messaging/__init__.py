"""People writing to each other, and the directory of the town."""

from services.social.messaging.service import (
    PAGE_SIZE,
    TEXT_MAX,
    MessageSent,
    MessageTooLong,
    MessageToSelf,
    directory,
    send,
)
