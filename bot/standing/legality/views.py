"""How legal opinions look: all rules by what was found, and one with every test. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import Go, screen
from bot.replies import Button, Replies, Say, grid, say
from services.standing import legality, sanctions
from services.standing.legality import Finding, Opinion, Verdict

COLUMNS = 6  # of numbers


class ReadOpinion(CallbackData, prefix="lg1"):
    rule: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def page(found: tuple[Opinion, ...]) -> Replies:
    """What the law in force lets close a door first, then what it does not; the worst first."""
    ordered = sorted(found, key=lambda one: (not one.is_in_force, -one.verdict))
    lines = [_line(number, one) for number, one in enumerate(ordered, 1)]
    in_force = sum(one.is_in_force for one in found)
    parts = [say("legal.head"), say("legal.in_force")]
    parts += lines[:in_force] or [say("legal.none_in_force")]
    if lines[in_force:]:
        parts += [say("legal.drafts"), *lines[in_force:]]
    parts.append(say("legal.aid"))
    keys = [
        Button(say("legal.key", number=number), ReadOpinion(rule=one.sanction.sanction_id))
        for number, one in enumerate(ordered, 1)
    ]
    return (screen(say("as_is", what=tuple(parts)), grid(keys, COLUMNS)),)


def opinion(found: Opinion) -> Replies:
    """One rule: what it rests on, and every test with its law."""
    basis = say("legal.basis", basis=found.sanction.basis)
    evidence = say("evidence_line", how=say(f"provenance.{found.sanction.provenance}"))
    parts = [say("legal.title", rule=_rule(found), verdict=_verdict(found.verdict)), basis]
    parts.append(evidence)
    if found.is_mine:
        parts.append(say("legal.yours"))
    if not found.is_in_force:
        parts.append(say("legal.draft"))
    parts += [_finding(one) for one in sorted(found.findings, key=lambda one: -one.verdict)]
    parts.append(say("legal.aid"))
    return (screen(say("as_is", what=tuple(parts)), back=Go(command="legal")),)


def _line(number: int, one: Opinion) -> Say:
    key = "legal.line" if one.verdict is Verdict.LAWFUL else "legal.line_fails"
    fails = [finding.test.fails for finding in one.findings if finding.verdict is one.verdict]
    mine = say("legal.mine") if one.is_mine else say("nothing")
    values = {"number": number, "mark": _mark(one.verdict), "rule": _rule(one)}
    return say(key, mine=mine, fails=fails, **values)


def _finding(found: Finding) -> Say:
    names = legality.catalogue().contexts
    elsewhere = tuple(names[part] for part in found.elsewhere)
    return say(
        "legal.finding",
        mark=_mark(found.verdict),
        title=found.test.title,
        says=found.test.says(found.verdict),
        elsewhere=say("legal.elsewhere", parts=list(elsewhere)) if elsewhere else say("nothing"),
        law=found.test.law,
    )


def _rule(one: Opinion) -> Say:
    door = sanctions.doors()[one.sanction.closes].title
    return say(f"legal.rule_{_how(one)}", door=door, rater=one.rater.title)


def _how(one: Opinion) -> str:
    if isinstance(one.sanction, sanctions.ScoreSanction):
        return "score"
    if isinstance(one.sanction, sanctions.ListSanction) and one.sanction.reaches == "child":
        return "child"
    return "list"


def _mark(verdict: Verdict) -> Say:
    return say(f"legal.mark_{verdict.name.lower()}")


def _verdict(verdict: Verdict) -> Say:
    return say(f"legal.verdict_{verdict.name.lower()}")
