from bot.social.moderation.handlers import FEATURE
