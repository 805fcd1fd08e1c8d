from bot.workshops.questions.handlers import FEATURE
