"""The page that recomputes a score, from disk, in a real browser: as the town's own evaluator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.score_cases import Case, cases

PAGE = Path(__file__).parents[2] / "docs/verify-score.html"
CASES = 10_000
AT_A_TIME = 250
SEED = 20_150_101
ANSWERS = "texts => texts.map(verify).map(f => [f.matches, f.score ?? null, f.where ?? null])"

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """The page from disk; it must ask nobody for anything and complain of nothing."""
    context = await chromium.new_context()
    opened = await context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text))
    await opened.goto(PAGE.as_uri())
    yield opened
    await context.close()
    assert asked == [PAGE.as_uri()]
    assert complaints == []


async def test_ten_thousand_files_are_judged_as_the_town_judges_them(page: Page):
    made = cases(CASES, SEED)
    whole = tampered = 0
    while batch := list(islice(made, AT_A_TIME)):
        answers: list[list[Any]] = await page.evaluate(ANSWERS, [case.text for case in batch])
        for case, answer in zip(batch, answers, strict=True):
            assert answer == expected(case), case.text
            whole += case.where is None
            tampered += case.where is not None
    assert whole + tampered == CASES
    assert tampered > CASES // 10


async def test_a_file_is_chosen_and_its_sum_is_shown(page: Page, tmp_path: Path):
    case = next(case for case in cases(50, 1) if case.where is None)
    path = tmp_path / "score.json"
    path.write_text(case.text, encoding="utf-8")
    await page.set_input_files("#file", path)
    await page.wait_for_function("document.querySelector('#verdict').textContent !== ''")
    assert f"相符: {case.score}" in await page.inner_text("#verdict")
    assert str(case.score) in await page.inner_text("#sum tbody tr:last-child")


async def test_a_changed_file_names_the_place(page: Page, tmp_path: Path):
    case = next(case for case in cases(50, 1) if case.where == "result.score")
    path = tmp_path / "score.json"
    path.write_text(case.text, encoding="utf-8")
    await page.set_input_files("#file", path)
    await page.wait_for_function("document.querySelector('#verdict').className === 'wrong'")
    assert "result.score" in await page.inner_text("#verdict")
    assert await page.is_hidden("#sum")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "file"),
        ("[1]", "file"),
        ("{", "file"),
        ('{"as_of": 1.5}', "file"),
        ('{"as_of": 1e3}', "file"),
        ('{"as_of": 99999999999999999999}', "file"),
    ],
)
async def test_what_is_no_export_is_refused_by_name(page: Page, text: str, where: str):
    [answer] = await page.evaluate(ANSWERS, [text])
    assert answer == [False, None, where]


def expected(case: Case) -> list[Any]:
    return [case.where is None, case.score, case.where]
