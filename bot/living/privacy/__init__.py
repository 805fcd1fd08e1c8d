from bot.living.privacy.handlers import FEATURE
