from bot.workshops.power.handlers import power_feature
