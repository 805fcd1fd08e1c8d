"""Asking what is known of oneself, for one's card, for what privacy is worth. Parses only."""

from __future__ import annotations

import re

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.living.privacy import views
from bot.living.privacy.views import Bid, MyData, NotePage, TakeData
from bot.words import read
from services.kernel.errors import Usage
from services.kernel.money import Fen
from services.kernel.town import Town
from services.living import errands, privacy

NOTE = re.compile(r"([1-9][0-9]{0,17})\s+(.+)", re.DOTALL)

runs = GuardedRouter("privacy_of_town", access=Access.WORKSHOP)
router = GuardedRouter("privacy", access=Access.PARTICIPANT, is_right=True)


def _worth(town: Town) -> tuple[privacy.Auction, tuple[errands.Tally, ...]]:
    return privacy.auction(town), errands.tallies(town)


def _own_data(town: Town, page: int = 0) -> views.OwnData:
    shown = privacy.my_data(town, page)
    return shown, privacy.my_withdrawals(town), privacy.my_held(town)


runs.always("bids", act(_worth).show(views.worth).also_paused())
router.always("id", act(read, privacy.my_card).show(views.card).also_paused())
router.always("mydata", act(_own_data).show(views.data).also_paused())
router.button(MyData, lambda tap: act(_own_data, tap.page).show(views.data).also_paused())


@router.command("note")
def note(words: str) -> Act:
    """`/note NUMBER WORDS`, from a button; alone, the facts beside which one may stand."""
    if not words:
        return act(privacy.my_data).show(views.notable).also_paused()
    found = NOTE.fullmatch(words)
    if found is None:
        raise Usage(command="note")
    return act(privacy.note, int(found[1]), found[2]).show(views.noted)


router.button(
    NotePage, lambda tap: act(privacy.my_data, tap.page).show(views.notable).also_paused()
)
router.button(TakeData, lambda _: act(privacy.take_data).show(views.taken))
router.button(
    Bid,
    lambda tap: act(privacy.bid, tap.moment, Fen(tap.fen) if tap.fen else None).show(views.sealed),
)

FEATURE = Feature(
    name="privacy",
    routers=(runs, router),
    commands=(
        Command("id", Access.PARTICIPANT, rank=54),
        Command("mydata", Access.PARTICIPANT, rank=55),
        Command("note", Access.PARTICIPANT, rank=55),
        Command("bids", Access.WORKSHOP, rank=62),
    ),
    event_views={
        privacy.PrivacyAsked: views.asked,
        privacy.IdLeaked: views.leaked,
        privacy.FactsPurged: views.purged,
        privacy.ErasureHeld: views.held,
        privacy.ErasureGoesOn: views.goes_on,
        privacy.WithdrawalDone: views.withdrawal_done,
    },
)
