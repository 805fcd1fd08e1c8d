"""Reading what was typed after `/red_envelope` and `/gala`. Pure: words in, values out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.arguments import whole_number
from services.kernel.errors import Usage
from services.kernel.money import Fen, parse_amount
from services.money.envelopes import EnvelopeKind

KINDS = {
    "lucky": EnvelopeKind.LUCKY,
    "equal": EnvelopeKind.EQUAL,
    "拼手气": EnvelopeKind.LUCKY,
    "普通": EnvelopeKind.EQUAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedEnvelope:
    """An envelope as typed: for `to`, or in `shares` for the town."""

    amount: Fen
    words: str
    to: str = ""
    shares: int = 0
    kind: EnvelopeKind = EnvelopeKind.LUCKY


def envelope(args: str) -> TypedEnvelope:
    """`AMOUNT SHARES [lucky|equal] [words]` or `AMOUNT @NAME [words]`.

    Raises `Usage`, `AmountUnreadable`, `AmountOutOfRange`.
    """
    amount, rest = _split(args)
    target, words = _split(rest)
    if not target:
        raise Usage(command="red_envelope")
    if target.startswith("@"):
        return TypedEnvelope(amount=parse_amount(amount), words=words, to=target)
    shares = whole_number(target, command="red_envelope")
    kind, after_kind = _split(words)
    chosen = KINDS.get(kind.casefold())
    if chosen is None:
        return TypedEnvelope(amount=parse_amount(amount), words=words, shares=shares)
    return TypedEnvelope(amount=parse_amount(amount), words=after_kind, shares=shares, kind=chosen)


def gala(args: str) -> tuple[Fen, int | None]:
    """`AMOUNT [SHARES]`. Raises `Usage`, `AmountUnreadable`, `AmountOutOfRange`."""
    amount, rest = _split(args)
    if not amount:
        raise Usage(command="gala")
    return parse_amount(amount), whole_number(rest, command="gala") if rest else None


def _split(text: str) -> tuple[str, str]:
    """The first word and what comes after it."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""
