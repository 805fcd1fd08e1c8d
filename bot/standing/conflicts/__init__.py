from bot.standing.conflicts.handlers import FEATURE
