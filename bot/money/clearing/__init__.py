from bot.money.clearing.handlers import FEATURE
