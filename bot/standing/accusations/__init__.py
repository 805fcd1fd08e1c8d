from bot.standing.accusations.handlers import FEATURE
