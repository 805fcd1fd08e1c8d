"""How offices, the bureau, rescoring and what-if look to who runs the town. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replies import Answer, Button, Message, Priority, Redraw, Say, ToAll, ToGroup, grid, say
from bot.standing.agencies.views import OfficePage, ShareWithBureau, SwitchOffice, label, name
from services.kernel.paging import page_of
from services.kernel.time import Moment

if TYPE_CHECKING:
    from bot.replies import Keyboard, Replies
    from services.living.offices import OfficeLine, OfficeList, Switched
    from services.standing.agencies import (
        Bureau,
        LicencesReviewed,
        Share,
        SharingChanged,
    )
    from services.standing.rescoring import RescoringEnded, Run, Shift, WhatIf

PAGE_SIZE = 10  # offices with buttons; the 38 fill four pages
PAGES = 4
HUNDREDTHS = 100


def office_list(found: OfficeList) -> Replies:
    lines = tuple(_short(line) for line in found.lines)
    text = say(
        "offices.all",
        total=len(found.lines),
        lines=lines,
        evidence=say("provenance.invented"),
    )
    keyboard: Keyboard = ()
    if found.has_town:
        keyboard = ((Button(say("offices.to_switch"), OfficePage(page=0)),),)
    return (Message(text, keyboard=keyboard),)


def page(found: OfficeList, number: int) -> Replies:
    return (office_card(found, number),)


def office_card(found: OfficeList, number: int) -> Message:
    """The same as a card, drawn again when an office is closed or opened."""
    shown = page_of(found.lines, number, PAGE_SIZE)
    keyboard = grid([_switch(line) for line in shown.items], 1)
    turn = Button(
        say("offices.next_page", page=shown.following + 1, pages=shown.pages),
        OfficePage(page=shown.following),
    )
    text = say("offices.page", lines=tuple(_long(line) for line in shown.items))
    return Message(text, keyboard=(*keyboard, (turn,)), card=f"offices:{number}")


def switched(done: Switched) -> Replies:
    """An office was closed or opened; every page that hangs somewhere shows it."""
    if not done.changed:
        key = "offices.stood_already"
    else:
        key = "offices.opened" if done.is_open else "offices.closed"
    answer = Answer(say(key, title=done.office.title))
    return (answer, *(Redraw(f"offices:{number}") for number in range(PAGES)))


def bureau(found: Bureau) -> Replies:
    """Who feeds the bureau, and how much of the town it knows."""
    return (bureau_card(found),)


def bureau_card(found: Bureau) -> Message:
    ownership_records = found.ownership_records
    others = (one for one in ownership_records.shares.holders if one.agency is None)
    text = say(
        "bureau.page",
        title=found.agency.title,
        sharing=sum(one.shares for one in found.companies),
        total=len(found.companies),
        known=found.coverage.known,
        people=found.coverage.people,
        percent=found.coverage.percent,
        lines=tuple(_company(one, found) for one in found.companies),
        owners=tuple(say("bureau.owner", title=one.name, percent=one.percent) for one in others),
        licensed=ownership_records.licence.date.isoformat(),
        licence_label=label(ownership_records.licence.provenance),
        capital=f"{ownership_records.capital_yuan.amount:,}",
        capital_label=label(ownership_records.capital_yuan.provenance),
        shares_label=label(ownership_records.shares.provenance),
        evidence=say(f"provenance.{found.agency.provenance}"),
    )
    return Message(
        text, keyboard=tuple((_sharing(one),) for one in found.companies), card="bureau:"
    )


def shared(done: Share) -> Replies:
    if not done.changed:
        key = "bureau.stood_already"
    else:
        key = "bureau.now_shares" if done.shares else "bureau.now_keeps"
    return (Answer(say(key, title=done.agency.title)),)


def sharing_changed(_: SharingChanged) -> Replies:
    """The bureau's card shows it."""
    return (Redraw("bureau:"),)


def licences_reviewed(event: LicencesReviewed) -> Replies:
    """The town hears how the trial ended; the bureau's card shows it."""
    names = tuple(say("bureau.licensed", title=one) for one in event.passed)
    text = say(
        "bureau.reviewed",
        total=event.companies,
        months=event.months,
        outcome=names or say("bureau.nobody_licensed"),
        evidence=say(f"provenance.{event.provenance}"),
    )
    return (
        Message(text, to=ToAll(), priority=Priority.BROADCAST),
        Message(text, to=ToGroup(), priority=Priority.BROADCAST),
        Redraw("bureau:"),
    )


def run(found: Run) -> Replies:
    """A rescoring has begun; its card tells when it is done."""
    return (run_card(found),)


def run_card(found: Run) -> Message:
    """How far a rescoring has come."""
    key = "rescoring.done" if found.is_done else "rescoring.begun"
    names = tuple(say("rescoring.agency", title=one.title) for one in found.agencies)
    text = say(key, count=found.scores, agencies=names, at=Moment(found.at))
    return Message(text, card=f"rescoring:{found.rescoring_id}")


def rescored(event: RescoringEnded) -> Replies:
    """The run's card tells that it is over."""
    return (Redraw(f"rescoring:{event.rescoring_id}"),)


def what_if(found: WhatIf) -> Replies:
    """How many scores would move, and by how much; no names."""
    lines = tuple(_shift(shift) for shift in found.shifts)
    text = say("whatif.page", rule=found.rule, instead=found.instead, lines=lines)
    return (Message(text),)


def _shift(shift: Shift) -> Say:
    if not shift.moved:
        return say("whatif.unmoved", title=shift.agency.title, people=shift.people)
    return say(
        "whatif.shift",
        title=shift.agency.title,
        moved=shift.moved,
        people=shift.people,
        up=shift.up,
        down=shift.down,
        mean=_hundredths(shift.mean_hundredths),
    )


def _hundredths(value: int) -> str:
    sign = "−" if value < 0 else "+"
    whole, part = divmod(abs(value), HUNDREDTHS)
    return f"{sign}{whole}.{part:02d}"


def _short(line: OfficeLine) -> Say:
    key = "offices.line" if line.is_open else "offices.line_closed"
    return say(key, name=_office_name(line))


def _long(line: OfficeLine) -> Say:
    return say(
        "offices.full" if line.is_open else "offices.full_closed",
        name=_office_name(line),
        days=line.office.delay_days,
        error=line.office.error_per_mille,
        reported=line.so_far.reported,
        wrong=line.so_far.wrong,
        label=label(line.office.provenance),
    )


def _office_name(line: OfficeLine) -> Say:
    key = "agencies.name_invented" if line.office.is_invented else "agencies.name"
    return say(key, title=line.office.title)


def _switch(line: OfficeLine) -> Button:
    key = "offices.close" if line.is_open else "offices.open"
    data = SwitchOffice(office=line.office.office_id, open=not line.is_open)
    return Button(say(key, title=line.office.title), data)


def _company(one: Share, found: Bureau) -> Say:
    """Whether a company shares, what it holds of the bureau, and what became of its licence."""
    outcome = found.licences.get(one.agency.agency_id)
    licence = {None: "on_trial", False: "no_licence", True: "has_licence"}[outcome]
    return say(
        "bureau.shares" if one.shares else "bureau.keeps",
        name=name(one.agency),
        percent=found.ownership_records.percent_of(one.agency.agency_id),
        licence=say(f"bureau.{licence}"),
    )


def _sharing(one: Share) -> Button:
    key = "bureau.stop" if one.shares else "bureau.share"
    data = ShareWithBureau(agency=one.agency.agency_id, shares=not one.shares)
    return Button(say(key, title=one.agency.title), data)
