from bot.workshops.handbook.handlers import handbook_feature
