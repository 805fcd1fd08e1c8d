from bot.workshops.figures.handlers import FEATURE
