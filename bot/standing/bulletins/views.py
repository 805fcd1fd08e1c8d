"""How the month's bulletin looks: cases without names, and the model citizen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.arguments import Go, screen
from bot.replies import News, Replies, Say, say
from services.kernel.money import Money
from services.standing import bulletins


def published(_: bulletins.BulletinPublished) -> Replies:
    """The town's card tells of it."""
    return (News(),)


def news(found: Iterable[bulletins.Bulletin]) -> Iterator[Say]:
    for one in found:
        yield say("bulletin.news", month=one.month, cases=len(one.cases))
        if one.has_citizen:
            yield _citizen(one)


def bulletin(found: bulletins.Bulletin) -> Replies:
    values = {"month": found.month, "at": found.at}
    parts = [say("bulletin.head", **values)]
    parts += [_case(one) for one in found.cases] or [say("bulletin.nothing")]
    parts.append(say("evidence_line", how=say("provenance.national_rule")))
    if found.has_citizen:
        rent = say("bulletin.rent", rent=Money(bulletins.RENT))
        how = say("evidence_line", how=say("provenance.reported_once"))
        parts += [say("nothing"), _citizen(found), rent, how]
    return (screen(say("as_is", what=tuple(parts)), back=Go(command="lists")),)


def _case(one: bulletins.Case) -> Say:
    """`bulletin.red`, `.black` or `.black_owed`; whether it is over stands behind it."""
    key = f"bulletin.{one.colour}" if one.owed is None else "bulletin.black_owed"
    agency = say(f"lists.agency_{one.agency}")
    over = say("bulletin.over" if one.is_over else "bulletin.goes_on")
    return say(key, agency=agency, days=one.days, owed=one.owed or "", over=over)


def _citizen(found: bulletins.Bulletin) -> Say:
    if not found.citizen:
        return say("bulletin.citizen_masked")
    return say("bulletin.citizen", name=found.citizen)
