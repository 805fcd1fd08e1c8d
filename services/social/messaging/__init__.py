"""People writing to each other: conversations, what is carried, and the directory of the town."""

from services.social.messaging.conversations import (
    ChatLine,
    Conversation,
    GroupConversation,
    NotTalking,
    TalkToSelf,
    chats,
    current,
    in_talks,
    leave,
    let_go,
    open_by_name,
    open_group,
    open_with,
    ring_here,
    talk_with,
)
from services.social.messaging.enclosures import (
    SIDE_MAX,
    SIZE_MAX,
    Enclosure,
    EnclosureTooLarge,
    Kind,
    KindNotCarried,
    PictureTooLarge,
    check,
)
from services.social.messaging.service import (
    PAGE_SIZE,
    TEXT_MAX,
    LeadsNowhere,
    MessageCorrected,
    MessageSent,
    MessageTooLong,
    MessageToSelf,
    NotReached,
    correct,
    directory,
    refuse_kind,
    say,
    send,
)
