from bot.standing.scores.handlers import FEATURE
