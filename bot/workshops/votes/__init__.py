from bot.workshops.votes.handlers import FEATURE
