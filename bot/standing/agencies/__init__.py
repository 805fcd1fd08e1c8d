from bot.standing.agencies.handlers import FEATURE
