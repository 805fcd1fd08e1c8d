"""Rows of doors that lists and scores close."""

from __future__ import annotations

from time import monotonic

from tests.rows.acts import LONG_S, asked, enact, live_through, publish, use
from tests.rows.stage import row
from tests.support.seats import Seat, Town


async def kept_out(town: Town) -> Seat:
    """Somebody whom the court lists, and nobody told them."""
    ana = await town.join("Ana")
    await asked(town.facilitator, f"/run journalist {ana.town_name}", "J., the journalist")
    await publish(town)
    return ana


LISTED = "Court has you on its list"


async def refused(seat: Seat, service: str, *taps: str, because: str = LISTED) -> None:
    """A service by its taps, to its counter, where one is kept out."""
    await seat.send(f"/services {service}")
    for label in taps:
        await seat.taps(label, of=await seat.with_button(label))
    await seat.sees("Not today", because, patience_s=LONG_S)


@row
async def test_d02_no_flight_no_first_class_until_an_exemption_is_granted(town: Town):
    ana = await town.join("Ana")
    await asked(town.facilitator, f"/run judgment_served {ana.town_name}", "Judgment served")
    await ana.sees("you are ordered to pay", patience_s=LONG_S)
    await live_through(town, 4)  # and it was not paid in its three days
    await refused(ana, "train", "The capital", "First")
    await use(ana, "train", "The coast", "Second")
    await refused(ana, "flight", "Inland")
    await ana.taps("Ask for an exemption")
    asked_for = await town.facilitator.sees("asks for an exemption", "flights", patience_s=LONG_S)
    await town.facilitator.taps("Grant", of=asked_for)
    await ana.sees("exemption is granted", patience_s=LONG_S)
    await use(ana, "flight", "Inland")


@row
async def test_d03_the_suite_is_closed_and_the_hostel_open(town: Town):
    ana = await kept_out(town)
    await refused(ana, "hotel", "Suite")
    await use(ana, "hotel", "Hostel")


@row
async def test_d05_the_line_of_the_listed_is_slower_and_says_so_until_the_law_ends_it(town: Town):
    ana, began = await kept_out(town), monotonic()
    await asked(ana, "/wallet", "You hold", "this came 4 seconds late")
    assert monotonic() - began >= 4
    assert "late" not in await asked(ana, "/doors", "✕ a fast line"), "a right is never slowed"
    await enact(town, "slow_line", "off")
    assert "late" not in await asked(ana, "/wallet", "You hold")


@row
async def test_d08_no_credit_card_for_whoever_is_listed(town: Town):
    await refused(await kept_out(town), "card", "Gold")


@row
async def test_d10_no_journey_abroad_until_the_judgment_is_paid(town: Town):
    ana = await kept_out(town)
    await refused(ana, "flight", "Abroad")
    await asked(town.facilitator, f"/run judgment_paid {ana.town_name}", "Judgment paid")
    await publish(town)
    assert "✕" not in await asked(ana, "/doors", "What is open to you")


@row
async def test_b21_one_listing_closes_all_doors_and_then_again_only_its_own(town: Town):
    ana = await kept_out(town)
    own = (await asked(ana, "/doors", "What is open to you")).count("✕")
    await enact(town, "joint_sanctions", "on")
    everywhere = await asked(ana, "/doors", "What is open to you")
    assert everywhere.count("✕") > own > 0
    assert f"jobs: {LISTED}" in everywhere
    await enact(town, "joint_sanctions", "off")
    assert (await asked(ana, "/doors", "What is open to you")).count("✕") == own


@row
async def test_c11_a_score_decides_over_a_job_and_a_date_where_the_law_lets_it(town: Town):
    ana = await kept_out(town)
    await use(ana, "date", "Somebody calm")
    await enact(town, "score_sanctions", "on")
    for service, option in (("date", "Somebody calm"), ("job", "Count the stock")):
        await refused(ana, service, option, because="too low")


@row
async def test_d09_no_loan_no_car_no_job_for_whoever_is_listed_or_scored_too_low(town: Town):
    ana = await kept_out(town)
    await refused(ana, "loan", "¥20")
    await enact(town, "score_sanctions", "on")
    await refused(ana, "job", "Count the stock", because="too low")
    await asked(ana, "/rent car", "not for you")


@row
async def test_d04_a_listed_persons_child_is_kept_out_of_school_though_clean(town: Town):
    ana = await child_of_a_listed_parent(town)
    await refused(ana, "school", "Private school", because="has a parent of yours on its list")
    await use(ana, "school", "A child's place")


@row
async def test_d11_a_sanction_reaches_the_family_until_kin_count_no_more(town: Town):
    ana = await child_of_a_listed_parent(town)
    assert "a parent of yours" in await asked(ana, "/doors", "What is open to you")
    await enact(town, "kin", "off")
    await asked(ana, "/doors", "Everything is open to you today")


@row
async def test_e01_the_journalist_learns_of_the_listing_only_at_the_ticket_counter(town: Town):
    ana = await kept_out(town)
    assert "judgment" not in await asked(ana, "/wallet", "You hold")
    await refused(ana, "flight", "Inland")
    await town.facilitator.sees("has learned of the listing", "days after Court", patience_s=LONG_S)


@row
async def test_e02_the_lawyer_cannot_fly_home_and_each_answer_says_how_long_it_took(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await asked(fay, f"/run lawyer {ana.town_name}", "L., the lawyer")
    await publish(town)
    await refused(ana, "card", "Gold")
    for answer, words in (("Refuse", "is refused: flights"), ("Grant", "Asked 2 times")):
        await refused(ana, "flight", "Inland")
        await ana.taps("Ask for an exemption")
        question = await fay.sees("asks for an exemption", "flights", patience_s=LONG_S)
        await fay.taps(answer, of=question)
        await ana.sees(words, patience_s=LONG_S)


async def child_of_a_listed_parent(town: Town) -> Seat:
    """Somebody who has done nothing, and whose parent the court lists."""
    ana = await town.join("Ana")
    await asked(town.facilitator, f"/run parent_listed {ana.town_name}", "Parent listed")
    await publish(town)
    return ana
