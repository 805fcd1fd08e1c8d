from bot.money.platforms.handlers import FEATURE
