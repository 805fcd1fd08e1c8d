"""Phone lines: the notice on a line, and every time it was played."""

from services.social.notices.service import (
    attach,
    notice_on,
    noticed,
    record_play,
    take_off,
)
