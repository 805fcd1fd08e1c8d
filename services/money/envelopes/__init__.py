"""Red envelopes and galas: money in shares, drawn when they are opened, drawn so all can check."""

from services.money.envelopes.audit import audit
from services.money.envelopes.cards import (
    EnvelopeCard,
    EnvelopeKind,
    EnvelopeLapsed,
    EnvelopeSent,
    EnvelopeState,
    GalaAnnounced,
    GalaCard,
    GalaChanged,
    GalaEnded,
    GalaOpens,
    Proof,
    Share,
    ShareOpened,
    Taken,
    envelope_card,
    envelopes_for_me,
    gala_card,
    proof,
    town_envelopes,
)
from services.money.envelopes.draw import VERSION, Method, Terms, verify
from services.money.envelopes.errors import (
    EnvelopeAllTaken,
    EnvelopeExpired,
    EnvelopeNotForYou,
    EnvelopeStillOpen,
    EnvelopeToSelf,
    EnvelopeWordsGone,
    EnvelopeWordsTooLong,
    GalaRunning,
    SharesOutOfRange,
    ShareTooThick,
    ShareTooThin,
)
from services.money.envelopes.gala import (
    TIMER_END,
    TIMER_OPEN,
    TIMER_TICK,
    Luck,
    ShareTakenBack,
    Tap,
    end_gala,
    open_gala,
    start_gala,
    take_back_gala,
    tap,
    tick,
)
from services.money.envelopes.laying import Draft, begin, choose_shares
from services.money.envelopes.service import (
    TIMER,
    expire,
    my_envelope,
    open_share,
    send,
    send_to,
    send_to_id,
)
