"""Phone lines: the notice on a line, every time it was played, and what was done upon it."""

from services.social.notices.reading import (
    Line,
    NoticeNotExplained,
    OwnLine,
    Play,
    lines,
    own_line,
)
from services.social.notices.service import (
    Choice,
    Notice,
    NoticeBeforeWords,
    Way,
    Wording,
    attach,
    choose,
    comes_before,
    keep_silent,
    notice_on,
    noticed,
    record_play,
    take_off,
)
