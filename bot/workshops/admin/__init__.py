"""What the administration adds to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.workshops.admin.handlers import admins, anybody

FEATURE = Feature(
    name="admin",
    routers=(admins, anybody),
    commands=(
        Command("admin", Access.ADMIN, rank=60),
        Command("workshops", Access.ADMIN, rank=61),
        Command("grant", Access.ADMIN, rank=62),
        Command("revoke", Access.ADMIN, rank=63),
        Command("audit", Access.ADMIN, rank=66),
        Command("whoami", Access.ANYONE, rank=86),
    ),
)
