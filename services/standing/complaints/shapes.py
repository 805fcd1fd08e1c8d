"""What complaints, orders and decisions are, what may be refused, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.kernel.errors import Outdated, RuleError
from services.kernel.localized import Localized
from services.kernel.time import Moment
from services.kernel.town import Event, ParticipantId
from services.law.clocks import Reading


class FileNotGivenHere(RuleError):
    """The town never gave the asker a file with this seal. Field: `seal`, as it was typed."""


class ComplaintTooLong(RuleError):
    """The words of a complaint or a decision are longer than `limit` characters; `typed` were."""


class TooManyComplaints(RuleError):
    """The asker has `limit` complaints open already."""


class NoSuchComplaint(RuleError):
    """This town has no complaint of that `number`."""


class NotYourComplaint(NoSuchComplaint):
    """The complaint of that `number` is somebody else's."""


class NotYourEntry(Outdated):
    """The entry of that `number` stands under somebody else's name, or a company keeps it."""


class OwnComplaint(RuleError):
    """Whoever decides is the one who complained. Field: `number`."""


class ComplaintDecided(RuleError):
    """The complaint was decided before, and a decision stands. Field: `number`."""


NUMBER_MAX = 2**31  # above any number that was ever given


class WithOmbudsman(RuleError):
    """The complaint is with the ombudsman, and nobody else decides it. Field: `number`."""


class NoOmbudsman(RuleError):
    """The law of the town knows no ombudsman."""

    opened_by = "ombudsman on"


class NotToReconsider(RuleError):
    """The case is open, was reconsidered, or its days are over. Field: `number`."""


class OrdersConflict(RuleError):
    """A decision would contradict itself, or the one of `number` about the same thing."""


class BooksHidden(RuleError):
    """The law in force keeps what is known of people from them."""

    opened_by = "data_rights on"


class ComplaintState(StrEnum):
    """How far a complaint is."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Forum(StrEnum):
    """With whom a complaint is."""

    TOWN_HALL = "town_hall"  # whoever runs the workshop, who is a party
    COURT = "court"
    OMBUDSMAN = "ombudsman"


class DecidedBy(StrEnum):
    """Who decided."""

    NOBODY = ""
    FACILITATOR = "facilitator"
    PEOPLE = "people"  # who hold the ombudsman's office
    RULES = "rules"  # the scripted office, by rules that everybody may read


class View(StrEnum):
    """What the complainant says of the end: a closed case is not a cured one."""

    UNSAID = ""
    CURED = "cured"
    NOT_CURED = "not_cured"


class Stage(StrEnum):
    """How far the work on it is, whatever the outcome."""

    OPEN = "open"
    EXECUTING = "executing"
    CHECKED = "checked"


class Opener(StrEnum):
    """Who opened it."""

    PERSON = "person"
    TOWN = "town"  # by itself, because a file that it gave out does not follow


class About(StrEnum):
    """What is said to be wrong."""

    ARITHMETIC = "arithmetic"
    FACT = "fact"
    GUESS = "guess"
    LISTING = "listing"
    UNTOLD = "untold"  # an entry that nobody told its person of; its subject says so
    UNSAID = "unsaid"  # its person has not said yet; its subject says so


@dataclass(frozen=True, slots=True)
class Finding:
    """What the machine found: books and score agree, or where they first differ.

    `where` is empty where the law in force keeps the place to itself.
    """

    agrees: bool
    where: str = ""
    expected: str = ""
    found: str = ""


class OrderKind(StrEnum):
    """What may be ordered."""

    CORRECT = "correct"
    DELIST = "delist"
    RESCORE = "rescore"
    COMPENSATE = "compensate"
    APOLOGISE = "apologise"
    SERVE = "serve"  # tell the person of the entry, as the law wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing that a decision ordered. `is_cured`: what the books said when they were looked at,
    None before.
    """

    kind: OrderKind
    target: str  # an office, an agency, "listing:5"
    detail: str
    ordered: int
    is_cured: bool | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint about one score."""

    complaint_id: int
    number: int  # in its town
    who: ParticipantId
    name: str
    agency_id: str
    title: Localized
    score_id: int
    score: int
    opener: Opener
    words: str
    finding: Finding | None  # None: from before the town looked
    state: ComplaintState
    opened: Moment
    decided: Moment | None
    decided_words: str
    about: About = About.ARITHMETIC
    score_after: int | None = None  # what the agency computed anew, where it was upheld
    subject: str = ""  # which entry of a list, where it contests one
    forum: Forum = Forum.TOWN_HALL
    ground: str = ""
    decided_by: DecidedBy = DecidedBy.NOBODY
    signer: ParticipantId | None = None
    balance: str = ""
    view: View = View.UNSAID
    clock: Reading | None = None  # the stage that runs, or ran last
    orders: tuple[Order, ...] = ()
    second: ParticipantId | None = None  # who signed beside the signer

    @property
    def signers(self) -> int:
        """How many signed the decision: the scripted office is one, however it decides."""
        return 1 if self.second is None else 2

    @property
    def stage(self) -> Stage:
        """How far the work on it is; the outcome and the person's view are told apart."""
        if self.state is ComplaintState.OPEN:
            return Stage.OPEN
        waits = any(one.is_cured is None for one in self.orders)
        return Stage.EXECUTING if waits else Stage.CHECKED

    @property
    def is_unsaid(self) -> bool:
        """Whether it is open and its person may still say what it is about."""
        return self.about is About.UNSAID and self.state is ComplaintState.OPEN

    @property
    def is_again(self) -> bool:
        """Whether it asks once more about what was decided before."""
        return self.subject.endswith(":again")

    @property
    def thing(self) -> tuple[About, int, str]:
        """What it is about: of one thing one decision stands."""
        entry = self.listing_id
        unsaid = self.subject.removesuffix(":again") if self.about is About.UNSAID else ""
        return self.about, self.score_id if entry is None else 0, unsaid or str(entry or self.named)

    @property
    def named(self) -> str:
        """The one fact (its number) or guess (its name) that it is about; empty for any."""
        kind, _, rest = self.subject.partition(":")
        return rest.partition(":")[0] if kind in (About.FACT, About.GUESS) else ""

    @property
    def listing_id(self) -> int | None:
        """Of the one entry that it is about, if it names one."""
        kind, _, rest = self.subject.partition(":")
        number = rest.partition(":")[0]
        is_one = kind in ("listing", "entry", About.UNTOLD) and number
        return int(number) if is_one else None

    @property
    def is_contest(self) -> bool:
        """Whether it contests one entry of a list."""
        return self.subject.startswith("listing:")


@dataclass(frozen=True, slots=True)
class ComplaintOpened(Event):
    """A complaint stands in the book, opened by its person or by the town."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintEnded(Event):
    """A complaint was upheld or dismissed."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ComplaintConcerns(Event):
    """Its person has said what a complaint is about."""

    complaint_id: int


@dataclass(frozen=True, slots=True)
class OrdersChecked(Event):
    """It was looked at whether what a decision ordered has been done."""

    complaint: Complaint


@dataclass(frozen=True, slots=True)
class ApologyMade(Event):
    """An agency apologises publicly: the case by its number, nobody by their name."""

    number: int
    agency: str


@dataclass(frozen=True, slots=True)
class ViewSaid(Event):
    """The complainant says whether it has been put right."""

    complaint: Complaint
