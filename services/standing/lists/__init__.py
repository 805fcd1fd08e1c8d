"""The town's lists: published each evening, shown to whoever asks, followed by notices on lines."""

from services.standing.lists.cameras import CameraTruth, camera_truth, cameras
from services.standing.lists.companies import CompanyPage, NoSuchList, company
from services.standing.lists.evenings import (
    CALLER_NOTICES,
    EVENING_LISTS,
    evening,
    notices,
    start_evenings,
)
from services.standing.lists.events import (
    Board,
    CameraBoard,
    CompanyLists,
    Entry,
    ListsPublished,
    Masked,
)
from services.standing.lists.service import (
    Asked,
    Mine,
    NoticesChanged,
    ask,
    attach_notices,
    current_board,
    publish,
    publish_now,
)
