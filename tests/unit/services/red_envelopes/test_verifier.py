"""The page that people check draws with finds what the program finds, on many envelopes.

Its script runs in node where there is one, in Chromium elsewhere: never nowhere.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.kernel.town import Randomness
from services.money.envelopes import draw
from services.money.envelopes.draw import SHARE_FEN_MAX, Method, Terms
from tests.support.chromium import chromium as chromium_path

PAGE = Path(__file__).resolve().parents[4] / "docs" / "envelope-verifier.html"
CASES = 10_000
WORDS = ("", "Good luck", "恭喜发财，大吉大利", "a|b|c", 'he said "hi"\\', "🧧👨‍👩‍👧 \u202egnirts")
NO_ENGINE = "neither node nor chromium is here: type `sudo apt-get install -y chromium`"
HARNESS = """
;(async () => {
  const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const found = [];
  for (const one of cases) found.push((await verify(read(JSON.stringify(one)))).faults);
  console.log(JSON.stringify(found));
})();
"""


def script() -> str:
    """The page's arithmetic, exactly as it stands there."""
    found = re.search(r'<script id="verifier">(.*?)</script>', PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def cases(count: int) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Envelopes of every shape, a third of them tampered with, and what Python says of them."""
    chance = Randomness(b"verifier", "cases")
    for number in range(1, count + 1):
        shares = chance.between(1, 500 if number % 500 == 0 else 12)
        total = chance.between(shares, chance.between(shares, SHARE_FEN_MAX * shares))
        method = Method.EQUAL if chance.below(5) == 0 else Method.DOUBLE_MEAN
        words = WORDS[chance.below(len(WORDS))]
        terms = Terms(number, total, shares, method, chance.below(10**7), words)
        seed = chance.token(32)
        seal, drawn = draw.seal(terms, seed), list(draw.shares(terms, seed))
        seal, drawn = tampered(chance, seal, drawn)
        yield told(terms, seed, seal, drawn), draw.verify(terms, seed, seal, drawn)


def tampered(chance: Randomness, seal: str, drawn: list[int]) -> tuple[str, list[int]]:
    """Sometimes a wrong seal, a wrong share, a share too many, or an early end."""
    kind = chance.below(12)
    if kind == 0:
        return seal[::-1], drawn
    if kind == 1:
        place = chance.below(len(drawn))
        return seal, [*drawn[:place], drawn[place] + 1, *drawn[place + 1 :]]
    if kind == 2:
        return seal, [*drawn, 1]
    if kind == 3:
        return seal, drawn[: chance.below(len(drawn))]
    return seal, drawn


def told(terms: Terms, seed: bytes, seal: str, drawn: list[int]) -> dict[str, Any]:
    return {
        "version": "re-v1",
        "envelope": terms.envelope_id,
        "total": terms.total,
        "shares": terms.shares,
        "method": terms.method,
        "created": terms.created_town_s,
        "words": terms.words,
        "seal": seal,
        "seed": seed.hex(),
        "drawn": drawn,
    }


def in_node(node: str, told_cases: list[dict[str, Any]]) -> list[list[str]]:
    done = subprocess.run(
        [node, "-e", script() + HARNESS],
        input=json.dumps(told_cases),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: list[list[str]] = json.loads(done.stdout)
    return found


def in_chromium(browser: str, told_cases: list[dict[str, Any]]) -> list[list[str]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = chromium.new_page()
        page.goto(PAGE.as_uri())
        found: list[list[str]] = page.evaluate(
            """async (cases) => {
                 const found = [];
                 for (const one of cases) found.push((await verify(one)).faults);
                 return found;
               }""",
            told_cases,
        )
        chromium.close()
    return found


def test_the_page_finds_what_the_program_finds():
    known = list(cases(CASES))
    told_cases, expected = [one for one, _ in known], [faults for _, faults in known]
    node, chromium = shutil.which("node"), chromium_path()
    if node is not None:
        found = in_node(node, told_cases)
    else:
        assert chromium is not None, NO_ENGINE
        found = in_chromium(chromium, told_cases)
    assert found == expected
    kinds = {fault.partition(":")[0] for faults in expected for fault in faults}
    assert kinds == {"seal", "count", "share"}
    assert sum(not faults for faults in expected) > CASES // 2


@pytest.mark.parametrize("tamper", [False, True])
def test_the_page_says_so_in_a_browser(tamper):
    """What a person sees: paste, press, read."""
    from playwright.sync_api import sync_playwright

    chromium = chromium_path()
    assert chromium is not None, NO_ENGINE
    terms = Terms(7, 888, 5, Method.DOUBLE_MEAN, 29_120, "恭喜发财")
    seed = bytes(32)
    numbers = told(terms, seed, draw.seal(terms, seed), list(draw.shares(terms, seed)))
    if tamper:
        numbers["drawn"][2] += 1
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = running.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(PAGE.as_uri())
        page.get_by_label("The numbers").fill(json.dumps(numbers))
        page.get_by_role("button", name="Check").click()
        verdict = page.get_by_role("status")
        verdict.filter(has_text="Share 3" if tamper else "right").wait_for()
        said = verdict.inner_text()
        rows = page.locator("tbody tr").count()
        running.close()
    assert said == ("Share 3 is not what the draw gives." if tamper else "The draw is right.")
    assert rows == 5
    assert asked == [PAGE.as_uri()]
