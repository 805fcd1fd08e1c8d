from bot.standing.payrolls.handlers import FEATURE
