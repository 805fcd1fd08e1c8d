from bot.workshops.truth.handlers import FEATURE
