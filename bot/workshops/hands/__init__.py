from bot.workshops.hands.handlers import FEATURE
