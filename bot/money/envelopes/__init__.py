from bot.money.envelopes.handlers import FEATURE
