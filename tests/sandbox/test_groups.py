"""Groups: coming and going, rank, moving to a supergroup, and speaking in the group's name."""

from __future__ import annotations

import pytest

from tests.sandbox.desk import Desk, Refused


async def test_the_bot_learns_that_it_was_added_and_by_whom(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana, bo, added_by=bo.id, title="Town")
    change = (await desk.fresh())[0]["my_chat_member"]
    assert change["chat"]["id"] == town
    assert change["from"]["id"] == bo.id
    assert change["old_chat_member"]["status"] == "left"
    assert change["new_chat_member"]["status"] == "member"
    assert (await ana.sees(town))[0]["service"] == "Bo created the group “Town”"


async def test_a_bot_that_was_thrown_out_is_kept_out(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana)
    me = (await desk.api("getMe"))["id"]
    await desk.control("POST", f"groups/{town}/members", remove=[me])
    kicked = (await desk.fresh())[-1]["my_chat_member"]
    assert kicked["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=town, text="x")
    assert refused.value.status == 403
    assert refused.value.description == "Forbidden: bot was kicked from the group chat"


async def test_a_bot_that_left_is_no_member(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana, type="supergroup")
    assert await desk.api("leaveChat", chat_id=town)
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=town, text="x")
    assert refused.value.description == "Forbidden: bot is not a member of the supergroup chat"


async def test_a_group_that_became_a_supergroup_says_where_it_went(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana)
    await desk.fresh()
    moved = (await desk.control("POST", f"groups/{town}/migrate"))["id"]
    told = [update["message"] for update in await desk.fresh()]
    assert told[0]["migrate_to_chat_id"] == moved
    assert (told[1]["migrate_from_chat_id"], told[1]["chat"]["type"]) == (town, "supergroup")
    with pytest.raises(Refused) as refused:
        await desk.api("sendMessage", chat_id=town, text="x")
    assert refused.value.parameters == {"migrate_to_chat_id": moved}
    assert refused.value.description == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )
    assert await desk.api("sendMessage", chat_id=moved, text="x")
    await ana.act("send", 409, text="x", chat=town)
    assert [group["id"] for group in await desk.control("GET", "groups")] == [moved]


async def test_members_counts_and_administrators(desk: Desk):
    ana, bo, cy = [await desk.starter(name) for name in ("Ana", "Bo", "Cy")]
    town = await desk.group(ana, bo)
    me = (await desk.api("getMe"))["id"]
    assert await desk.api("getChatMemberCount", chat_id=town) == 3
    await desk.control("POST", f"groups/{town}/members", add=[cy.id], promote=[bo.id])
    assert await desk.api("getChatMemberCount", chat_id=town) == 4
    admins = await desk.api("getChatAdministrators", chat_id=town)
    assert {admin["user"]["id"] for admin in admins} == {ana.id, bo.id}
    status = {}
    for account in (ana.id, bo.id, cy.id, me):
        member = await desk.api("getChatMember", chat_id=town, user_id=account)
        status[account] = member["status"]
    assert status == {ana.id: "creator", bo.id: "administrator", cy.id: "member", me: "member"}
    await desk.control("POST", f"groups/{town}/members", remove=[cy.id])
    gone = await desk.api("getChatMember", chat_id=town, user_id=cy.id)
    assert gone["status"] == "kicked"
    await cy.act("send", 403, text="x", chat=town)
    with pytest.raises(Refused, match="invalid user_id specified"):
        await desk.api("getChatMember", chat_id=town, user_id=1)


async def test_chat_member_updates_come_to_administrators_that_asked(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana)
    me = (await desk.api("getMe"))["id"]
    await desk.updates(allowed_updates=["chat_member", "message"])
    await desk.control("POST", f"groups/{town}/members", add=[bo.id])
    assert not any("chat_member" in update for update in await desk.fresh())
    await desk.control("POST", f"groups/{town}/members", promote=[me])
    await desk.control("POST", f"groups/{town}/members", remove=[bo.id])
    changes = [u["chat_member"] for u in await desk.fresh() if "chat_member" in u]
    assert changes[-1]["new_chat_member"]["user"]["id"] == bo.id


async def test_an_anonymous_administrator_speaks_as_the_group(desk: Desk):
    ana = await desk.starter()
    town = await desk.group(ana)
    await desk.fresh()
    await ana.act("anonymous-send", text="/panel", chat=town)
    (update,) = await desk.fresh()
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == town
    assert (await ana.sees(town))[-1]["from"]["name"] == "Town"
    await ana.act("anonymous-send", 400, text="/panel")


async def test_a_stranger_sees_nothing_of_a_group(desk: Desk):
    ana, bo = await desk.starter("Ana"), await desk.starter("Bo")
    town = await desk.group(ana)
    await desk.control("GET", f"people/{bo.id}/messages?chat={town}", 403)
    with pytest.raises(Refused, match="chat not found"):
        await desk.api("getChat", token="88:SANDBOX-X", chat_id=town)


async def test_profiles_and_full_chats(desk: Desk):
    ana = await desk.starter()
    assert await desk.api("getUserProfilePhotos", user_id=ana.id) == {
        "total_count": 0,
        "photos": [],
    }
    chat = await desk.api("getChat", chat_id=str(ana.id))
    assert (chat["type"], chat["first_name"]) == ("private", "Ana")
    with pytest.raises(Refused, match="there are no administrators in the private chat"):
        await desk.api("getChatAdministrators", chat_id=ana.id)
