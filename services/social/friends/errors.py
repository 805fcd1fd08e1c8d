"""What friends refuse."""

from __future__ import annotations

from services.kernel.errors import RuleError


class FriendToSelf(RuleError):
    """Everybody is their own friend already."""

    code = "friend_to_self"


class AlreadyFriends(RuleError):
    """The two are friends. Field: `name`."""

    code = "already_friends"


class AskedBefore(RuleError):
    """The other one declined a short while ago. Fields: `name`, `again` (when one may ask)."""

    code = "asked_before"


class TooManyAsked(RuleError):
    """As many as `limit` people have not answered yet."""

    code = "too_many_asked"


class NotFriends(RuleError):
    """There is no friendship to end. Field: `name`."""

    code = "not_friends"
