"""Who is not to write to others for a while. Whatever carries words to others asks here."""

from services.people.mutes.service import (
    MINUTES,
    MuteChanged,
    Muted,
    minutes_left,
    muted,
    require_voice,
    set_mute,
)
