from bot.workshops.panel.handlers import FEATURE
