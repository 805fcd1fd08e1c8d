from bot.workshops.admin.handlers import FEATURE
