"""How one's card, one's data, a breach and the price of privacy look. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, TypeAlias

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.arguments import AskWords, Go, Page, Words, go, screen
from bot.charts import card_svg
from bot.closed_doors import clock_lines
from bot.replies import (
    Answer,
    Button,
    Message,
    Picture,
    Priority,
    Quote,
    RemoveButtons,
    Replies,
    Say,
    TextFile,
    To,
    ToAll,
    grid,
    next_page,
    say,
)
from bot.words import Read
from services.kernel.localized import Localized
from services.kernel.money import FEN_PER_YUAN, Money
from services.kernel.paging import Page as Paged
from services.kernel.time import Moment
from services.law import clocks
from services.living import errands, offices, privacy, rentals
from services.living.errands import ACCOUNT
from services.money import merchants
from services.people.facts import kinds
from services.standing import agencies

A_ROW = 3
USED_SHOWN = 4
# Parts of the town that are no office and no company, and what facts are for.
PARTS = frozenset(
    {"super_app", "town_hall", "market", "platform", "raters", "offices", "public", "seller"}
    | {"open_ratings"}
)
PURPOSES = frozenset(
    {"register", "identity", "payment", "service", "order", "judgment", "duty", "supply"}
    | {"schooling", "care", "trade", "advertising", "rental", "rating", "moderation", "summary"}
    | {"guess"}
)


Ledger: TypeAlias = tuple[clocks.Reading, ...]
# What is known of somebody, a page of it; the clocks of the consent that they withdrew, and of what
# an open case keeps from being purged.
OwnData: TypeAlias = tuple[Paged[privacy.Entry], Ledger, Ledger]


class MyData(CallbackData, prefix="md"):
    page: Page


class NotePage(CallbackData, prefix="mn"):
    """Beside which fact?"""

    page: Page


class TakeData(CallbackData, prefix="mf"):
    """All of it as one file."""


class Bid(CallbackData, prefix="mb"):
    """`fen` 0 is "for no money"."""

    moment: Annotated[int, Field(ge=1, le=2)]
    fen: Annotated[int, Field(ge=0, le=10**7)]


def card(read: Read[privacy.IdentityCard]) -> Replies:
    found = read.found
    fields = [(read.plain(title), value) for title, value in found.fields]
    most = sorted(found.used, key=lambda one: -one[1])[:USED_SHOWN]
    used = read.plain(say("id.used", count=len(found.used)))
    note = read.plain(say("id.note"))
    title = read.plain(say("id.title"))
    picture = Picture("id.png", card_svg(title, (found.name, found.trade), fields, used, note))
    text = say(
        "id.card",
        name=found.name,
        trade=found.trade,
        fields=_fields(found.fields),
        services=tuple(say("id.service", service=s, count=n) for s, n in most)
        or (say("id.no_services"),),
    )
    return (replace(screen(text, ((go("services"), go("optout")),)), picture=picture),)


def data(own: OwnData) -> Replies:
    """All that is known, with the ledgers of what was withdrawn and of what is held."""
    found, withdrawn, held = own
    lines = tuple(_entry(one) for one in found.items)
    text = say(
        "mydata.page",
        total=found.total,
        entries=lines or (say("mydata.nothing"),),
        withdrawn=say("mydata.withdrawn", lines=clock_lines(withdrawn)) if withdrawn else "",
        held=say("mydata.held", lines=clock_lines(held)) if held else "",
        provenance=say("provenance.invented"),
    )
    ways = ((Button(say("mydata.take"), TakeData()),), (go("correct"), go("note")))
    return (screen(text, (*next_page(MyData, found), *ways)),)


def notable(found: Paged[privacy.Entry]) -> Replies:
    """The facts beside which a note may stand: whoever taps one types it next."""
    rows = tuple(
        (
            Button(
                say("note.fact", title=_title(one), at=Moment(one.fact.at)),
                AskWords(what=Words.NOTE, about=str(one.fact.fact_id)),
            ),
        )
        for one in found.items
    )
    text = say("note.page", total=found.total)
    return (screen(text, (*rows, *next_page(NotePage, found)), back=Go(command="mydata")),)


def noted(found: privacy.Noted) -> Replies:
    return (Message(say("note.shown" if found.is_shown else "note.not_shown")),)


def taken(found: privacy.MyFile) -> Replies:
    """The file, and what the law's clock says of it."""
    clock = say("nothing")
    if found.clock is not None and found.due is not None:
        clock = say("mydata.in_time", clock=found.clock, due=found.due)
    text = say("mydata.taken", facts=found.facts, clock=clock)
    return (Message(text, file=TextFile(found.name, found.text)),)


def leaked(event: privacy.IdLeaked) -> Replies:
    text = say("id.leaked", fields=_fields(event.fields), kept=event.kept)
    return (Message(text, to=To(event.who), keyboard=((go("id"), go("optout")),)),)


