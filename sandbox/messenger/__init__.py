"""The messenger itself: people, bots, chats, messages and what happens to them. No HTTP."""
