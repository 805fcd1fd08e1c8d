from bot.standing.courts.handlers import FEATURE
