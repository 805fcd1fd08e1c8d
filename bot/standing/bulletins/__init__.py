from bot.standing.bulletins.handlers import FEATURE
