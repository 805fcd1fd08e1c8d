"""The town's lists: published each evening, shown to whoever asks, followed by notices on lines."""

from services.standing.lists.board import (
    Board,
    CameraBoard,
    CompanyLists,
    Entry,
    ListsPublished,
    Masked,
)
from services.standing.lists.cameras import CameraTruth, camera_truth, cameras, take_down
from services.standing.lists.companies import CompanyPage, NoSuchList, company, drawn_up
from services.standing.lists.pages import ListingPage, Newer, any_listing, my_listing
from services.standing.lists.service import (
    CALLER_NOTICES,
    EVENING_LISTS,
    RED_AT_LEAST,
    RED_MAX,
    Asked,
    Mine,
    NoticesChanged,
    ask,
    attach_notices,
    current_board,
    evening,
    notices,
    publish,
    publish_now,
    start_evenings,
)
from services.standing.lists.shame import (
    CourtEntry,
    CourtList,
    Shamed,
    ShameWall,
    court_list,
    read_shame,
    shame,
)
