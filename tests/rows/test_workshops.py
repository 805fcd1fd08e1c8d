"""The workshop itself: its cards, and how well each thing in it is evidenced."""

from __future__ import annotations

import re

from services.law.switchboard import Switch
from tests.rows.acts import LONG_S, asked, fen, rescore
from tests.rows.stage import row, row_of_old_town
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

LABELS = ("national rule", "local pilot", "reported", "contested", "invented")
MECHANICS = ("/bureau", "/questions", "/rent")
WORDS = ("Baihang Credit", "The wall", "Things to hire")


@row
async def test_a10_each_figure_of_cashless_growth_stands_with_its_source(town: Town):
    ana = await town.join("Ana")
    await town.facilitator.send("/run growth")
    told = said(await ana.sees("without cash grew"))
    assert all(figure in told for figure in ("100 per cent", "16.7", "44", "97 trillion"))
    assert told.count("Paper, citing") == 4


@row_of_old_town
async def test_b01_each_proclaimed_goal_stands_beside_what_was_measured(town: Town):
    ana = next(iter(town.seats.values()))
    await town.facilitator.send("/run proclamation")
    told = said(await ana.sees("The proclamation", "14 June 2014", patience_s=LONG_S))
    goals = told.split("🎯")
    assert len(goals) == 6
    assert all("Measured by" in before for before in goals[:5])
    for after in goals[1:]:
        assert re.search(r"second half: (\d+ of \d+ \(\d+ %\)|nothing yet)\n", after)
    assert sum(after.count(" %)") == 2 for after in goals[1:]) >= 3


@row
async def test_b02_the_cost_is_counted_as_the_programme_runs(town: Town):
    ana = await town.join("Ana")
    first = await asked(ana, "/cards programme", "What the programme costs")
    assert "over CNY 1.5 billion" in first
    await town.join("Bo")
    await rescore(town)
    second = await asked(ana, "/cards programme", "What the programme costs")
    for head in ("Records kept", "Scores given", "Runs of the raters"):
        counts = [int(searched(rf"{head} .*\n🧾 (\d+) ×", told)[1]) for told in (first, second)]
        assert counts[0] < counts[1], head
    assert fen(first.split("So far:")[1]) < fen(second.split("So far:")[1])


@row
async def test_b18_the_launch_of_the_pay_score_stands_in_the_timeline(town: Town):
    ana = await town.join("Ana")
    await town.facilitator.send("/run timeline")
    message = await ana.sees("The timeline", "14 June 2014")
    await ana.taps("More 2/2", of=message)
    told = said(await ana.sees("3 June 2020"))
    assert "3 June 2020 · WeChat Pay starts to offer the WeChat Pay Score." in told
    assert "section Payment platforms, citing WeChat Pay 2020" in told


@row
async def test_c07_the_crises_are_read_and_what_they_do_to_trust_is_measured(town: Town):
    fay, seats = town.facilitator, [await town.join("Ana"), await town.join("Bo")]
    await fay.send("/run crises")
    for seat, before, after in zip(seats, ("2", "3"), ("4", "3"), strict=True):
        question = await seat.sees("Before you read:")
        assert "Pengci" not in said(question)
        await seat.taps(before, of=question)
        cards = await seat.sees("Pengci", "Expired vaccines", "And now that you have read")
        await seat.taps(after, of=cards)
        await seat.sees(f"You said {before} of 5 before, and {after} of 5 after.")
    told = await asked(fay, "/cards crises", "Why people want it")
    assert "Answered before and after: 2. Trust it more: 1; less: 0." in told
    assert "Mean 2.5 before, 3.5 after." in told


@row
async def test_c10_a_card_compares_it_with_trackers_and_advertising(town: Town):
    ana = await town.join("Ana")
    await town.facilitator.send("/run comparison")
    told = said(await ana.sees("What is it like?"))
    for name in ("Fitbit, Apple Watch", "Google, Facebook, Instagram"):
        card = told.split(name, 1)[1]
        assert card.index("Alike:") < card.index("Unlike:") < card.index("Evidence:")


@row
async def test_d13_networked_shame_is_quoted_with_its_source(town: Town):
    told = await asked(await town.join("Ana"), "/cards quotations", "In their words")
    assert "“if we are not vigilant, distributed trust could become networked shame." in told
    assert "an endless popularity contest, with us all vying for the highest rating" in told
    assert "section Conclusion and Suggestions, citing Botsman 2018" in told


@row
async def test_e10_willingness_is_quoted_with_its_source(town: Town):
    told = await asked(await town.join("Ana"), "/cards quotations", "In their words")
    words = "“it doesn't matter if user is willing, it matters that people don't have the right to "
    assert words + "defend themselves in this social environment”" in told
    assert "Robin Li, chief executive of Baidu" in told
    assert "citing ABC News 2018a" in told


@row
async def test_h08_quotations_stand_with_author_section_and_cited_source(town: Town):
    ana = await town.join("Ana")
    await town.facilitator.send("/run quotations")
    told = said(await ana.sees("In their words"))
    assert "“Yelp reviews with the nanny state watching over your shoulder”" in told
    assert "It's Amazon's consumer tracking with an Orwellian political twist”" in told
    for author, source in (("Creemers", "Creemers 2017"), ("Lagerkvist", "Lagerkvist 2015")):
        assert author in told
        assert f"section The State, citing {source}" in told


@row
async def test_b17_each_card_says_how_well_it_is_evidenced(town: Town):
    fay = town.facilitator
    seats = [fay, await town.join("Ana"), await town.join("Bo")]
    cards = await scenario_cards(fay)
    assert len(cards) >= 17
    for number, switch in enumerate(Switch):
        cards.append(await asked(seats[number % 3], f"/law {switch}", "In force since", "Evidence"))
    for seat, typed, words in zip(seats, MECHANICS, WORDS, strict=True):
        cards.append(await asked(seat, typed, words))
    raters = await asked(seats[1], "/agencies", "Who rates you")
    cards += re.findall("^• .+", raters, re.M)
    assert [card for card in cards if not labelled(card)] == []


async def scenario_cards(fay: Seat) -> list[str]:
    """What `/run` tells of each card, page after page."""
    await fay.send("/run")
    message, found = await fay.sees("Scenario cards", "/run gala"), list[str]()
    labels = " ".join(button["text"] for row in message["buttons"] for button in row)
    pages = int(searched(r"More 2/(\d+)", labels)[1])
    for page in range(pages):
        found += [block for block in said(message).split("\n\n") if "/run " in block]
        await fay.taps(f"More {(page + 1) % pages + 1}/{pages}", of=message)
        message = await fay.with_button(f"More {(page + 2) % pages + 1}/{pages}")
    return found


def labelled(card: str) -> bool:
    """Whether a card says what evidence there is for it."""
    return any(label in card for label in LABELS)


@row
async def test_e08_a_map_of_power_is_read_off_the_program_and_goes_out_as_a_file(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    page = await asked(fay, "/power", "The map of power")
    lives, runs = page.split("the rated")[1].split("Who runs the town")
    assert "/law" in runs
    assert "/law" not in lives
    rater = searched(r"WeChat Pay Score: (\d+), own doing (\d+)", page)
    assert int(rater[1]) >= int(rater[2]) > 0
    assert "one vague sentence" in page
    message = await fay.sees("The whole map as a table")
    async with town.venue.http.get(message["media"]["url"]) as response:
        rows = (await response.text()).splitlines()
    assert "law,reads,reads,changes,changes" in rows
    assert any(one.startswith("facilitator,") for one in rows[rows.index("role,act,times") :])
    await asked(ana, "/power", "not open to your role")
