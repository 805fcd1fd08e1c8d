"""What watches: the offices that report, the cameras, the machine that guesses."""

from __future__ import annotations

import re

from tests.rows.acts import (
    LONG_S,
    asked,
    asked_until,
    balance_fen,
    enact,
    go_on,
    listed,
    live_through,
    means,
    pass_days,
    stand_still,
    use,
    whole_file,
)
from tests.rows.stage import row, row_of_old_town
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said

OFFICE = re.compile(
    r"^• (.+?)\*?: \d+ days? late, (\d+) in 1,000 .+? So far (\d+) reports?, (\d+) of them wrong",
    re.M,
)
ROUNDS_MAX = 10
START_FEN = 200_00


@row_of_old_town
async def test_b03_38_offices_report_and_a_closed_one_counts_no_longer(town: Town):
    fay = town.facilitator
    page = await asked(fay, "/offices", "offices report")
    assert len(re.findall(r"^• ", page, re.M)) == 38
    await stand_still(town)
    heard = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert heard, "at least one group is large enough to be told apart"
    await asked(fay, "/offices Power Supply Office off", "Power Supply Office")
    closed = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert closed != heard
    await asked(fay, "/offices Power Supply Office on", "Power Supply Office")
    again = means(await asked(fay, "/score audit city_credit_office", "people rated"))
    assert again == heard
    await go_on(town)


