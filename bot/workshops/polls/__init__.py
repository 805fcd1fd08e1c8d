from bot.workshops.polls.handlers import FEATURE
