"""The first evening in town, as people live it: joined, paid, lucky, scored, called, listed."""

from __future__ import annotations

from tests.support.narrowing import searched
from tests.support.seats import said


async def test_a_newcomer_agrees_and_is_somebody_with_money(town):
    ana = await town.venue.person("Ana")
    await ana.send(f"/start {town.code}")
    card = await ana.sees("fiction", "/leave")
    assert any("No thanks" in b["text"] for row in card["buttons"] for b in row)
    await ana.taps("I agree")
    welcome = await ana.sees("¥200.00")
    assert "Ana" not in said(welcome), "the town gives a name of its own"
    await ana.send("/wallet")
    await ana.sees("¥200.00", "welcome")


async def test_nothing_is_kept_of_somebody_who_declines(town):
    ana = await town.venue.person("Ana")
    await ana.send(f"/start {town.code}")
    await ana.taps("No thanks")
    await ana.send("/wallet")
    await ana.sees("/join CODE")


async def test_paying_is_held_until_accepted(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 8.88 tea")
    await ana.sees("¥8.88")
    offer = await bo.sees("¥8.88", "tea")
    await ana.send("/wallet")
    await ana.sees("¥191.12")
    await bo.taps("Accept", of=offer)
    await bo.send("/wallet")
    await bo.sees("¥208.88")


async def test_a_declined_payment_comes_back(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/pay {bo.town_name} 20")
    await bo.sees("¥20.00")
    await bo.taps("Send back")
    await ana.sees("¥20.00", "back")
    await ana.send("/wallet")
    await ana.sees("You hold ¥200.00")


async def test_residents_fight_over_an_envelope(town):
    ana = await town.join("Ana")
    await ana.send("/red_envelope 20 4 lucky good luck")
    card = await ana.sees("¥20.00", "good luck")
    toast = await ana.taps("Open", of=card)
    assert "¥" in toast
    again = await ana.tap(message_id=card["message_id"], button="Open")
    assert amount(again) == amount(toast), "a second tap shows the same share"
    await town.facilitator.send("/forward 1")
    await ana.sees("¥20.00", "taken", patience_s=30)


async def test_the_score_has_many_benefits_and_one_vague_sentence(town):
    ana = await town.join("Ana")
    await ana.send("/score")
    page = said(await ana.sees("Pay Score"))
    assert page.count("\n•") >= 8
    assert page.count("omprehensive calculation") == 1
    assert not any(word in page.lower() for word in ("weight", "%", "factor"))


async def test_the_caller_of_a_listed_person_is_told_before_it_rings(town):
    ana = await town.join("Ana")
    fay = town.facilitator
    await fay.send("/run judgment")
    await fay.sees("Judgment")
    await fay.send("/run lists")
    listed = said(await ana.sees("The town", "court", patience_s=20))
    await ana.send("/lists")
    debtor = black_name(said(await ana.sees("Black")))
    assert debtor in listed
    await ana.send(f"/call {debtor}")
    notice = await ana.sees("dishonest")
    voice = [m for m in await ana.messages() if (m["media"] or {}).get("kind") == "voice"]
    assert voice, "a real clip beside the words"
    assert notice["message_id"] <= voice[-1]["message_id"]
    await fay.send("/run judgment_paid")
    await fay.sees("Judgment paid")
    await fay.send("/run lists")
    await fay.sees("Publish")
    await ana.send("/lists")
    await ana.sees("nobody")


async def test_two_people_call_talk_and_hang_up(town):
    ana, bo = await town.join("Ana"), await town.join("Bo")
    await ana.send(f"/call {bo.town_name}")
    await bo.taps("Accept")
    await ana.sees("In a call")
    await ana.send("is it you?")
    heard = said(await bo.sees("is it you?"))
    assert "Ana" not in heard
    await bo.send("/hangup")
    await ana.sees("hung up")


async def test_the_second_workshop_shares_nothing(venue, town):
    ana = await town.join("Ana")
    other = await venue.town()
    bo = await other.join("Bo")
    await bo.send(f"/msg {ana.town_name} hello")
    await bo.sees("Nobody here is called")


def amount(text: str) -> str:
    """The first amount in a text."""
    return searched(r"¥[0-9]+\.[0-9]{2}", text)[0]


def black_name(page: str) -> str:
    """The first name on the black list of a /lists page."""
    black = page.split("Black", 1)[1]
    line = next(line for line in black.splitlines()[1:] if line.strip().startswith(("•", "·", "–")))
    return line.strip("•·– ").split(" ", 1)[0].strip(",:")
