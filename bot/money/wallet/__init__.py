from bot.money.wallet.handlers import FEATURE
