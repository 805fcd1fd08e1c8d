"""How offices, the bureau, rescoring and what-if look to who runs the town. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.arguments import go
from bot.replies import Answer, Button, Message, Redraw, Replies, Say, grid, next_page, say, to_town
from bot.standing.agencies.views import OfficePage, ShareWithBureau, SwitchOffice, label, name
from services.kernel.paging import page_of
from services.kernel.time import Moment
from services.living import offices
from services.standing import agencies, rescoring

PAGE_SIZE = 10  # offices with buttons; the 38 fill four pages
PAGES = 4
HUNDREDTHS = 100


def office_list(found: offices.OfficeList) -> Replies:
    lines = tuple(_short(line) for line in found.lines)
    evidence = say("provenance.invented")
    text = say("offices.all", total=len(found.lines), lines=lines, evidence=evidence)
    to_switch = ((Button(say("offices.to_switch"), OfficePage(page=0)),),)
    return (Message(text, keyboard=to_switch if found.has_town else ()),)


def office_card(found: offices.OfficeList, number: int) -> Message:
    """Offices with buttons, drawn again when one is closed or opened."""
    shown = page_of(found.lines, number, PAGE_SIZE)
    keyboard = grid([_switch(line) for line in shown.items], 1)
    turning = next_page(OfficePage, shown)
    text = say("offices.page", lines=tuple(_long(line) for line in shown.items))
    return Message(text, keyboard=(*keyboard, *turning), card=f"offices:{number}")


def switched(done: offices.Switched) -> Replies:
    """Every page that hangs somewhere shows it."""
    if not done.changed:
        key = "offices.stood_already"
    else:
        key = "offices.opened" if done.is_open else "offices.closed"
    answer = Answer(say(key, title=done.office.title))
    return (answer, *(Redraw(f"offices:{number}") for number in range(PAGES)))


def bureau_card(found: agencies.Bureau) -> Message:
    """Who feeds the bureau, and how much of the town it knows."""
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
        blocked="" if found.blocked is None else say("bureau.blocked", count=found.blocked.records),
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


def shared(done: agencies.Share) -> Replies:
    if not done.changed:
        key = "bureau.stood_already"
    else:
        key = "bureau.now_shares" if done.shares else "bureau.now_keeps"
    return (Answer(say(key, title=done.agency.title)),)


def sharing_changed(_: agencies.SharingChanged) -> Replies:
    return (Redraw("bureau:"),)


def licences_reviewed(event: agencies.LicencesReviewed) -> Replies:
    """The town hears how the trial ended; the bureau's card shows it."""
    names = tuple(say("bureau.licensed", title=one) for one in event.passed)
    text = say(
        "bureau.reviewed",
        total=event.companies,
        months=event.months,
        outcome=names or say("bureau.nobody_licensed"),
        room=_room(event),
        evidence=say(f"provenance.{event.provenance}"),
    )
    why = ((go("chosen"),),)
    return (*(replace(one, keyboard=why) for one in to_town(text)), Redraw("bureau:"))


def _room(event: agencies.LicencesReviewed) -> Say | str:
    """What the room had said before, where it was asked."""
    if not event.said:
        return ""
    reasons = tuple(
        say("bureau.reason", title=one.title, number=count) for one, count in event.said
    )
    yes = sum(count for one, count in event.said if one.licenses)
    no = sum(count for one, count in event.said if not one.licenses)
    return say("bureau.room", yes=yes, no=no, reasons=reasons)


def run_card(found: rescoring.Run) -> Message:
    key = "rescoring.done" if found.is_done else "rescoring.begun"
    names = tuple(say("bullet", title=one.title) for one in found.agencies)
    text = say(key, count=found.scores, agencies=names, at=Moment(found.at))
    return Message(text, card=f"rescoring:{found.rescoring_id}")


def rescored(event: rescoring.RescoringEnded) -> Replies:
    return (Redraw(f"rescoring:{event.rescoring_id}"),)


def what_if(found: rescoring.WhatIf) -> Replies:
    lines = tuple(_shift(shift) for shift in found.shifts)
    text = say("whatif.page", rule=found.rule, instead=found.instead, lines=lines)
    return (Message(text),)


def _shift(shift: rescoring.Shift) -> Say:
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


def _short(line: offices.OfficeLine) -> Say:
    key = "offices.line" if line.is_open else "offices.line_closed"
    return say(key, name=_office_name(line))


def _long(line: offices.OfficeLine) -> Say:
    return say(
        "offices.full" if line.is_open else "offices.full_closed",
        name=_office_name(line),
        days=line.office.delay_days,
        error=line.office.error_per_mille,
        reported=line.so_far.reported,
        wrong=line.so_far.wrong,
        label=label(line.office.provenance),
    )


def _office_name(line: offices.OfficeLine) -> Say:
    key = "agencies.name_invented" if line.office.is_invented else "agencies.name"
    return say(key, title=line.office.title)


def _switch(line: offices.OfficeLine) -> Button:
    key = "offices.close" if line.is_open else "offices.open"
    data = SwitchOffice(office=line.office.office_id, open=not line.is_open)
    return Button(say(key, title=line.office.title), data)


def _company(one: agencies.Share, found: agencies.Bureau) -> Say:
    outcome = found.licences.get(one.agency.agency_id)
    licence = {None: "on_trial", False: "no_licence", True: "has_licence"}[outcome]
    return say(
        "bureau.shares" if one.shares else "bureau.keeps",
        name=name(one.agency),
        percent=found.ownership_records.percent_of(one.agency.agency_id),
        licence=say(f"bureau.{licence}"),
    )


def _sharing(one: agencies.Share) -> Button:
    key = "bureau.stop" if one.shares else "bureau.share"
    data = ShareWithBureau(agency=one.agency.agency_id, shares=not one.shares)
    return Button(say(key, title=one.agency.title), data)
