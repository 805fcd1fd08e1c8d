"""A case to whoever holds the ombudsman's office: card, file, grounds, decision. Pure."""

from __future__ import annotations

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Turn, Words
from bot.replies import (
    Answer,
    Button,
    Message,
    Quote,
    Replies,
    Say,
    Show,
    To,
    grid,
    say,
)
from bot.standing.complaints import case_views
from bot.standing.complaints.case_views import (
    case_head,
    case_named,
    case_order,
    case_orders,
    case_outcome,
    case_served,
    case_stages,
    case_words,
)
from bot.standing.complaints.signing_views import Choose, drafted, ends, is_heard, still_heard
from bot.standing.complaints.views import finding
from services.people.facts import kinds
from services.standing import ombudsman
from services.standing.complaints import Complaint, ComplaintState, OrderKind
from services.standing.ombudsman import CaseFile, CasePage, Secret

Ground = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
Mask = Annotated[int, Field(ge=0, lt=2 ** len(OrderKind))]
SHA_SHOWN = 8


class ShowFile(CallbackData, prefix="oc5"):
    """All that the books say, to the office."""

    number: Turn


class OpenSecret(CallbackData, prefix="oc6"):
    number: Turn


class DraftIt(CallbackData, prefix="oc8"):
    """A ground, and which orders, before the decision."""

    number: Turn
    ground: Ground
    mask: Mask


class RuleIt(CallbackData, prefix="oc9"):
    number: Turn
    ground: Ground
    mask: Mask


class StopClock(CallbackData, prefix="oca"):
    """Stop it, or set it going again."""

    number: Turn


class Longer(CallbackData, prefix="ocb"):
    number: Turn


class Skip(CallbackData, prefix="ocf"):
    """Let a hearing go on without whoever it waits for."""

    number: Turn


class OpenHearing(CallbackData, prefix="occ"):
    number: Turn


def filed(event: ombudsman.CaseFiled) -> Replies:
    """Whoever may decide has the case's card; where rules decide nobody is told."""
    card = f"case:{event.complaint.complaint_id}"
    return tuple(Show(card, to=To(who)) for who in event.holders)


def card(found: CasePage) -> Message:
    """A case to whoever may decide it; drawn again when anything of it moves."""
    one = found.complaint
    text = say(
        "case.card",
        **case_head(one),
        name=one.name,
        outcome=case_outcome(one),
        clock=case_stages(found.file),
        words=case_words(one.words or found.file.own_words),
        finding=finding(one.finding),
        orders=case_orders(one),
        drafted=drafted(found.drafted),
        heard=still_heard(found.file),
    )
    if one.state is not ComplaintState.OPEN:
        return Message(text, card=f"case:{one.complaint_id}")
    keys = (*grid(_clock_ways(found), 2), *ends(found))
    return Message(text, keyboard=keys, card=f"case:{one.complaint_id}")


def shown(found: CasePage) -> Replies:
    """A case by its number: to the office its card, to whoever complained their page."""
    return (card(found),) if found.is_office else case_views.mine(found)


def _clock_ways(found: CasePage) -> list[Button]:
    clock, number = found.complaint.clock, found.complaint.number
    stop = "case.go_on" if clock is not None and clock.is_paused else "case.stop"
    rows: list[Button] = [
        Button(say("case.file"), ShowFile(number=number)),
        _hearing_way(found),
        Button(say(stop), StopClock(number=number)),
    ]
    if clock is not None and clock.may_extend:
        rows.append(Button(say("case.longer"), Longer(number=number)))
    return rows


def _hearing_way(found: CasePage) -> Button:
    """Open the hearing; once it is open, let it go on without whoever it waits for."""
    number, hearing = found.complaint.number, found.file.hearing
    if hearing is not None and hearing.turn is not None:
        return Button(say("case.skip"), Skip(number=number))
    return Button(say("case.hearing"), OpenHearing(number=number))


