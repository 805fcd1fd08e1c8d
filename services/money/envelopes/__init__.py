"""Red envelopes and galas: money in shares, drawn when they are opened, drawn so all can check."""

from services.money.envelopes.audit import audit
from services.money.envelopes.cards import (
    EnvelopeCard,
    EnvelopeKind,
    EnvelopeState,
    GalaCard,
    Proof,
    Taken,
    envelope_card,
    gala_card,
    proof,
)
from services.money.envelopes.drafts import Draft, Purse, begin, choose_shares
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
from services.money.envelopes.events import (
    EnvelopeLapsed,
    EnvelopeSent,
    GalaAnnounced,
    GalaChanged,
    GalaEnded,
    GalaOpens,
    ShareOpened,
)
from services.money.envelopes.gala import (
    TIMER_END,
    TIMER_OPEN,
    TIMER_TICK,
    Luck,
    Started,
    Tap,
    end_gala,
    open_gala,
    start_gala,
    tap,
    tick,
)
from services.money.envelopes.service import (
    TIMER,
    Sent,
    expire,
    open_share,
    send,
    send_to,
)
from services.money.envelopes.taking import Share
