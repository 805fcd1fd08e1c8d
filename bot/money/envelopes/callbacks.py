"""Buttons of envelopes and galas. What they carry comes back from outside: shapes are checked
here, rights by the service.
"""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from services.money.envelopes import EnvelopeKind

Typed = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,8}$")]  # digits, no other spelling of a number
Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
RowId = Annotated[int, Field(ge=1, lt=2**63)]


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
