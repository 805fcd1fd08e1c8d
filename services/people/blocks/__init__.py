"""Whom somebody wants to hear nothing from. Whatever reaches one person asks here first."""

from services.people.blocks.service import (
    BlockedByYou,
    BlockSelf,
    TakesNothing,
    block,
    forget_blocks,
    is_blocked,
    not_heard,
    require_open,
    unblock,
)
