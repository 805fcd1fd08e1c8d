"""An office that notes what people write about, where the law lets it: topics, never words."""

from services.social.moderation.catalogue import Topic, topics
from services.social.moderation.service import (
    Chill,
    DraftHeld,
    MessageFlagged,
    chill,
    holds_back,
    withdraw,
)
