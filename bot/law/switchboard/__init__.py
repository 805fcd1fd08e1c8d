from bot.law.switchboard.handlers import FEATURE
