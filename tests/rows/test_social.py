"""People among themselves: they ring each other, become friends and part."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.rows.acts import (
    LONG_S,
    asked,
    blamed,
    enact,
    exported,
    pass_days,
    publish,
    rescore,
    score_in,
)
from tests.rows.stage import row
from tests.support.narrowing import searched
from tests.support.seats import Seat, Town, said


@row
async def test_a01_people_call_talk_and_hang_up_without_knowing_who_they_are(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await ana.send(f"/call {cai.town_name}")
    await cai.taps("Decline", of=await cai.sees("is calling you", ana.town_name))
    await ana.sees("declined your call", patience_s=LONG_S)
    await ana.send(f"/call {bo.town_name}")
    await bo.taps("Accept", of=await bo.sees("is calling you", ana.town_name, patience_s=LONG_S))
    for seat in (ana, bo):
        await seat.sees("In a call", patience_s=LONG_S)
    await ana.send("is it you?")
    await bo.sees("is it you?")
    await cai.send(f"/msg {ana.town_name} not on the phone")
    written = await ana.sees("not on the phone", cai.town_name, patience_s=LONG_S)
    await ana.send("call me later", to=written)
    await cai.sees("call me later", ana.town_name, patience_s=LONG_S)
    await pass_days(town, 1)
    await bo.send("/hangup")
    ended = said(await ana.sees("hung up", patience_s=LONG_S))
    assert int(searched(r"(\d+) h", ended)[1]) >= 24, "it lasted from one day to the next"
    await ana.send("/calls")
    await ana.sees(bo.town_name, " h ", cai.town_name, "declined", patience_s=LONG_S)
    await ana.send(f"/msg {bo.town_name}")
    await ana.sees("You are talking to", bo.town_name, patience_s=LONG_S)
    await ana.send("so long")
    await bo.sees("so long", ana.town_name, patience_s=LONG_S)
    for seat, other in ((ana, bo), (bo, ana), (cai, ana)):
        seen = json.dumps(await seat.messages())
        assert str(other.person_id) not in seen
        assert not re.search(rf"\b{other.name}\b", seen)


@row
async def test_a18_a_topic_is_flagged_where_the_law_says_so_and_its_words_are_kept_nowhere(
    town: Town,
):
    ana, bo = [await town.join(name) for name in ("Ana", "Bo")]
    rumour = f"/msg {bo.town_name} they say that the well is poisoned"
    await ana.send(rumour)
    await bo.sees("the well is poisoned", patience_s=LONG_S)
    await enact(town, "moderation", "on")
    for told in ("not sent yet", "flagged as “rumour”"):
        await ana.send(rumour)
        await ana.sees(told, patience_s=LONG_S)
    await enact(town, "explanation", "receipt")
    await rescore(town, "city_credit_office")
    file = await exported(town, ana, "city_credit_office")
    [flag] = [fact for fact in file["facts"] if fact["kind"] == "rumour_flagged"]
    assert flag["source"] == "policy_bureau"
    assert "poisoned" not in json.dumps(file)
    await enact(town, "moderation", "off")
    await bo.send("/wallet")  # what comes after it is new
    await ana.send(rumour)
    await bo.sees("the well is poisoned", patience_s=LONG_S)


@row
async def test_c09_an_office_decides_what_gives_pause_and_what_is_never_said_is_counted(town: Town):
    ana, bo = [await town.join(name) for name in ("Ana", "Bo")]
    await enact(town, "moderation", "on")
    drafts = {
        "rumour": "people say that they steal",
        "insult": "they are idiots, each idiot of them",
    }
    for topic, words in drafts.items():
        await ana.send(f"/msg {bo.town_name} {words}")
        held = await ana.sees("not sent yet", topic, patience_s=LONG_S)
        await ana.taps("Leave it unsaid", of=held)
    await ana.send(f"/msg {bo.town_name} nothing, forget it")
    await bo.sees("nothing, forget it", patience_s=LONG_S)
    assert not [m for m in await bo.messages() if "steal" in said(m) or "idiot" in said(m)]
    counted = await asked(town.facilitator, "/moderation", "Moderation is on")
    assert re.findall(r": (\d+)", counted) == ["2", "0", "2"]


@row
async def test_b15_parting_from_the_lower_of_two_friends_moves_a_score_at_the_next_run(town: Town):
    ana, bo, cai = [await town.join(name) for name in ("Ana", "Bo", "Cai")]
    await enact(town, "explanation", "receipt")
    for friend in (bo, cai):
        await befriend(ana, friend)
    await rescore(town, "sesame_credit")
    before = await exported(town, ana, "sesame_credit")
    files = [(await exported(town, friend, "sesame_credit"), friend) for friend in (bo, cai)]
    _, low = min(files, key=lambda found: found[0]["result"]["score"])
    await ana.send(f"/friends remove {low.town_name}")
    await ana.sees("friendship is over", patience_s=LONG_S)
    await rescore(town, "sesame_credit")
    after = await exported(town, ana, "sesame_credit")
    assert from_friends(after) != from_friends(before)


async def befriend(one: Seat, other: Seat) -> None:
    """One asks, the other says yes."""
    await one.send(f"/friends add {other.town_name}")
    await other.taps("Yes", of=await other.sees("would like to be your friend", one.town_name))
    await one.sees("is your friend now", patience_s=LONG_S)


def from_friends(file: dict[str, Any]) -> int:
    """The points of the factor that reads friends."""
    factors = {one["factor"]: one["points"] for one in file["result"]["contributions"]}
    return int(factors["relationships"])


@row
async def test_a13_both_sides_rate_a_deal_and_stars_move_a_score_once_they_are_open(town: Town):
    ana, bo = [await town.join(name) for name in ("Ana", "Bo")]
    for name, refusal in ((bo.town_name, "No deal of yours"), (ana.town_name, "for oneself")):
        await ana.send(f"/rate {name} 5")
        await ana.sees(refusal, patience_s=LONG_S)
    await ana.send(f"/pay {bo.town_name} 5 lunch")
    await bo.taps("Accept", of=await bo.sees("lunch", "¥5.00", patience_s=LONG_S))
    await ana.sees("How was it?", patience_s=LONG_S)
    before = score_in(await asked(bo, "/score", "Your WeChat Pay Score"))
    await ana.taps("5 ★")
    await ana.sees(f"And {bo.town_name}?", patience_s=LONG_S)
    await ana.taps("1 ★")
    await bo.send(f"/rate {ana.town_name} 4 as agreed")
    await bo.sees("gave you ★★★★★ for the service, ★☆☆☆☆ for the person", patience_s=LONG_S)
    await ana.sees("gave you ★★★★☆", "as agreed", patience_s=LONG_S)
    assert score_in(await asked(bo, "/score", "Your WeChat Pay Score")) == before - 16
    await town.facilitator.send(f"/run rating_bomb {bo.town_name}")
    await town.facilitator.sees("one star without any deal: 6", "1.00 (1", patience_s=LONG_S)
    await asked(bo, "/rate", "7 ratings, 1.00")


@row
async def test_d07_the_caller_hears_the_notice_first_and_plays_are_counted(town: Town):
    fay, ana = town.facilitator, await town.join("Ana")
    await enact(town, "caller_notice", "amount")
    await asked(fay, "/run judgment", "Judgment not paid")
    await publish(town)
    [debtor] = await blamed(ana)
    for label, end in (("Call anyway", "Ringing|on the phone"), ("Hang up", "You hung up")):
        await ana.send(f"/call {debtor}")
        await ana.sees("The person you are calling is dishonest", "Owed", patience_s=LONG_S)
        card = await ana.sees("Nothing rings", debtor, patience_s=LONG_S)
        assert re.search(end, await ana.taps(label, of=card))
        await ana.send("/hangup")
    page = await asked(fay, "/notices", "Notices on lines")
    counts = searched(r"heard (\d+) times, (\d+) hung up, (\d+) went on", page)
    plays, hung_up, went_on = map(int, counts.groups())
    assert debtor in page
    assert min(hung_up, went_on) >= 1
    assert plays >= 2
    await asked(fay, "/run judgment_paid", "Judgment paid")
    await publish(town)
    await asked(fay, "/notices", f"{debtor}, taken off again")
    await ana.send(f"/call {debtor}")
    assert "Nothing rings" not in said(await ana.sees(debtor, patience_s=LONG_S))
