"""How the help looks: one page for each group of commands, with the ways to the others. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.acts import Access
from bot.arguments import go
from bot.features import Command
from bot.replies import Button, Message, Replies, grid, say
from services.workshops.sessions import VisitorStatus

COLUMNS = 2
REST = "rest"
# What each command is for; what stands nowhere here is on the last page of its role.
GROUPS = {
    "session": (
        *(
            "panel",
            "people",
            "tables",
            "table",
            "hands",
            "say",
            "pause",
            "resume",
            "forward",
            "panic",
        ),
        *("workshop", "cofacilitate"),
    ),
    "show": ("run", "undo", "gala", "whatif", "rescore", "regulator", "seat"),
    "watch": (
        *(
            "complaints",
            "reports",
            "accusations",
            "orders",
            "answer",
            "truth",
            "tips",
            "power",
            "bureau",
        ),
        *("moderation", "notices", "bids", "polls", "motions", "exemptions"),
    ),
    "keep": (
        *("admin", "workshops", "grant", "revoke", "export", "purge", "audit", "offices"),
        *("health", "jobs", "backup"),
    ),
    "first": (
        *("menu", "wallet", "score", "chats", "hand", "help", "language", "privacy"),
        *("whoami", "join", "leave"),
    ),
    "people": (
        *("msg", "call", "hangup", "calls", "friends", "person", "groups", "moments"),
        *("rate", "report", "notice"),
    ),
    "money": (
        *("pay", "red_envelope", "request", "split", "code", "shops", "receipt", "statement"),
        *("platforms", "services", "rent", "return", "wages"),
    ),
    "standing": (
        *("lists", "courtlist", "shame", "cases", "doors", "lift"),
        *("blacklist", "mask", "unmask"),
    ),
    "rights": (
        *("legal", "complain", "accused", "case", "ombudsman", "precedents"),
        "accuse",
    ),
    "known": (
        *("id", "mydata", "correct", "note", "inferred", "twin", "history", "consent"),
        *("optout", "scope"),
    ),
    "raters": (*("agencies", "boardroom", "chosen", "advisers", "grades", "radar"),),
    REST: (
        *("town", "law", "statutes", "motion", "vote", "questions", "ask", "cards", "poll"),
        *("story", "adopt"),
    ),
}
OF_GROUP = {name: group for group, names in GROUPS.items() for name in names}
# For whoever lives nowhere and runs nothing: the ways in, and what they may know before.
AT_THE_DOOR = ("join", "help", "language", "privacy", "whoami")

FIRST_THINGS = ("friends", "services", "score")


class HelpPage(CallbackData, prefix="hp1"):
    group: Annotated[str, Field(pattern=r"^[a-z]{1,12}$")]


@dataclass(frozen=True, slots=True)
class Handbook:
    """All commands of the program, each once."""

    commands: tuple[Command, ...]

    @classmethod
    def of(cls, commands: Iterable[Command]) -> Handbook:
        once = {one.name: one for one in commands}
        return cls(tuple(sorted(once.values(), key=lambda one: (one.rank, one.name))))

    def pages(self, reader: VisitorStatus) -> dict[str, list[str]]:
        """The commands that somebody may use, by group; no group is empty."""
        may = _accesses(reader)
        pages: dict[str, list[str]] = {group: [] for group in GROUPS}
        for one in self.commands:
            if one.access in may and (len(may) > 1 or one.name in AT_THE_DOOR):
                pages[OF_GROUP.get(one.name, REST)].append(one.name)
        return {group: names for group, names in pages.items() if names}


def page(book: Handbook, reader: VisitorStatus, group: str = "") -> Replies:
    """One group of commands; the first where none, or one of another role, is asked for."""
    pages = book.pages(reader)
    if (
        group not in pages
        and reader.persona is not None
        and not (reader.is_facilitator or reader.is_admin)
    ):
        return (_welcome(pages),)
    shown = group if group in pages else next(iter(pages))
    lines = (say("help.line", name=one, what=say(f"command.{one}")) for one in pages[shown])
    text = say("help.page", title=say(f"help.{shown}"), lines=tuple(lines))
    if len(pages) == 1:
        return (Message(say("help.visitor", page=text)),)
    leads = (HelpPage(group=one) for one in pages if one != shown)
    others = [Button(say(f"help.{lead.group}"), lead) for lead in leads]
    home = ((go("home"),),) if reader.persona is not None else ()
    return (Message(text, keyboard=(*grid(others, COLUMNS), *home), in_place=True),)


def _welcome(pages: dict[str, list[str]]) -> Message:
    """For whoever lives here and asks what this is: three sentences, three first things, and below
    them the pages of commands.
    """
    first = tuple(go(one) for one in FIRST_THINGS)
    leads = (HelpPage(group=one) for one in pages)
    rest = [Button(say(f"help.{lead.group}"), lead) for lead in leads]
    return Message(say("help.welcome"), keyboard=(first, *grid(rest, COLUMNS), (go("home"),)))


def _accesses(reader: VisitorStatus) -> set[Access]:
    may = {Access.ANYONE}
    if reader.persona is not None:
        may.add(Access.PARTICIPANT)
    if reader.is_facilitator or reader.is_admin:
        may |= {Access.FACILITATOR, Access.WORKSHOP}
    if reader.is_admin:
        may.add(Access.ADMIN)
    return may
