"""What is guessed about people, shown where the law opens it."""

from bot.standing.proxies.feature import FEATURE

__all__ = ["FEATURE"]
