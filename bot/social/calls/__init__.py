from bot.social.calls.handlers import FEATURE
