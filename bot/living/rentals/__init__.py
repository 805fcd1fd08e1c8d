from bot.living.rentals.handlers import FEATURE
