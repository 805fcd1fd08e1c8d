"""The wall of unanswered questions: hung up without a name, answered once the law lets it be."""

from __future__ import annotations

from tests.support.seats import said


async def test_a_question_waits_until_the_law_lets_it_be_answered(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    fay = town.facilitator
    await ana.send("/questions")
    page = said(await ana.sees("The wall of unanswered questions", "obliged"))
    assert "nobody may answer" in page
    await ana.send("/ask Who reads <b>my</b> messages?")
    hung = said(await ana.sees("hangs on the wall as no."))
    number = hung.split("no. ", 1)[1].split(".", 1)[0]
    heard = said(await fay.sees("A new question", "<b>my</b>"))
    assert ana.town_name not in heard
    await fay.send(f"/answer {number} Nobody; only that you wrote is known.")
    await fay.sees("keeps the calculation secret", "/law explanation receipt")
    await fay.send("/law explanation receipt now")
    await fay.sees("in force now")
    await fay.send(f"/answer {number} Nobody; only that you wrote is known.")
    await fay.sees("It stands on the wall now", "only that you wrote")
    await ana.sees("Your question has an answer", "only that you wrote")
    await bo.send("/questions")
    wall = await bo.sees("The wall")
    await bo.taps("More 2/", of=wall)
    shown = said(await bo.sees("Who reads <b>my</b> messages?", "only that you wrote"))
    assert ana.town_name not in shown
    await fay.send(f"/answer {number} Everybody.")
    await fay.sees("has an answer already")


async def test_who_leaves_takes_the_words_and_leaves_the_number(town):
    ana, bo = await town.join("Ana", "zh"), await town.join("Bo", "zh")
    await ana.send("/ask 谁来回答？")
    await ana.sees("您的问题已贴上墙")
    await ana.send("/leave")
    await ana.taps("离开")
    await bo.send("/questions")
    await bo.taps("更多", of=await bo.sees("问题墙"))
    assert "谁来回答" not in said(await bo.sees("10.", "已离开"))


async def test_only_who_runs_the_town_answers(town):
    ana = await town.join("Ana")
    await ana.send("/answer 1 Yes.")
    await ana.sees("not open to your role")
    await ana.send("/ask")
    await ana.sees("/ask Who owns what I write?")
