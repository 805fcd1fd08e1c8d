"""What the wallet adds to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.money.wallet.handlers import router

FEATURE = Feature(
    name="wallet",
    routers=(router,),
    commands=(Command("wallet", Access.PARTICIPANT, rank=20),),
)
