from bot.workshops.handbook.handlers import HELP, handbook_feature
from bot.workshops.handbook.views import GROUPS
