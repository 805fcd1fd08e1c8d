"""How guesses look: what is guessed, on what evidence, how sure the machine is, how often wrong."""

from __future__ import annotations

from bot.replies import Message, Replies, Say, say
from services.standing import proxies


def guesses(found: tuple[proxies.Guess, ...]) -> Replies:
    if not found:
        return (Message(say("inferred.nothing")),)
    return (Message(say("inferred.page", guesses=tuple(_guess(one) for one in found))),)


def audit(found: proxies.Audit) -> Replies:
    """For the facilitator: every proxy, what it claims and what is true. No names."""
    lines = tuple(_tally(tally) for tally in found.tallies)
    return (Message(say("inferred.audit", made=found.made, wrong=found.wrong, lines=lines)),)


def _guess(guess: proxies.Guess) -> Say:
    return say(
        "inferred.guess",
        label=say(f"inferred.{guess.proxy.id}"),
        why=say(f"inferred.{guess.proxy.id}_why", days=guess.proxy.window_days),
        facts=guess.evidence,
        since=guess.since,
        sure=guess.confidence,
        wrong=guess.town_tally.wrong,
        made=guess.town_tally.made,
        evidence=say(f"provenance.{guess.proxy.provenance}"),
    )


def _tally(tally: proxies.Tally) -> Say:
    return say(
        "inferred.tally",
        label=say(f"inferred.{tally.proxy.id}"),
        made=tally.made,
        wrong=tally.wrong,
        claimed=tally.proxy.error_per_mille,
        found=tally.wrong_per_mille,
        evidence=say(f"provenance.{tally.proxy.provenance}"),
    )
