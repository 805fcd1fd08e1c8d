"""What a browser test has in hand: a running sandbox, open pages, and eyes on the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import expect

if TYPE_CHECKING:
    import aiohttp
    from playwright.async_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        FilePayload,
        Locator,
        Page,
        Request,
    )

    from tests.browser.echo_bot import EchoBot

HERE = {"127.0.0.1", "localhost"}


@dataclass
class Desk:
    """One town of people with a bot, and the pages that look at it."""

    url: str
    http: aiohttp.ClientSession
    bot: EchoBot
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    async def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """A call of the control API, as another program would make it."""
        async with self.http.request(method, f"{self.url}/control/{path}", json=body) as response:
            answer = await response.json()
            assert response.status < 400, f"{path}: {answer}"
        return answer

    async def person(self, first_name: str, language_code: str = "en") -> int:
        """Create a person."""
        body = {"first_name": first_name, "language_code": language_code}
        return int((await self.control("POST", "people", body))["id"])

    async def group(self, title: str, members: list[int]) -> int:
        """Create a group with the bot in it."""
        group = await self.control("POST", "groups", {"title": title, "members": members})
        return int(group["id"])

    async def says(self, person: int, text: str, chat: int | None = None) -> Any:
        """Somebody writes without the page."""
        body: dict[str, Any] = {"text": text} if chat is None else {"text": text, "chat": chat}
        return await self.control("POST", f"people/{person}/send", body)

    async def open(self, path: str = "/", **options: Any) -> Page:
        """A page of its own (cookies, viewport, colours) on the sandbox."""
        size = {"width": 1440, "height": 900}
        context = await self.browser.new_context(**{"viewport": size, "locale": "en-GB", **options})
        self.contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("request", self._asked)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        await page.goto(path if path.startswith("http") else f"{self.url}{path}")
        return page

    @property
    def port(self) -> int:
        """Where the sandbox listens."""
        return int(urlsplit(self.url).port or 80)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith("blob:"):
            self.hosts.add(urlsplit(request.url).hostname or "")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    async def close(self) -> None:
        """Close the pages, then hold them to what every page must keep."""
        for context in self.contexts:
            await context.close()
        assert self.hosts <= HERE, f"the page asked outside hosts: {self.hosts - HERE}"
        assert not self.complaints, self.complaints


def seat(page: Page, name: str) -> Locator:
    """The seat of a person or a group by its title."""
    return page.get_by_role("region", name=name, exact=True)


def log(place: Locator) -> Locator:
    """The messages of a seat."""
    return place.get_by_role("log")


def newest(place: Locator) -> Locator:
    """The newest message of a seat."""
    return log(place).get_by_role("article").last


async def conversation(place: Locator, name: str) -> None:
    """Open a conversation by its line in the seat's list."""
    await place.get_by_role("button", name="Conversations").click()
    await place.get_by_role("navigation").get_by_role("button", name=name).click()


async def write(place: Locator, text: str) -> None:
    """Type into a seat's composer and press Enter."""
    box = place.get_by_role("textbox", name="Message")
    await box.fill(text)
    await box.press("Enter")


async def sat(desk: Desk, **options: Any) -> tuple[int, Page, Locator]:
    """Ana alone with the bot."""
    ana = await desk.person("Ana")
    page = await desk.open(**options)
    place = seat(page, "Ana")
    await expect(place.get_by_role("textbox", name="Message")).to_be_visible()
    return ana, page, place


async def attach(page: Page, place: Locator, what: str, chosen: list[FilePayload]) -> None:
    """Choose files by the menu."""
    await place.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as waiting:
        await page.get_by_role("button", name=what, exact=True).click()
    await (await waiting.value).set_files(chosen)
