"""The map of power: what each role may read and change, who reads whom, and what was done."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

from bot.arguments import screen
from bot.replies import Message, Replies, Say, TextFile, say
from bot.words import Read
from bot.workshops.power.matrix import KEEPERS, Chair, Matrix, Right
from bot.workshops.power.traces import Traces, roles
from services.workshops import power

FILE = "power.csv"
BOM = "\ufeff"  # else some spreadsheets take the bytes for another alphabet
NONE = "–"


def page(read: Read[power.Power], rights: Matrix, seen: Mapping[Chair, Traces]) -> Replies:
    """The page, and the whole of it as a file."""
    found = read.found
    parts = [say("power.head"), *(_chair(chair, rights) for chair in Chair)]
    parts.append(_unseen(seen))
    if found.explanation is not None:
        parts += [say("power.raters"), *map(_rater, found.raters)]
        parts.append(say(f"power.told_{found.explanation}"))
    total = sum(found.done.values())
    parts.append(say("power.done", acts=total, provenance=say("provenance.invented")))
    file = TextFile(FILE, table(read, rights, seen))
    return (
        screen(say("as_is", what=tuple(parts))),
        Message(say("power.file"), file=file, in_turn=True),
    )


def _chair(chair: Chair, rights: Matrix) -> Say:
    of = {name: row[chair] for name, row in rights.items() if chair in row}
    changes = [name for name, right in of.items() if right is Right.CHANGES]
    only_reads = [name for name, right in of.items() if right is Right.READS]
    return say(
        f"power.{chair}",
        reads=len(only_reads),
        changes=len(changes),
        names=" ".join(f"/{name}" for name in changes),
    )


def _unseen(seen: Mapping[Chair, Traces]) -> Say:
    """The number, and the acts that make it more than none."""
    names = sorted({name for one in seen.values() for name in one.unseen})
    return say(
        "power.traceless",
        roles=roles(seen),
        acts=max(seen[chair].changes for chair in KEEPERS),
        names=tuple(say("power.unseen", name=name) for name in names) or say("power.none_unseen"),
    )


def _rater(one: power.Rater) -> Say:
    return say("power.rater", title=one.title, kinds=one.kinds, own=one.own)


def table(read: Read[power.Power], rights: Matrix, seen: Mapping[Chair, Traces]) -> str:
    """Comma-separated values: commands by role, raters, and acts of the log by role."""
    out = StringIO()
    write = csv.writer(out)
    write.writerow(["command", *Chair])
    write.writerows(
        [name, *(row.get(chair, NONE) for chair in Chair)] for name, row in rights.items()
    )
    write.writerows([[], ["role", "acts_that_change_scores", "without_a_trace"]])
    write.writerows([chair, one.changes, " ".join(one.unseen)] for chair, one in seen.items())
    write.writerows([[], ["rater", "kinds_read", "of_them_own_doing"]])
    write.writerows([read.plain(one.title), one.kinds, one.own] for one in read.found.raters)
    write.writerows([[], ["role", "act", "times"]])
    write.writerows([*who, often] for who, often in read.found.done.items())
    return BOM + out.getvalue()
