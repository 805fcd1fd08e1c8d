"""The page that recomputes a score, from disk, in a real browser: as the town's own evaluator."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from tests.browser.score_cases import Case, cases

PAGE = Path(__file__).parents[2] / "docs/verify-score.html"
CASES = 500
AT_A_TIME = 250
SEED = 1
ANSWERS = """texts => texts.map(text => {
  const found = verify(text), way = wayIn(text);
  return [found.matches, found.score ?? null, found.where ?? null, way.line, way.link];
})"""

ELSEWHERE = ("javascript:alert(1)", "https://t.me.evil.test/bot_bot", "https://t.me/some_channel")
TWICE = f'{{"seal": "{"0" * 64}", "a": "x: y", "seal": "{"1" * 64}"}}'

pytestmark = pytest.mark.asyncio(loop_scope="session")


@cache
def made() -> tuple[Case, ...]:
    """Files of all kinds, made once for all."""
    return tuple(cases(CASES, SEED))


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


async def test_files_of_all_kinds_are_judged_as_the_town_judges_them(page: Page):
    left = iter(made())
    whole = tampered = 0
    while batch := list(islice(left, AT_A_TIME)):
        answers: list[list[Any]] = await page.evaluate(ANSWERS, [case.text for case in batch])
        for case, answer in zip(batch, answers, strict=True):
            assert answer == expected(case), case.text
            whole += case.where is None
            tampered += case.where is not None
    assert whole + tampered == CASES
    assert tampered > CASES // 10


async def test_a_file_is_chosen_and_its_sum_is_shown(page: Page, tmp_path: Path):
    case = next(case for case in made() if case.where is None)
    path = tmp_path / "score.json"
    path.write_text(case.text, encoding="utf-8")
    await page.set_input_files("#file", path)
    await page.wait_for_function("document.querySelector('#verdict').textContent !== ''")
    assert f"相符: {case.score}" in await page.inner_text("#verdict")
    assert str(case.score) in await page.inner_text("#sum tbody tr:last-child")


async def test_a_changed_file_names_the_place(page: Page, tmp_path: Path):
    case = next(case for case in made() if case.where == "result.score")
    path = tmp_path / "score.json"
    path.write_text(case.text, encoding="utf-8")
    await page.set_input_files("#file", path)
    await page.wait_for_function("document.querySelector('#verdict').className === 'wrong'")
    assert "result.score" in await page.inner_text("#verdict")
    assert await page.is_hidden("#sum")


async def choose(page: Page, tmp_path: Path, text: str) -> None:
    path = tmp_path / f"score-{len(text)}.json"
    path.write_text(text, encoding="utf-8")
    await page.set_input_files("#file", path)


async def test_a_mismatch_hands_over_the_line_and_the_link(page: Page, tmp_path: Path):
    case = next(c for c in made() if c.where == "facts_sha256" and c.link)
    await choose(page, tmp_path, case.text)
    await page.wait_for_selector("#way", state="visible")
    assert await page.inner_text("#line") == case.line
    assert await page.get_attribute("#link", "href") == case.link
    assert await page.inner_text("#address") == case.link, "seen before it is pressed"
    assert "The file names this bot" in await page.inner_text("#tap")
    await page.click("#copy")
    assert "Copied" in await page.inner_text("#copy")
    assert await pasted(page) == case.line


async def pasted(page: Page) -> str:
    """What is in the clipboard, as a chat would get it."""
    await page.evaluate("document.body.append(document.createElement('textarea'))")
    await page.focus("textarea")
    await page.keyboard.press("Control+V")
    return await page.input_value("textarea")


async def test_a_file_without_an_address_has_a_line_and_no_link(page: Page, tmp_path: Path):
    case = next(c for c in made() if c.where and c.line and not c.link)
    await choose(page, tmp_path, case.text)
    await page.wait_for_selector("#way", state="visible")
    assert await page.is_hidden("#tap")
    assert await page.get_attribute("#link", "href") is None


async def test_a_file_without_a_seal_leads_to_ones_own_words(page: Page, tmp_path: Path):
    await choose(page, tmp_path, "{}")
    await page.wait_for_selector("#words", state="visible")
    assert await page.is_hidden("#way")


async def test_where_all_is_well_nothing_is_offered(page: Page, tmp_path: Path):
    wrong, right = (
        next(c for c in made() if (c.where is None) is well and c.link) for well in (False, True)
    )
    await choose(page, tmp_path, wrong.text)
    await page.wait_for_selector("#way", state="visible")
    await choose(page, tmp_path, right.text)
    await page.wait_for_selector("#sum", state="visible")
    assert await page.is_hidden("#way")
    assert await page.is_hidden("#words")


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_no_file_makes_the_page_link_elsewhere(page: Page, tmp_path: Path, address: str):
    case = next(c for c in made() if c.where is None and c.link)
    await choose(page, tmp_path, json.dumps({**json.loads(case.text), "complain_at": address}))
    await page.wait_for_selector("#way", state="visible")
    assert "complain_at" in await page.inner_text("#verdict")
    assert await page.is_hidden("#tap")
    assert await page.get_attribute("#link", "href") is None


async def test_the_page_is_one_file_that_may_fetch_nothing():
    text = PAGE.read_text("utf-8")
    assert "default-src 'none'" in text
    assert "connect-src" not in text
    loads = r"""\b(?:src|href)\s*=\s*["']|fetch\(|XMLHttp|import\(|@import|url\("""
    assert re.search(loads, text) is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "file"),
        ("[1]", "file"),
        ("{", "file"),
        ('{"as_of": 1.5}', "file"),
        ('{"as_of": 1e3}', "file"),
        ('{"as_of": 99999999999999999999}', "file"),
        (TWICE, "file"),
        (TWICE.replace('"seal":', r'"se\u0061l" :', 1), "file"),
        ("[" * 65 + "]" * 65, "file"),
        ('{"a":' * 100_000, "file"),
        ('"' + r"\"" * 100_000 + "[" * 65, "file"),
    ],
)
async def test_what_is_no_export_is_refused_by_name(page: Page, text: str, where: str):
    [answer] = await page.evaluate(ANSWERS, [text])
    assert answer == [False, None, where, None, None]


def expected(case: Case) -> list[Any]:
    return [case.where is None, case.score, case.where, case.line, case.link]
