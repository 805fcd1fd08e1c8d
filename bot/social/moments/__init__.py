from bot.social.moments.handlers import FEATURE
