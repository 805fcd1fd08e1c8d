"""Which switches there are, what each may be set to, and what holds before anybody sets it.

Owns the reading of `seeds/law/switches.yaml`. Its words are the locales' business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from scoring.document import Sourced, Strict
from scoring.rule_checks import Complaint
from services.kernel.localized import Localized
from services.kernel.seeds import LOOSE, Span, known, load, named
from services.people.facts import kinds

Value = str | int


class Switch(StrEnum):
    """What the law can decide."""

    EXPLANATION = "explanation"
    FRIENDS = "friends"
    PROXIES = "proxies"
    KIN = "kin"
    PETTY = "petty"
    STANDARD_BANDS = "standard_bands"
    LEADERBOARD = "leaderboard"
    RESCORING_DAY = "rescoring_day"
    COMPANY_LISTS = "company_lists"
    CLEARING = "clearing"
    CAMERA_BOARD = "camera_board"
    CAMERA_ERROR = "camera_error"
    OFFICE_GRADES = "office_grades"
    MODERATION = "moderation"
    CALLER_NOTICE = "caller_notice"
    MESSAGE_NOTICE = "message_notice"
    SHAME_WALL = "shame_wall"
    BILLS = "bills"
    TAXES = "taxes"
    PURCHASES = "purchases"
    LOCATION = "location"
    ONLINE_HOURS = "online_hours"
    TRAFFIC = "traffic"
    READING = "reading"
    CONSENT_TO_SHARE = "consent_to_share"
    LICENCE_CONSULTATION = "licence_consultation"
    CONSULTATION = "consultation"
    CONFLICT_BAN = "conflict_ban"
    LIST_SANCTIONS = "list_sanctions"
    SLOW_LINE = "slow_line"
    JOINT_SANCTIONS = "joint_sanctions"
    SCORE_SANCTIONS = "score_sanctions"
    LEGAL_BASIS = "legal_basis"
    SECOND_SIGNATURE = "second_signature"
    LISTING_SERVED = "listing_served"
    MINORS_SPARED = "minors_spared"
    LISTING_MONTHS = "listing_months"
    OMBUDSMAN = "ombudsman"
    DATA_RIGHTS = "data_rights"
    PURGE_DAYS = "purge_days"
    TRUST_FLOOR = "trust_floor"


class Setting(Sourced):
    """One switch: its values in order, the one that holds from the start, its evidence."""

    switch: Annotated[Switch, LOOSE]
    source: Localized
    default: Value
    choices: tuple[str, ...] = Field(default=(), alias="values")
    range: Span | None = None
    # Of a number.
    unit: Literal["day_of_month", "per_hundred", "months", "days", "tenths"] | None = None
    kinds: tuple[str, ...] = ()  # facts that nobody who rates may read while it is off

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """All that it can be set to: words, or whole numbers from the first to the last."""
        if self.range is None:
            return self.choices
        first, last = self.range
        return tuple(range(first, last + 1))

    @property
    def is_number(self) -> bool:
        """Whether its values are whole numbers, from the first to the last."""
        return isinstance(self.default, int)

    @property
    def is_on_off(self) -> bool:
        """Whether it lets something be or forbids it."""
        return self.values == ("on", "off")

    def read(self, typed: str) -> Value | None:
        """The value that was typed or kept; None where it is not one of them."""
        wanted = typed.strip().lower()
        return next((value for value in self.values if str(value) == wanted), None)


class Switches(Strict):
    """The whole file."""

    format: Literal["law/1"]
    switches: Annotated[dict[Annotated[Switch, LOOSE], Setting], named("switch")]


def catalogue() -> Mapping[Switch, Setting]:
    """All switches, in the order in which they are shown. Raises `SeedFault`."""
    return load("law/switches.yaml", Switches, _check).switches


def forbidden(said: Mapping[str, Value]) -> frozenset[str]:
    """The kinds of facts that nobody who rates may read under this law."""
    off = (one for switch, one in catalogue().items() if said.get(switch.value) == "off")
    return frozenset(kind for one in off for kind in one.kinds)


def _check(file: Switches) -> Iterator[Complaint]:
    for switch in Switch:
        if switch not in file.switches:
            yield Complaint(("switches",), f"{switch} is missing", "every switch of the program")
    for switch, one in file.switches.items():
        place = ("switches", switch.value)
        if bool(one.choices) == (one.range is not None):
            yield Complaint(place, "what can it be set to", "either values or a range")
        elif (one.unit is None) != (one.range is None):
            yield Complaint(place, "what is it counted in", "a range with its unit, or neither")
        elif one.default not in one.values:
            yield Complaint(
                (*place, "default"),
                f"{one.default} is not one of its values",
                f"one of {', '.join(map(str, one.values))}",
            )
        for index, kind in enumerate(one.kinds):
            yield from known((*place, "kinds", index), kind, kinds())