def file(found: CaseFile) -> Replies:
    """What every office and agency concerned has in its books."""
    one = found.complaint
    text = say(
        "case.file_page",
        number=one.number,
        left=say("case.has_left") if found.has_left else say("nothing"),
        parts=(*(_part(part) for part in found.parts), *_notes(found)),
        scores=tuple(
            say(
                "case.given",
                title=g.title,
                score=g.score,
                version=g.version,
                sha=g.sha[:SHA_SHOWN],
                at=g.at,
            )
            for g in found.given
        )
        or (say("case.none"),),
        readers=tuple(
            say("case.part", who=case_named(who), count=count) for who, count in found.readers
        ),
        entries=len(found.entries),
        guesses=len(found.guesses),
        served=case_served(found),
        others=tuple(say("case.other_clock", clock=c, due=due) for c, due in found.others),
        secret=_secret(found),
        heard=still_heard(found),
    )
    buttons: list[Button] = []
    if found.secret is Secret.SEALED:
        buttons.append(Button(say("case.open_secret"), OpenSecret(number=one.number)))
    if found.secret is Secret.OPENED:
        about = f"{one.number} weigh"
        buttons.append(Button(say("case.weigh"), AskWords(what=Words.CASE, about=about)))
    if not is_heard(found):
        buttons.append(Button(say("case.decide"), Choose(number=one.number)))
    return (Message(text, keyboard=grid(buttons, 2)),)


def choices(found: ombudsman.Choice) -> Replies:
    """A ground a button: first those that uphold, then those that dismiss."""
    number = found.complaint.number
    rows = []
    for mark, grounds in (("case.upholds", found.upholding), ("case.dismisses", found.dismissing)):
        for ground in grounds:
            mask = _mask(ground.orders)
            tap = DraftIt(number=number, ground=ground.ground_id, mask=mask)
            rows.append((Button(say(mark, title=ground.title), tap),))
    return (Message(say("case.choose", number=number), keyboard=tuple(rows)),)


def draft(found: ombudsman.Draft) -> Replies:
    """The decision before it is made; each order can be left out or put in."""
    number, ground = found.complaint.number, found.ground
    here = {"number": number, "ground": ground.ground_id}
    mask = _mask(found.orders)
    toggles = [
        Button(
            say("case.with" if kind in found.orders else "case.without", order=case_order(kind)),
            DraftIt(**here, mask=mask ^ (1 << bit)),
        )
        for bit, kind in enumerate(OrderKind)
        if kind in found.may
    ]
    words = AskWords(what=Words.CASE, about=f"{number} {ground.ground_id}")
    rule = (Button(say("case.rule"), RuleIt(**here, mask=mask)), Button(say("case.word"), words))
    text = say(
        "case.draft",
        number=number,
        title=ground.title,
        provision=ground.provision,
        evidence=say(f"provenance.{ground.provenance}"),
        source=ground.source,
        effect=say("case.draft_upholds" if ground.upholds else "case.draft_dismisses"),
    )
    return (Message(text, keyboard=(*grid(toggles, 2), rule), in_place=True),)


def ruled(one: Complaint) -> Replies:
    """Decided; or drafted, where another of the office is to sign."""
    if one.state is ComplaintState.OPEN:
        return (Answer(say("case.toast_drafted", number=one.number)),)
    return (Answer(say(f"case.toast_{one.state}", number=one.number)),)


def weighed(one: Complaint) -> Replies:
    return (Message(say("case.weighed", number=one.number)),)


def clock_moved(one: Complaint) -> Replies:
    clock = one.clock
    is_paused = clock is not None and clock.is_paused
    return (Answer(say("case.toast_stopped" if is_paused else "case.toast_runs")),)


def _part(part: ombudsman.Part) -> Say:
    known = kinds()
    newest = [known[f.kind].title for f in part.newest if f.kind in known and known[f.kind].title]
    if not newest:
        return say("case.part", who=case_named(part.source), count=part.count)
    return say("case.part_newest", who=case_named(part.source), count=part.count, newest=newest)


def _notes(found: CaseFile) -> tuple[Say, ...]:
    known = kinds()
    titles = [(known[kind].title if kind in known else None) or kind for kind, _ in found.notes]
    return tuple(
        say("case.note", title=title, words=Quote(words))
        for title, (_, words) in zip(titles, found.notes, strict=True)
    )


def _secret(found: CaseFile) -> tuple[Say, ...]:
    lines = [say(f"case.secret_{found.secret}")]
    lines += [say("case.weight", title=w.title, points=w.points) for w in found.formula]
    return tuple(lines)


def _mask(orders: tuple[OrderKind, ...]) -> int:
    return sum(1 << bit for bit, kind in enumerate(OrderKind) if kind in orders)
