"""What a score page says of its own agency, and does not say of others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.replies import Say
from bot.words import words_for
from services.kernel.localized import LANGUAGES, Localized
from services.standing import agencies
from services.standing.scores import Explanation
from tests.unit.bot.test_scores_views import ELSEWHERE, html, page_of, shown


def test_a_band_is_called_common_only_where_it_is():
    band = Localized(en="Fair", zh="中等")
    for is_common in (True, False):
        page = page_of(Explanation.RECEIPT, band=band, has_common_bands=is_common)
        page = replace(page, explanation=Explanation.REASONS)
        assert ("Common band" in html(shown(page, "en"), "en")) == is_common
        assert "Fair" in html(shown(page, "en"), "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", agencies.catalogue().values(), ids=lambda one: one.agency_id)
def test_a_vague_score_is_labelled_with_its_own_agencys_evidence(
    one: agencies.Agency, language: str
):
    page = page_of(Explanation.VAGUE, agency_id=one.agency_id, provenance=one.provenance)
    words = words_for(language)
    label = words.plain(Say(f"provenance.{one.provenance}", {}))
    assert label in html(shown(page, language), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_scores_are_doors_and_no_numbers_while_nothing_may_be_compared(language: str):
    page = page_of(Explanation.VAGUE, others=(replace(ELSEWHERE, score=None),))
    seen = html(shown(page, language), language)
    assert getattr(ELSEWHERE.title, language) in seen
    assert str(ELSEWHERE.low) not in seen
    assert str(ELSEWHERE.high) not in seen
