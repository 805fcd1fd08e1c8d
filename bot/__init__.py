"""The Telegram face: routers, keyboards, words; and the runtime that receives and sends."""
