from bot.social.messaging.handlers import FEATURE
