"""Coming and going: the consent card, the persona, help, menus, leaving, and groups."""

from bot.workshops.sessions.feature import FEATURE

__all__ = ["FEATURE"]
