"""How the numbers of a draw are told, to whoever checks it. Pure."""

from __future__ import annotations

import json

from bot.replies import Answer, Message, Replies, say
from services.money import envelopes


def checked(proof: envelopes.Proof) -> Replies:
    """All numbers of a draw, to be pasted into the verifier."""
    numbers = say("red_envelopes.proof", numbers=proof_json(proof))
    return (Answer(say("red_envelopes.toast_proof")), Message(numbers))


def proof_json(proof: envelopes.Proof) -> str:
    """The numbers as the verifier reads them. ASCII: nothing in it can turn or be lost."""
    terms = proof.terms
    return json.dumps(
        {
            "version": envelopes.VERSION,
            "envelope": terms.envelope_id,
            "total": terms.total,
            "shares": terms.shares,
            "method": terms.method,
            "created": terms.created_town_s,
            "words": terms.words,
            "seal": proof.seal,
            "seed": proof.seed.hex(),
            "drawn": proof.drawn,
        },
        separators=(",", ":"),
    )
