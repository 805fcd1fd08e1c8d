"""The bot's face: names by language, command menus by scope, the menu button."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.desk import Desk, Refused, Seat


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": name.upper()} for name in names]


async def shown(desk: Desk, seat: Seat, chat: int | None = None) -> list[str]:
    where = f"?chat={chat}" if chat is not None else ""
    commands = await desk.control("GET", f"people/{seat.id}/commands{where}")
    return [command["command"] for command in commands]


async def test_the_nearest_scope_wins_and_then_the_language(desk: Desk):
    ana = await desk.starter("Ana", language_code="en")
    li = await desk.starter("Li", language_code="zh-hans")
    town = await desk.group(ana, li)

    async def put(name: str, language: str = "", **scope: Any) -> None:
        fields: dict[str, Any] = {"scope": scope} if scope else {}
        await desk.api("setMyCommands", commands=menu(name), language_code=language, **fields)

    assert await shown(desk, ana) == []
    await put("base")
    await put("base_zh", "zh")
    assert (await shown(desk, ana), await shown(desk, li)) == (["base"], ["base_zh"])
    await put("private", type="all_private_chats")
    assert (await shown(desk, ana), await shown(desk, li)) == (["private"], ["private"])
    assert await shown(desk, li, town) == ["base_zh"]
    await put("anas", type="chat", chat_id=ana.id)
    assert (await shown(desk, ana), await shown(desk, li)) == (["anas"], ["private"])
    await put("groups", type="all_group_chats")
    await put("bosses", type="all_chat_administrators")
    assert (await shown(desk, ana, town), await shown(desk, li, town)) == (["bosses"], ["groups"])
    await put("town", type="chat", chat_id=town)
    assert await shown(desk, ana, town) == ["town"]
    await put("town_bosses", type="chat_administrators", chat_id=town)
    assert await shown(desk, ana, town) == ["town_bosses"]
    await put("just_li", type="chat_member", chat_id=town, user_id=li.id)
    assert (await shown(desk, ana, town), await shown(desk, li, town)) == (
        ["town_bosses"],
        ["just_li"],
    )
    await desk.api("deleteMyCommands", scope={"type": "chat", "chat_id": ana.id})
    assert await shown(desk, ana) == ["private"]


async def test_get_returns_exactly_what_was_set(desk: Desk):
    scope = {"type": "all_group_chats"}
    await desk.api("setMyCommands", commands=menu("a", "b"), scope=scope, language_code="zh")
    assert await desk.api("getMyCommands", scope=scope, language_code="zh") == menu("a", "b")
    assert await desk.api("getMyCommands", scope=scope) == []
    assert await desk.api("getMyCommands") == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"commands": menu("Größe")}, "BOT_COMMAND_INVALID"),
        ({"commands": menu("x" * 33)}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": menu(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": menu("a"), "language_code": "english"}, "invalid language code specified"),
        ({"commands": menu("a"), "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ({"commands": "[broken"}, "can't parse commands JSON object"),
    ],
)
async def test_bad_menus(desk: Desk, fields: dict[str, Any], words: str):
    with pytest.raises(Refused) as refused:
        await desk.api("setMyCommands", **fields)
    assert refused.value.description == f"Bad Request: {words}"


async def test_names_and_descriptions_by_language(desk: Desk):
    await desk.api("setMyName", name="Glass")
    await desk.api("setMyName", name="玻璃", language_code="zh")
    await desk.api("setMyDescription", description="A town", language_code="")
    await desk.api("setMyShortDescription", short_description="Town")
    assert (await desk.api("getMyName", language_code="zh"))["name"] == "玻璃"
    assert (await desk.api("getMyName", language_code="de"))["name"] == "Glass"
    assert (await desk.api("getMyDescription"))["description"] == "A town"
    assert (await desk.api("getMyShortDescription"))["short_description"] == "Town"
    assert (await desk.api("getMe"))["first_name"] == "Glass"
    assert (await desk.control("GET", "bot?language=zh"))["name"] == "玻璃"
    with pytest.raises(Refused, match="name is too long"):
        await desk.api("setMyName", name="x" * 65)


async def test_the_menu_button(desk: Desk):
    ana = await desk.starter()
    assert await desk.api("getChatMenuButton") == {"type": "commands"}
    app = {"type": "web_app", "text": "Open", "web_app": {"url": "https://example.org/"}}
    await desk.api("setChatMenuButton", chat_id=ana.id, menu_button=app)
    assert await desk.api("getChatMenuButton", chat_id=ana.id) == app
    await desk.api("setChatMenuButton", chat_id=ana.id)
    assert await desk.api("getChatMenuButton", chat_id=ana.id) == {"type": "commands"}
