from bot.social.groups.handlers import FEATURE
