from bot.money.transfers.handlers import FEATURE