@row
async def test_b14_a_guess_names_its_evidence_its_confidence_and_how_often_it_is_wrong(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    for number in range(8):
        giver = (ana, bo)[number % 2]
        await giver.send(f"/red_envelope 1 @{cai.town_name} no{number}")
        await cai.taps("Open", of=await cai.sees(f"no{number}", patience_s=LONG_S))
    await pass_days(town, 1)
    await asked(cai, "/inferred", "the law in force")
    await enact(town, "explanation", "receipt")
    guess = await asked_until(cai, "/inferred", "uessed", pattern="Greedy for money")
    told = guess.split("Greedy for money", 1)[1]
    assert int(searched(r"facts counted: (\d+)", told)[1]) >= 8
    assert re.search(r"right \d+ times? in 1000", told)
    assert re.search(r"wrong \d+ times? out of [1-9]", told)
    audit = await asked(town.facilitator, "/inferred audit", "Guesses against the truth")
    made, wrong = searched(r"Greedy for money\nMade (\d+), wrong (\d+)", audit).groups()
    assert 0 <= int(wrong) <= int(made) > 0


@row_of_old_town
async def test_c02_about_as_many_are_mistaken_as_it_says_and_hang_with_masked_names(town: Town):
    fay, ana = town.facilitator, town.seats["Ana"]
    board = await asked(ana, "/lists cameras", "cameras")
    for _ in range(ROUNDS_MAX):
        if "•" in board:
            break
        await live_through(town, 3)
        board = await asked(ana, "/lists cameras", "cameras")
    names = re.findall(r"^• (.+?) · ", board, re.M)
    assert names
    assert all("*" in name for name in names), "masked"
    offices = await all_offices(fay)
    assert offices["Crossing Cameras"][1] > 0
    expected = sum(error * reports for error, reports, _ in offices.values()) / 1_000
    mistaken = sum(wrong for *_, wrong in offices.values())
    assert abs(mistaken - expected) <= 4 * max(expected, 1) ** 0.5, "all 38, as cameras see few"
    error, reports, wrong = offices["Crossing Cameras"]
    assert wrong <= reports * error / 1_000 + 4 * max(reports * error / 1_000, 1) ** 0.5
    pictures, found = re.findall(r"\d+", await asked(fay, "/lists truth", "So far"))[:2]
    assert 0 < int(pictures) <= reports, "what was reported hangs there from the next evening on"
    assert int(found) <= wrong


async def all_offices(fay: Seat) -> dict[str, tuple[int, int, int]]:
    """Each office: of a thousand reports so many are said to be wrong; its reports; the wrong."""
    await fay.send("/offices")
    await fay.taps("Close or open offices", of=await fay.sees("offices report", patience_s=LONG_S))
    pages = [await fay.with_button("More 2/4")]
    for following in (3, 4, 1):
        await fay.taps(f"More {following - 1 or 4}/4", of=pages[-1])
        pages.append(await fay.with_button(f"More {following}/4"))
    return {
        name: (int(error), int(reports), int(wrong))
        for page in pages
        for name, error, reports, wrong in OFFICE.findall(said(page))
    }


# One way through each of the paper's services; the last words are those of the fact it leaves.
USED = {
    "doctor": ("Now ¥15.00", "Check-up", "saw a doctor", "Health Office"),
    "taxi": ("Market ¥9.00", "Shared", "bought something", "the super-app"),
    "electricity": ("Now ¥16.00", "", "bill paid", "Power Supply Office"),
    "crowd": ("Show it", "", "where you were", "the super-app"),
    "news": ("Town", "", "read the news", "the super-app"),
    "games": ("Three hours", "", "hours of games", "the market"),
    "tax": ("Now ¥20.00", "", "tax in time", "Tax Bureau"),
}


@row
async def test_a02_each_service_gives_a_receipt_and_a_row_of_data_with_its_office(town: Town):
    ana = await town.join("Ana")
    for service, (first, second, *_) in USED.items():
        receipt = await use(ana, service, first, second)
        assert re.search(r"[ES]\d+-\w{6}", receipt), service
    await enact(town, "explanation", "receipt")
    known = await whole_file(ana)
    for *_, fact, office in USED.values():
        assert re.search(rf"• {fact} · .*\n +{office}, for ", known), fact


@row
async def test_a03_opting_out_is_priced_before_and_counted_after(town: Town):
    ana = await town.join("Ana")
    await use(ana, "news", "Town")
    await ana.send("/optout news")
    await ana.sees("What leaving costs", "News", "used it 1 time", patience_s=LONG_S)
    await ana.taps("🚫 Leave it", of=await ana.with_button("🚫 Leave it"))
    await ana.sees("You have left: News", patience_s=LONG_S)
    for times in (1, 2):
        await asked(ana, "/services news", "You opted out", f"Turned away since: {times}")
    counted = await asked(town.facilitator, "/bids", "Opted out")
    assert "News: 1 left, 0 came back, turned away 2 times" in counted
    await ana.taps("↩ Take it back", of=await ana.with_button("↩ Take it back"))
    await ana.sees("You are back: News", patience_s=LONG_S)
    assert "✅" in await use(ana, "news", "Sport")


@row
async def test_a11_what_is_known_is_refused_and_then_shows_every_fact(town: Town):
    ana = await town.join("Ana")
    await use(ana, "shop", "Nappies ¥25.00")
    refused = await asked(ana, "/mydata", "kept from you")
    assert "/law" in refused
    await enact(town, "explanation", "receipt")
    known = await whole_file(ana)
    total = int(searched(r"of you: (\d+)", known)[1])
    assert len(re.findall(r"^• ", known, re.M)) == total
    written = r"• bought nappies .*\n +the market, for (\w+) · personal\n +→ (.+)\n(.*)"
    purpose, recipients, guess = searched(written, known).groups()
    assert (purpose, recipients) == ("advertising", "the platform, the seller, whoever rates")
    assert "You have a small child. Wrong 300 times" in guess


@row
async def test_a17_a_card_gathers_services_and_a_breach_tells_each_what_leaked(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    first = await asked(ana, "/id", ana.town_name, "Identity number")
    assert "Medical card" not in first
    await use(ana, "doctor", "Now ¥15.00", "Back pain")
    card = await asked(ana, "/id", ana.town_name, "Medical card")
    await town.facilitator.send("/run breach")
    for seat in (ana, bo):
        told = said(await seat.sees("Identity cards have leaked", patience_s=LONG_S))
        leaked = told.split("\n")[1:-1]
        assert leaked
        if seat is ana:
            assert all(line in card for line in leaked), "of her own fields, as they stand"
    await ana.send("/optout account")
    await ana.taps("🚫 Leave it", of=await ana.with_button("🚫 Leave it"))
    await asked(ana, "/id", "no card and no service")
    await asked(ana, "/services taxi", "You opted out")


@row
async def test_h10_a_price_of_privacy_is_asked_twice_and_paired(town: Town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    for words, prices in (("For how much", ("¥10", "¥50")), ("Once more", ("For no money", "¥50"))):
        await town.facilitator.send("/run privacy")
        for seat, price in zip((ana, bo), prices, strict=True):
            question = await seat.sees(words, patience_s=LONG_S)
            assert "Sealed" in await seat.taps(price, of=question)
    found = await asked(town.facilitator, "/bids", "The price of privacy")
    assert "1. 2 answers, median ¥10.00, 0 for no money" in found
    assert "2. 2 answers, median ¥50.00, 1 for no money" in found
    assert "1 ask more now, 1 the same, 0 less" in found


GIVEN = 8  # envelopes, six points each: above all residents, and below the gate of the car


async def become_praised(town: Town, ana: Seat) -> None:
    """Somebody is the best of the red list."""
    for number in range(GIVEN):  # at once: the first list of the town comes out this evening
        await ana.send(f"/red_envelope 1 @Magpie no{number}")
    await ana.sees(f"no{GIVEN - 1}", patience_s=LONG_S)
    await town.facilitator.send("/run lists")
    await town.facilitator.sees("Publish lists now", patience_s=LONG_S)
    await asked_until(ana, "/lists", "You yourself", pattern="You yourself: praised by town hall")


@row
async def test_d12_who_is_praised_leaves_no_deposit_and_lives_rent_free(town: Town):
    ana = await town.join("Ana")
    await become_praised(town, ana)
    await ana.send("/rent car")
    await ana.taps("Confirm", of=await ana.sees("Long Road", patience_s=LONG_S))
    await ana.sees("without a deposit", "Yours until", patience_s=LONG_S)
    receipt = await use(ana, "room", "A week in advance ¥18.00")
    assert "Rent-free" in receipt
    assert await balance_fen(ana) == START_FEN - GIVEN * 1_00


@row
async def test_b19_the_model_citizen_has_the_rent_waived_in_the_ledger(town: Town):
    ana = await town.join("Ana")
    await become_praised(town, ana)
    await asked(town.facilitator, "/run cases", "Publish model cases now")
    page = await asked(ana, "/cases", "Model cases", "Model citizen")
    best = searched(r"Model citizen: (\S+) lives rent-free for a year", page)[1]
    assert best in listed(await asked(ana, "/lists", "Red list", "You yourself"), "Red list")
    if best == ana.town_name:  # a resident may have given more
        await asked(ana, "/wallet", "You hold", "+¥72.00", "your rent, waived")
