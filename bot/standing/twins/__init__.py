from bot.standing.twins.handlers import FEATURE
