"""Friends: asked, accepted, ended; and what they bring to a score while the law lets them."""

from services.social.friends.circle import (
    FIRST_FRIENDS,
    PAGE_SIZE,
    Circle,
    arrive,
    overview,
    standing_facts,
)
from services.social.friends.records import (
    AskWithdrawn,
    Befriended,
    FriendAsked,
    FriendDeclined,
    Friendship,
    FriendshipState,
    KnownHere,
    Unfriended,
    between,
    friendship_of,
    graph,
    graph_at,
    of_person,
)
from services.social.friends.service import (
    ASKED_MAX,
    AlreadyFriends,
    AskedBefore,
    FriendToSelf,
    NotFriends,
    TooManyAsked,
    accept,
    acquaint,
    ask,
    ask_neighbour,
    decline,
    unfriend,
    unfriend_by_name,
)
from services.social.friends.standing import (
    FRIEND_STANDING,
    Graph,
    conduct_law,
    standing_strand,
    standings,
)
