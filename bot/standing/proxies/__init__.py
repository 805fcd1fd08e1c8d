from bot.standing.proxies.handlers import FEATURE
