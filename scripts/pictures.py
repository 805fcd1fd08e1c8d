"""Takes the pictures in docs/pictures: the program, lived in for a minute, through a real browser.

`make pictures` writes them all. A scene is what one person types, and how their page is looked at
then. Sizes are CSS pixels; the files have a small palette, so that they stay light.
"""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import aiohttp
from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.support.narrowing import searched
from tests.support.running import play
from tests.support.seats import Seat, Town, said, venue_at

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PHONE, WIDE = (390, 780), (1280, 800)
COLOURS: Final = 128
SETTLE_MS: Final = 1_500
PATIENCE_S: Final = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: who types what before it, and on what it is looked at.

    A line is "Name: words" (typed) or "Name> label" (the newest button with these words, tapped);
    {Name} is that person's name in the town, {Listed} that of somebody on the court's list.
    """

    name: str
    who: str
    lines: tuple[str, ...]
    size: tuple[int, int] = PHONE
    colours: Literal["light", "dark"] = "light"
    beside: tuple[str, ...] = ()  # whose seats stand there too


SCENES: Final = (
    Scene("home", "Ana", ("Bo: /pay {Ana} 12 lunch", "Ana: /menu")),
    Scene("home-zh-dark", "Mei", ("Mei: /menu",), colours="dark"),
    Scene("home-wide", "Ana", (), size=WIDE),
    Scene(
        "conversation",
        "Bo",
        (
            "Ana: /msg {Bo} Lunch at the ferry?",
            "Bo: /msg {Ana}",
            "Bo: Gladly. I pay this time.",
            "Ana: /msg {Bo} Then I bring the tea.",
        ),
    ),
    Scene("wallet", "Ana", ("Ana> Accept", "Ana: /wallet")),
    Scene("services", "Ana", ("Ana: /services",)),
    Scene("rental", "Ana", ("Ana: /rent bicycle",)),
    Scene("id", "Ana", ("Ana: /id",)),
    Scene(
        "moments",
        "Bo",
        (
            "Ana: /friends add {Bo}",
            "Bo> Yes",
            "Ana: /moments First day in town, and already everybody needs a plaster.",
            "Bo: /moments",
        ),
    ),
    Scene(
        "regulator",
        "Fay",
        (
            "Fay: /law clearing on now",
            "Bo: /shops",
            "Bo> Tea House",
            "Bo> ¥8.80",
            "Fay: /regulator",
        ),
    ),
    Scene(
        "town",
        "Ana",
        (
            "Fay: /run judgment",
            "Fay: /run lists",
            "Bo: /call {Listed}",
            "Ana: /menu",
            "Fay: /gala 100 8",
            "Fay: /panel",
        ),
        size=(1480, 860),
        beside=("Fay", "Bo", "Mei"),
    ),
    Scene(
        "refused",
        "Ana",
        ("Fay: /run journalist {Ana}", "Fay: /run lists", "Ana: /services flight", "Ana> Inland"),
    ),
    Scene("doors", "Ana", ("Ana: /doors",), colours="dark"),
    Scene("notice", "Bo", ("Bo: /call {Ana}",)),
    Scene("truth", "Fay", ("Fay: /truth",), size=WIDE, colours="dark"),
    Scene("lists", "Ana", ("Ana: /lists",)),
    Scene("card", "Fay", ("Fay: /run student ?",)),
    Scene("panel", "Fay", ("Fay: /panel",)),
    Scene("rating", "Bo", ("Bo: ✕ Leave the chat", "Bo: /rate", "Bo> Tea House")),
    Scene(
        "ballot",
        "Ana",
        ("Fay: /motions kin off in 2 days", "Fay> 🗳 Open the vote", "Ana: /vote"),
        size=(390, 980),
    ),
    Scene("radar", "Fay", ("Fay: /radar",)),
    Scene("heat", "Fay", ("Fay: /scope",)),
    Scene(
        "case",
        "Bo",
        (
            "Fay: /law explanation receipt now",
            "Fay: /law ombudsman on now",
            "Fay: /ombudsman {Bo}",
            "Ana: /score",
            "Ana: /complain The court never told me",
            "Bo: /case 1",
        ),
        size=(390, 1180),
    ),
    Scene("twin", "Ana", ("Ana: /twin list_sanctions",)),
)


async def live(town: Town, people: dict[str, Seat], line: str) -> None:
    """Type a line or tap a button, and wait until something came of it."""
    name, sign, words = line.partition(": ") if ": " in line else line.partition("> ")
    seat = people[name]
    if sign == "> ":
        await seat.taps(words)
    else:
        names = {one: who.town_name for one, who in people.items()}
        if "{Listed}" in words:
            names["Listed"] = await listed(seat)
        await seat.send(words.format(**names))
    await asyncio.sleep(SETTLE_MS / 1000)


async def listed(seat: Seat) -> str:
    """Somebody whom the court has listed, as the town's page says."""
    page = said(await seat.asks("/lists", "· court"))
    return searched(r"• (\S+) · court", page)[1]


async def take(
    browser: Browser, url: str, person: int, scene: Scene, beside: dict[str, bool]
) -> None:
    """Look at somebody's page and keep what is seen; `beside`: which seats stand there."""
    width, height = scene.size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scene.colours,
        device_scale_factor=1,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    if scene.beside:
        chosen = json.dumps(beside)
        await page.add_init_script(f"localStorage.setItem('webchat.seats', {chosen!r})")
    await page.goto(f"{url}/?seat={person}")
    await page.wait_for_timeout(SETTLE_MS)
    shot = Image.open(io.BytesIO(await page.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(FOLDER / f"{scene.name}.png", optimize=True)
    await context.close()


async def take_all(url: str) -> None:
    """Play a small town and take every picture."""
    path = shutil.which("chromium")
    async with aiohttp.ClientSession(url) as http, async_playwright() as playwright:
        town = await (await venue_at(http)).town()
        people = {name: await town.join(name) for name in ("Ana", "Bo")}
        people |= {"Mei": await town.join("Mei", "zh"), "Fay": town.facilitator}
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for scene in SCENES:
            for line in scene.lines:
                await live(town, people, line)
            shown = {people[name].person_id for name in (scene.who, *scene.beside)}
            beside: dict[str, bool] = {}
            for kind, path in (("person", "people"), ("group", "groups")):
                async with http.get(f"/control/{path}") as answer:
                    there = [one["id"] for one in await answer.json()]
                beside |= {f"{kind}:{one}": one in shown for one in there}
            await take(browser, url, people[scene.who].person_id, scene, beside)
        await browser.close()


def main() -> None:
    """Start the program, take the pictures, and leave nothing behind."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        program = play(Path(folder), SEED="7", LOG_LEVEL="ERROR")
        try:
            asyncio.run(take_all(program.url))
        finally:
            program.stop()


if __name__ == "__main__":
    main()
