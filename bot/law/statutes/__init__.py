from bot.law.statutes.handlers import FEATURE
