"""Writing to somebody. Parses; rules are the service's."""

from __future__ import annotations

from bot.acts import Access, Act, GuardedRouter, act
from bot.features import Command, Feature
from bot.social.messaging import views
from services.kernel.errors import Usage
from services.social import messaging
from services.social.messaging import MessageSent

router = GuardedRouter("messaging", access=Access.PARTICIPANT)


@router.command("msg")
def write(words: str) -> Act:
    """`/msg NAME text`."""
    match words.split(maxsplit=1):
        case [name, text]:
            return act(messaging.send, name, text).show(views.sent)
        case _:
            raise Usage(command="msg")


FEATURE = Feature(
    name="messaging",
    routers=(router,),
    commands=(Command("msg", Access.PARTICIPANT, rank=40),),
    event_views={MessageSent: views.received},
)
