"""What each verb of a card does, in the services' own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.kernel.money import Fen
from services.money import envelopes
from services.standing import agencies, courts, lists

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.kernel.town import Town

    Parameters = Mapping[str, int]


def _gala(town: Town, given: Parameters) -> None:
    envelopes.start_gala(town, Fen(given["amount_fen"]), given.get("shares"))


def _judgment_served(town: Town, given: Parameters) -> None:
    courts.judge(town, amount=Fen(given["amount_fen"]), days=given["days"])


def _judgment_not_paid(town: Town, given: Parameters) -> None:
    courts.not_paid(town, amount=Fen(given["amount_fen"]))


def _judgment_paid(town: Town, _: Parameters) -> None:
    courts.pay_judgment(town)


def _publish_lists(town: Town, _: Parameters) -> None:
    lists.publish_now(town)


def _licence_review(town: Town, _: Parameters) -> None:
    agencies.review_licences(town)


PLAYS: Mapping[str, Callable[[Town, Parameters], None]] = {
    "gala": _gala,
    "judgment_served": _judgment_served,
    "judgment_not_paid": _judgment_not_paid,
    "judgment_paid": _judgment_paid,
    "publish_lists": _publish_lists,
    "licence_review": _licence_review,
}
