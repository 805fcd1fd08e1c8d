"""Persons, participants, roles, groups, and where each is reached."""

from services.people.identity.entry import (
    Address,
    addresses,
    facilitator_address,
    facilitator_town,
    human_wait_s,
    known,
    language_at,
    language_of,
    office_town,
    own_town,
    participant_actor,
    participant_town,
    to_runner,
)
from services.people.identity.events import (
    FacilitatorChanged,
    ParticipantJoined,
    ParticipantLeft,
    WordsErased,
    WorkshopOpened,
)
from services.people.identity.groups import (
    GroupChat,
    bind_chat,
    bound_town,
    drop_group,
    move_group,
    note_in_group,
    town_groups,
)
from services.people.identity.outsiders import (
    NothingKept,
    choose_language,
    erase_words,
    forget,
    note_block,
    note_consent,
    owes_consent,
    person_of,
    set_blocked,
    visitor_of,
)
from services.people.identity.personas import in_language, name_keys
from services.people.identity.pulse import Stirred, active_since, note_act
from services.people.identity.queries import (
    Directory,
    Neighbour,
    NobodyOfThatName,
    SeveralOfThatName,
    add_participant,
    by_id,
    by_name,
    give_up_seat,
    lock_participant,
    name_of,
    names_like,
    neighbours,
    others,
    seat_of,
    set_habit,
    with_names,
)
from services.people.identity.roles import (
    grant_role,
    has_role,
    locked_holders,
    revoke_role,
    role_counts,
    roles_at,
    roles_of,
    run_by,
)
from services.people.identity.seconds import (
    add_second,
    be_at,
    desk_title,
    drop_seconds,
    invited_to,
    is_run_by,
    is_steward,
    may_run,
    others_run,
    runners,
    seconds_at,
    seconds_in,
    use_invitation,
    write_invitation,
)
from services.people.identity.tables import KNOWN_CHATS, PEOPLE
