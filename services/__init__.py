"""The town: what may happen, and what is remembered. Knows no Telegram, no HTTP, no asyncio."""
