"""Whoever runs a town and lives in none: what they are shown of it, and told, open or closed."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from services.kernel.towns import workshops
from services.people.identity.tables import participants, second_facilitators
from tests.runtime.test_blank import shown
from tests.support.runtime import Rig


async def test_the_board_is_shown_and_all_else_tells_how_to_see_it(town: Rig):
    await town.say("fay", "/lists")
    assert "You stand" not in (await shown(town, "fay", "first lists"))["text"]
    for typed in ("/doors", "/wallet"):
        await town.say("fay", typed)
    told = await shown(town, "fay", "this is for those who live in it")
    with town.eye.connect() as conn:
        code = conn.scalar(select(workshops.c.code))
    assert f"/join {code}" in told["text"]


async def test_a_closed_town_is_read_by_whoever_ran_it_and_not_changed(town: Rig):
    with town.eye.begin() as conn:
        conn.execute(update(workshops).values(code="BCDFGH"))
    await town.say("ana", "/hand")
    await shown(town, "ana", "Your hand is up")
    await town.say("fay", "/workshop close BCDFGH")
    asked = await shown(town, "fay", "Still open: 1 raised hand, 0 complaints")
    await town.tap("fay", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    await shown(town, "fay", "is closed: nobody can act")
    for typed, words in (
        ("/panel", "In wallets"),
        ("/truth", "has stood on a black list"),
        ("/questions", "wall of unanswered"),
        ("/hands", "Hands up: 1"),
        ("/lists", "first lists"),
    ):
        await town.say("fay", typed)
        await shown(town, "fay", words)
    await town.say("fay", "/say hello")
    told = await shown(town, "fay", "nothing in it is changed")
    assert "/workshop open BCDFGH" in told["text"]


async def test_plain_words_are_asked_about_before_everybody_hears_them(town: Rig):
    await town.say("fay", "Please come back to the\nround table now")
    asked = await shown(town, "fay", "Say this to everybody?")
    await town.tap("fay", asked["buttons"][0][0]["data"], message_id=asked["message_id"])
    told = await shown(town, "ana", "round table now")
    assert "Please come back" in told["text"]
    await town.say("fay", "/workshop")
    await shown(town, "fay", "In wallets")
    await town.say("fay", "Pause")  # a slip of "purse", but not to whoever runs a town
    pause = await shown(town, "fay", "Is this what you mean, or")
    assert pause["buttons"][0][0]["text"] == "⏸ Pause"
    await town.say("ana", "pause")
    purse = await shown(town, "ana", "Is this what you mean?")
    assert purse["buttons"][0][0]["text"] == "👛 Wallet"
    await town.tap("fay", pause["buttons"][-1][-1]["data"], message_id=pause["message_id"])
    await shown(town, "fay", "No answer is waited for")
    await town.say("fay", "make Ana the ombudsman")
    made = await shown(town, "fay", "Is this what you mean, or")
    ((make,), (aloud, _)) = made["buttons"]
    assert (make["text"], aloud["text"]) == ("Ana: ombudsman", "📣 Say it")
    await town.tap("fay", make["data"], message_id=made["message_id"])
    await shown(town, "fay", "Ana holds the ombudsman's office")
    await town.say("fay", "help me")
    helps = await shown(town, "fay", "Is this what you mean?")
    assert [key["data"].rpartition(":")[2] for (key,) in helps["buttons"]] == ["help"]


async def test_reading_and_a_raised_hand_are_signs_of_life(town: Rig):
    def acted() -> dict[str, int]:
        with town.eye.connect() as conn:
            return dict(conn.execute(select(participants.c.name, participants.c.acted_ms)).all())

    before = acted()
    town.pass_ms(120_000)
    await town.say("ana", "/wallet")
    await shown(town, "ana", "You hold")
    await town.say("bo", "/hand")
    await shown(town, "bo", "Your hand is up")
    assert {name for name, at in acted().items() if at > before[name]} == {"Ana", "Bo"}


async def test_who_runs_the_town_too_hears_in_one_line_what_was_done(town: Rig):
    with town.eye.begin() as conn:
        person = select(participants.c.person_id).where(
            participants.c.participant_id == town.world.ids["bo"]
        )
        second = {"workshop_id": town.world.workshop_id, "person_id": conn.scalar(person)}
        conn.execute(insert(second_facilitators).values(**second, since_ms=1))
    await town.say("fay", "/pause")
    await shown(town, "bo", "who runs the town with you, has paused it")
    assert not any("runs the town with you" in text for text in await town.heard("fay"))
    await town.say("bo", "/panic")
    await shown(town, "fay", "who runs the town with you, has blanked it")


async def test_the_panel_keeps_its_place_and_pages_come_below_it(town: Rig):
    await town.say("fay", "/panel")
    panel = await shown(town, "fay", "In wallets")
    keys = [key for row in panel["buttons"] for key in row]
    people = next(key["data"] for key in keys if "People" in key["text"])
    await town.tap("fay", people, message_id=panel["message_id"])
    page = await shown(town, "fay", "finds somebody by a part of the name")
    assert page["message_id"] > panel["message_id"]
    assert (await shown(town, "fay", "In wallets"))["message_id"] == panel["message_id"]
    back = page["buttons"][-1][-1]["data"]
    await town.tap("fay", back, message_id=page["message_id"])

    async def moved() -> bool:
        at: int = (await shown(town, "fay", "In wallets"))["message_id"]
        return at == int(page["message_id"])

    await town.until_async(moved)


async def test_of_two_towns_one_tap_leads_to_the_other_and_what_comes_says_which(town: Rig):
    await town.say("fay", "/workshop new Tuesday")
    town.pass_ms(1_000)
    await town.say("fay", "/panel")
    panel = await shown(town, "fay", "In wallets")
    await town.say("ana", "/hand")
    told = await shown(town, "fay", "waits, ")
    title = told["text"].partition("\n")[0]
    assert title.startswith("🏘")
    assert "Tuesday" not in title
    assert "Tuesday" in panel["text"]
    other = panel["buttons"][-1][-1]
    assert "My other town" in other["text"]
    await town.tap("fay", other["data"], message_id=panel["message_id"])
    await shown(town, "fay", "Hands up: 1")
