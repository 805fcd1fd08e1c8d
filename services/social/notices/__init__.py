"""Phone lines: the notice on a line, and every time it was played."""

from services.social.notices.service import (
    Notice,
    NoticeId,
    Play,
    attach,
    notice_on,
    noticed,
    plays,
    record_play,
    take_off,
)

__all__ = [
    "Notice",
    "NoticeId",
    "Play",
    "attach",
    "notice_on",
    "noticed",
    "plays",
    "record_play",
    "take_off",
]