def asked(event: privacy.PrivacyAsked) -> Replies:
    prices = [
        Button(say("bids.price", yuan=fen // FEN_PER_YUAN), Bid(moment=event.moment, fen=fen))
        for fen in privacy.PRICES_FEN
    ]
    never = Button(say("bids.never"), Bid(moment=event.moment, fen=0))
    text = say("bids.ask_again" if event.moment > 1 else "bids.ask")
    keyboard = grid([*prices, never], A_ROW)
    return (Message(text, to=ToAll(), keyboard=keyboard, priority=Priority.BROADCAST),)


def sealed(found: privacy.Sealed) -> Replies:
    return (Answer(say("bids.sealed_before" if found.again else "bids.sealed")), RemoveButtons())


def withdrawal_done(event: privacy.WithdrawalDone) -> Replies:
    """What rested on the consent is gone, and what that did to the bureau's score."""
    text = say("mydata.withdrawal_done_unrated")
    if event.before is not None and event.after is not None:
        text = say("mydata.withdrawal_done", before=event.before, after=event.after)
    return (Message(text, to=To(event.who), keyboard=((go("mydata"),),)),)


def held(event: privacy.ErasureHeld) -> Replies:
    """What the law would have purged, to whom it is about, and by which case it is held."""
    text = say("mydata.told_held", facts=event.facts, number=event.number)
    return (Message(text, to=To(event.who), keyboard=((go("mydata"), go("complain")),)),)


def goes_on(event: privacy.ErasureGoesOn) -> Replies:
    return (Message(say("mydata.told_goes_on"), to=To(event.who)),)


def purged(event: privacy.FactsPurged) -> Replies:
    """The town hears once of each kind how much is gone, and of nobody whose it was."""
    known = kinds()
    lines = tuple(say("mydata.purged_kind", kind=known[one].title or one) for one in event.kinds)
    still = say("mydata.purged_held", held=event.held) if event.held else ""
    text = say("mydata.purged", facts=event.facts, people=event.people, kinds=lines, still=still)
    return (Message(text, to=ToAll(), priority=Priority.BROADCAST),)


def worth(found: tuple[privacy.Auction, tuple[errands.Tally, ...]]) -> Replies:
    """For whoever runs the town: before and after, and what was left; no names."""
    auction, tallies = found
    lines = [
        say(
            "bids.moment" if one.median is not None else "bids.moment_without_price",
            number=number,
            answers=one.answers,
            never=one.never,
            median=Money(one.median or 0),
        )
        for number, one in enumerate(auction.moments, 1)
    ]
    if auction.pairs is not None:
        pairs = auction.pairs
        lines.append(say("bids.pairs", more=pairs.more, same=pairs.same, less=pairs.less))
    left = tuple(
        say(
            "bids.left",
            what=_what(one.what),
            left=one.left,
            back=one.back,
            missed=one.missed,
        )
        for one in tallies
    )
    text = say(
        "bids.page",
        moments=tuple(lines) or (say("bids.not_asked"),),
        left=left or (say("bids.nothing_left"),),
    )
    return (Message(text),)


def _what(what: str) -> Localized | Say:
    return say("optout.the_account") if what == ACCOUNT else errands.services()[what].title


def _fields(fields: tuple[tuple[Localized, str], ...]) -> tuple[Say, ...]:
    return tuple(say("id.field", title=title, value=value) for title, value in fields)


def _entry(one: privacy.Entry) -> Say:
    fact, kind = one.fact, one.kind
    values = {
        "what": _title(one),
        "at": Moment(fact.at),
        "source": _named(fact.source),
        "purpose": _purpose(fact.purpose),
        "recipients": _listed(fact.recipients),
        "sensitivity": say(f"mydata.{one.sensitivity}"),
    }
    said = say("mydata.entry", **values)
    if kind is not None and kind.guess is not None:
        guess = kind.guess
        said = say("mydata.guessed", **values, says=guess.says, wrong=guess.error_per_mille)
    if fact.kind == agencies.ASKED:
        said = say("mydata.told_to", entry=said, who=_named(fact.counterpart))
    if one.read_by:
        lines = tuple(
            say("mydata.reader", who=_named(by.agency), times=by.times, last=Moment(by.last))
            for by in one.read_by
        )
        said = say("mydata.read", entry=said, lines=lines)
    return say("note.beside", entry=said, note=Quote(one.note)) if one.note else said


def _title(one: privacy.Entry) -> Localized | str:
    kind = one.kind
    return kind.title if kind is not None and kind.title is not None else one.fact.kind


def _purpose(purpose: str) -> Say | str:
    """In words; a guess is known by what it guesses (`guess_nappies`), which its kind tells."""
    usual = purpose.partition("_")[0]
    return say(f"purpose.{usual}") if usual in PURPOSES else purpose


def _listed(recipients: str) -> Say | Localized:
    """In one line, as the language lists things."""
    first, *rest = recipients.split(",")
    if not rest:
        return _named(first)
    return say("mydata.and", first=_named(first), rest=_listed(",".join(rest)))


def _named(one: str) -> Say | Localized:
    """An office, a company, a seller or a part of the town by name; people are not named."""
    if one in PARTS:
        return say(f"part.{one}")
    providers = {thing.provider.id: thing.provider for thing in rentals.things().values()}
    known = (agencies.catalogue(), offices.catalogue(), merchants.catalogue(), providers)
    return next((among[one].title for among in known if one in among), say("part.somebody"))


def is_unnamed(one: str) -> bool:
    """Whether a source or recipient has no name that could be shown: a person's, or none at all."""
    return _named(one) == say("part.somebody")
