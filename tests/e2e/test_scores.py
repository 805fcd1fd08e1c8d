"""Scores as people meet them: under four laws, lifted, taken away, complained about, audited."""

from __future__ import annotations

import pytest

from glasstown.verify import DIFFERS, MATCHES, verify_score
from tests.support.seats import said


async def legislate(town, switch: str, value: str) -> None:
    """The facilitator makes law and hears that it holds."""
    await town.facilitator.send(f"/law {switch} {value} now")
    await town.facilitator.sees("in force now")


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_four_laws_explain_one_number_in_four_ways(town, language):
    ana = await town.join("Ana", language)
    title = "WeChat Pay Score" if language == "en" else "微信支付分"
    sentence = "omprehensive calculation" if language == "en" else "综合计算"
    pages = {}
    for explanation in ("none", "vague", "reasons", "receipt"):
        await legislate(town, "explanation", explanation)
        await ana.send("/score")
        pages[explanation] = said(await ana.sees(title))
    assert sentence not in pages["none"]
    assert pages["vague"].count("\n•") >= 8
    assert pages["vague"].count(sentence) == 1
    assert sentence not in pages["reasons"]
    assert all(f"\n{number}. " in pages["reasons"] for number in (1, 2, 3, 4))
    photo = await ana.sees(title)
    assert photo["media"]["kind"] == "photo"
    receipt = said(await ana.sees("sha256", "pay_score"))
    assert "540" in receipt, "what everybody starts from"


async def test_secret_calculations_are_refused_in_words(town):
    ana = await town.join("Ana")
    await ana.send("/score")
    await ana.sees("Pay Score")
    for asked in ("/lift", "/score export"):
        await ana.send(asked)
        await ana.sees("keep their calculation to themselves")
    await ana.send("/score board")
    await ana.sees("Nobody is ranked")


async def test_what_would_lift_a_score_has_a_price(town):
    ana = await town.join("Ana")
    await legislate(town, "explanation", "receipt")
    await ana.send("/lift car")
    found = said(await ana.sees("Car without a deposit", "650"))
    assert "¥" in found
    assert "What you cannot change" in found
    await ana.taps("Umbrella")
    await ana.sees("It is open to you")
    await ana.send("/lift moon")
    await ana.sees("No service called moon")


async def test_a_course_is_a_picture(town):
    ana = await town.join("Ana")
    await ana.send("/score")
    await ana.taps("My course", of=await ana.sees("Pay Score"))
    assert (await ana.sees("over time"))["media"]["kind"] == "photo"


async def test_a_score_taken_away_can_be_checked_by_anybody(town, venue, tmp_path):
    ana = await town.join("Ana")
    await legislate(town, "explanation", "receipt")
    await ana.send("/score export")
    message = await ana.sees("Check it without us")
    assert message["media"]["kind"] == "document"
    async with venue.http.get(message["media"]["url"]) as response:
        text = await response.text()
    path = tmp_path / "score.json"
    path.write_text(text, encoding="utf-8")
    status, told = verify_score(str(path))
    assert status == MATCHES, told
    assert told.split()[2] in said(message)
    path.write_text(text.replace('"amount":0', '"amount":7', 1), encoding="utf-8")
    status, told = verify_score(str(path))
    assert status == DIFFERS
    assert "facts_sha256" in told


async def test_a_rescoring_tells_what_moved_where_the_law_grants_receipts(town):
    ana = await town.join("Ana")
    await legislate(town, "explanation", "receipt")
    await ana.send("/score")
    await ana.sees("Pay Score")
    await town.facilitator.send("/forward 8")
    await town.facilitator.send("/rescore pay_score")
    moved = said(await ana.sees("computed anew", "Pay Score", patience_s=30))
    assert "document 2" in moved


async def test_the_facilitator_audits_a_score_and_nobody_else(town):
    ana = await town.join("Ana")
    await ana.send("/score audit")
    await ana.sees("not open to your role")
    await town.facilitator.send("/score audit")
    await town.facilitator.sees("upon whom it falls", "Income")
    assert (await town.facilitator.sees("Below"))["message_id"]
