from bot.social.requests.handlers import FEATURE
