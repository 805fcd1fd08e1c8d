"""What friends bring to a score, the facts `friend_standing`. Pure: graph and scores in, facts out.

Why scores cannot swing. Let c(p) be the score that p's own conduct earns under the law in force
with friends left out. It depends on p's own facts and on nobody's score. The full score of p is
F(facts of p, {c(q) : q a friend of p}), one step along the graph and no further: c is never
replaced by F. So after one rescoring nothing is left to settle, the second gives what the first
gave, whatever the graph looks like, cycles included; and the cap of the document's factor bounds
how far |F - c| can ever be. A score that read its friends' full scores would be an iteration
x = F(x), which need not settle at all. The property is tested on random graphs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scoring import Fact, Law, Strand
from services.kernel.town import ParticipantId

Graph = Mapping[ParticipantId, frozenset[ParticipantId]]

FRIENDS = "friends"  # the law's switch, and the documents'
FRIEND_STANDING = "friend_standing"  # the kind
SOURCE = "friend_graph"


def conduct_law(law: Law) -> Law:
    """The law under which the scores of friends are taken: the one in force, without friends."""
    return {**law, FRIENDS: "off"}


def standings(
    graph: Graph, base_scores: Mapping[ParticipantId, int], as_of: int
) -> dict[ParticipantId, list[Fact]]:
    """One fact per friend whose conduct has a score; friends without one say nothing.

    The key names friend and time, so that rescoring twice tells the same facts.
    """
    return {
        who: [
            _fact(friend, base_scores[friend], as_of)
            for friend in sorted(friends)
            if friend in base_scores
        ]
        for who, friends in graph.items()
    }


def standing_strand(
    person: NDArray[np.int64],
    friend: NDArray[np.int64],
    base_scores: NDArray[np.int32],
    as_of: int,
) -> Strand:
    """The same for many at once: who calls whom a friend, pair by pair, by their places."""
    amount = np.maximum(0, base_scores[friend])
    at = np.full(len(person), as_of, dtype=np.int64)
    return Strand(person=person, at=at, amount=amount, other=friend + 1, order=friend)


def _fact(friend: ParticipantId, score: int, as_of: int) -> Fact:
    key = f"{FRIEND_STANDING}:{friend}:{as_of}"
    return Fact(FRIEND_STANDING, as_of, max(0, score), key, friend, source=SOURCE)
