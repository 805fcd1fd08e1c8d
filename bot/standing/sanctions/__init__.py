from bot.standing.sanctions.handlers import FEATURE
