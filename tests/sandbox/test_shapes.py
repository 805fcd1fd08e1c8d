"""The table of request shapes in `docs/sandbox.md`, row by row: taken or refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.sandbox.desk import OGG, PNG, Desk, Refused, Seat, post_form

Json = dict[str, Any]
Answer = tuple[int, Json]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "sandbox.md"


def table(first: str) -> list[list[str]]:
    """The rows below the heading row that begins with this cell; code without its marks."""
    lines = PAGE.read_text("utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        found.append([cells[0], *(cell.removeprefix("`").removesuffix("`") for cell in cells[1:])])
    return found


WHOLE = table("the request as a whole")
ONE = table("one parameter")
IN_FORMS = table("files in a form")
FILES = {"PNG": (PNG, "a.png"), "OGG": (OGG, "a.ogg"), "TEXT": (b"hello", "a.txt")}


class Scene:
    """Ana's chat with the bot and a group, and the names that the table has for them."""

    def __init__(self, desk: Desk, ana: Seat, start: int, town: int) -> None:
        self.desk = desk
        self.ana = ana
        self.names = {"ANA": ana.id, "START": start, "TOWN": town}

    def fill(self, text: str) -> str:
        return re.sub("ANA|START|TOWN|OWN", lambda name: str(self.names[name[0]]), text)

    async def expect(self, answer: Answer, outcome: str) -> None:
        """Compare an answer with an outcome of the table."""
        status, body = answer
        if not outcome.startswith(("{", "[", "true", "2")):
            code, _, words = outcome.partition(" ")
            prefix = "Bad Request: " if code == "400" else ""
            assert (status, body["description"]) == (int(code), prefix + words)
            return
        assert body["ok"], body
        result, wanted = body["result"], json.loads(self.fill(outcome))
        if isinstance(wanted, dict):
            result = {**(await self.ana.sees())[-1], **result}
        assert part_of(result, wanted) == wanted


def part_of(value: Any, wanted: Any) -> Any:
    """As much of a value as is asked for; None for what is not there."""
    if isinstance(wanted, dict) and isinstance(value, dict):
        return {name: part_of(value.get(name), one) for name, one in wanted.items()}
    if isinstance(wanted, list) and isinstance(value, list) and len(wanted) == len(value):
        return [part_of(*pair) for pair in zip(value, wanted, strict=True)]
    return value


@pytest.fixture
async def scene(desk: Desk) -> Scene:
    ana = await desk.person("Ana")
    start, town = await ana.send("/start"), await desk.group(ana)
    await desk.fresh()
    return Scene(desk, ana, start["message_id"], town)


@pytest.mark.parametrize(("line", "kind", "body", "outcome"), [row[1:] for row in WHOLE])
async def test_requests_are_read_in_any_dress(
    scene: Scene, line: str, kind: str, body: str, outcome: str
):
    verb, _, path = scene.fill(line).partition(" ")
    headers = {"Content-Type": kind} if kind else {}
    data = scene.fill(body).encode() if body else None
    url = scene.desk.method_url(path)
    async with scene.desk.session.request(verb, url, data=data, headers=headers) as response:
        answer = response.status, await response.json()
    await scene.expect(answer, outcome)


@pytest.mark.parametrize("dress", ["json", "form", "multipart", "typed", "query"])
@pytest.mark.parametrize(("call", "outcome"), [row[1:] for row in ONE])
async def test_parameters_are_read_as_telegram_reads_them(
    scene: Scene, call: str, outcome: str, dress: str
):
    name, _, fields = scene.fill(call).partition(" ")
    values: Json = {"chat_id": scene.ana.id, **json.loads(fields)}
    await scene.expect(await send(scene.desk, name, values, dress), outcome)


async def send(desk: Desk, name: str, values: Json, dress: str) -> Answer:
    texts = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()
    }
    options: Json = {"json": {"json": values}, "form": {"data": texts}, "query": {"params": texts}}
    if dress in {"multipart", "typed"}:
        form = aiohttp.FormData(default_to_multipart=True)
        for key, text in texts.items():
            form.add_field(
                key, text, content_type="application/json" if dress == "typed" else "text/plain"
            )
        options[dress] = {"data": form}
    async with desk.session.post(desk.method_url(name), **options[dress]) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(("call", "parts", "outcome"), [row[1:] for row in IN_FORMS])
async def test_files_are_found_where_telegram_finds_them(
    scene: Scene, call: str, parts: str, outcome: str
):
    own = await scene.desk.api("sendMessage", chat_id=scene.ana.id, text="own")
    scene.names["OWN"] = own["message_id"]
    name, _, fields = scene.fill(call).partition(" ")
    values: Json = {"chat_id": scene.ana.id, **json.loads(fields)}
    files = {part: FILES[what] for part, what in json.loads(parts).items()}
    try:
        answer = 200, {"ok": True, "result": await post_form(scene.desk, name, files, **values)}
    except Refused as refused:
        answer = refused.status, refused.body
    await scene.expect(answer, outcome)


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize("field", ["text", "reply_markup", "entities", "allowed_updates", "x"])
async def test_deep_json_is_refused_before_it_is_read(scene: Scene, field: str):
    body = f'{{"chat_id": {scene.ana.id}, "text": "a", "{field}": {deep(10_000)}}}'
    headers = {"Content-Type": "application/json"}
    url = scene.desk.method_url("sendMessage")
    async with scene.desk.session.post(url, data=body, headers=headers) as response:
        answer = response.status, await response.json()
    await scene.expect(answer, "400 can't parse JSON object")


async def test_deep_keyboards_are_refused_in_any_dress(scene: Scene):
    for dress in ("json", "form", "multipart"):
        values = {"chat_id": scene.ana.id, "text": "a", "reply_markup": deep(2_000)}
        answer = await send(scene.desk, "sendMessage", values, dress)
        await scene.expect(answer, "400 can't parse reply keyboard markup JSON object")
    brackets = {"chat_id": scene.ana.id, "text": deep(1_000)}
    answer = await send(scene.desk, "sendMessage", brackets, "json")
    assert answer[1]["result"]["text"] == deep(1_000), "brackets in a text nest nothing"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f'{{"text": {deep(10_000)}}}', "the body is nested deeper than 100 levels"),
        ('{"text": "a", "te\\u0078t": "b"}', "the body has the key 'text' twice"),
        ('{"text": NaN}', "the body has a NaN, which no number of JSON is"),
        (f'{{"text": {"9" * 5000}}}', "the body is no JSON"),
        ('{"text": "a', "the body is no JSON"),
    ],
)
async def test_the_control_api_reads_one_meaning_or_none(scene: Scene, body: str, words: str):
    url = f"{scene.desk.url}/control/people/{scene.ana.id}/send"
    async with scene.desk.session.post(url, data=body) as response:
        assert (response.status, await response.json()) == (400, {"error": words})
