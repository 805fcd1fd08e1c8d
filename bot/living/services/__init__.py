from bot.living.services.handlers import FEATURE
