from bot.workshops.sessions.handlers import FEATURE
