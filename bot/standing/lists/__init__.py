from bot.standing.lists.handlers import FEATURE
