"""What is guessed about people, shown where the law opens it."""

from bot.living.proxies.feature import FEATURE

__all__ = ["FEATURE"]
