"""What is typed to see one's money. Parses; the wallet reads."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.money.wallet import statements, views
from bot.words import read
from services.money import receipts
from services.money.wallet import statement

router = GuardedRouter("wallet", access=Access.PARTICIPANT)

router.always("wallet", act(statement).show(views.wallet).also_paused())


@router.command("statement")
def month(words: str) -> Act:
    """`/statement` is this month, `/statement 3` March, `/statement 2015-03` that of a year."""
    return act(read, receipts.statement, words).show(statements.month).also_paused()


FEATURE = Feature(
    name="wallet",
    routers=(router,),
    commands=(
        Command("wallet", Access.PARTICIPANT, rank=20),
        Command("statement", Access.PARTICIPANT, rank=24),
    ),
)
