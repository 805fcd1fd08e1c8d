from bot.intentions.handlers import FEATURE
