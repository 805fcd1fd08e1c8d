from bot.social.friends.handlers import FEATURE
