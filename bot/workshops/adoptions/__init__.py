from bot.workshops.adoptions.handlers import FEATURE
