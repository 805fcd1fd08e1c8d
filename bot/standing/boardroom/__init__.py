from bot.standing.boardroom.handlers import FEATURE
