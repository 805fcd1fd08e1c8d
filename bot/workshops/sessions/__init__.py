from bot.workshops.sessions.handlers import AT_THE_DOOR, FEATURE
