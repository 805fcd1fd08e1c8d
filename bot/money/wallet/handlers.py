"""What is typed to see one's money. Parses; the wallet reads."""

from __future__ import annotations

from bot.acts import Access, GuardedRouter, act
from bot.features import Command, Feature
from bot.money.wallet import views
from services.money.wallet import statement

router = GuardedRouter("wallet", access=Access.PARTICIPANT)

router.always("wallet", act(statement).show(views.wallet).also_paused())

FEATURE = Feature(
    name="wallet",
    routers=(router,),
    commands=(Command("wallet", Access.PARTICIPANT, rank=20),),
)
