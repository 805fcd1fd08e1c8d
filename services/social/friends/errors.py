"""What friends refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class FriendToSelf(RuleError):
    """Everybody is their own friend already."""


class AlreadyFriends(RuleError):
    """The two are friends. Field: `name`."""


class AskedBefore(RuleError):
    """The other one declined a short while ago. Fields: `name`, `again` (when one may ask)."""


class TooManyAsked(RuleError):
    """As many as `limit` people have not answered yet."""


class NotFriends(RuleError):
    """There is no friendship to end. Field: `name`."""
