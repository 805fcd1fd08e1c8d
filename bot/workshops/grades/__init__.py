from bot.workshops.grades.handlers import FEATURE
