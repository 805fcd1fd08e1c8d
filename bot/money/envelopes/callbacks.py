"""Buttons of envelopes and galas. Rights are checked by the service."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from bot.arguments import Nonce, RowId, Typed
from services.money.envelopes import EnvelopeKind


class ChooseShares(CallbackData, prefix="ea"):
    """This much; how many shares comes next."""

    fen: Typed


class SendEnvelope(CallbackData, prefix="es"):
    """Lay it out; the nonce makes one envelope of all taps on one keyboard."""

    fen: Typed
    shares: Typed
    kind: EnvelopeKind
    nonce: Nonce


class OpenShare(CallbackData, prefix="eo"):
    """Open one's share."""

    envelope_id: RowId


class CheckDraw(CallbackData, prefix="ec"):
    """Show the numbers of a draw that has ended."""

    envelope_id: RowId


class TapGala(CallbackData, prefix="gt"):
    """Try one's luck at the gala."""

    gala_id: RowId
