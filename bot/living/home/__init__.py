from bot.living.home.handlers import home_feature
