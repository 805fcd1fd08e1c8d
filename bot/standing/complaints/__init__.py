from bot.standing.complaints.handlers import FEATURE
