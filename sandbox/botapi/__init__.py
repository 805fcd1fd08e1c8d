"""The Bot API server: what bots ask, in Telegram's shapes and words."""
