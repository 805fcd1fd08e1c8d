from bot.workshops.cards.handlers import FEATURE
