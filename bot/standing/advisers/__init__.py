from bot.standing.advisers.handlers import FEATURE
