from bot.workshops.figures.views import FEATURE
