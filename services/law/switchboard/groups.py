"""What each switch of the law is about: the pages on which it is read and set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.law.switchboard.queries import Clause

OTHERS = "others"  # where a switch stands that nobody has placed
DATA = "data"  # the scope of what may count
GROUPS: Mapping[str, tuple[str, ...]] = {
    "told": ("explanation", "standard_bands", "leaderboard", "licence_consultation"),
    "people": ("friends", "kin", "proxies", "consent_to_share"),
    DATA: (
        *("bills", "taxes", "purchases", "location"),
        *("online_hours", "reading", "traffic", "petty"),
        *("data_rights", "purge_days"),
    ),
    "lists": (
        *("company_lists", "legal_basis", "second_signature", "listing_served"),
        *("minors_spared", "listing_months"),
    ),
    "doors": (
        *("list_sanctions", "joint_sanctions", "score_sanctions", "slow_line"),
        "trust_floor",
    ),
    "shame": ("caller_notice", "message_notice", "shame_wall", "camera_board", "camera_error"),
    "power": (
        *("consultation", "ombudsman", "conflict_ban", "office_grades"),
        *("clearing", "moderation", "rescoring_day"),
    ),
}


def group_of(switch: str) -> str:
    """On which page a switch stands."""
    return next((group for group, named in GROUPS.items() if switch in named), OTHERS)


def grouped(clauses: Iterable[Clause]) -> dict[str, list[Clause]]:
    """By group, in the order of the pages; without those that would be empty."""
    found: dict[str, list[Clause]] = {group: [] for group in (*GROUPS, OTHERS)}
    for one in clauses:
        found[group_of(one.setting.switch.value)].append(one)
    return {group: some for group, some in found.items() if some}
