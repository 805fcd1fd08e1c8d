"""What messaging adds to the bot."""

from __future__ import annotations

from bot.acts import Access
from bot.features import Command, Feature
from bot.social.messaging import views
from bot.social.messaging.handlers import router
from services.social.messaging import MessageSent

FEATURE = Feature(
    name="messaging",
    routers=(router,),
    commands=(Command("msg", Access.PARTICIPANT, rank=40),),
    event_views={MessageSent: views.received},
)
