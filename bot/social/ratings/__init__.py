from bot.social.ratings.handlers import FEATURE
