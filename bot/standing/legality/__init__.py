from bot.standing.legality.handlers import FEATURE
