"""Services as people meet them: a room on a deposit, a book brought back, a map, in Chinese."""

from __future__ import annotations

from tests.support.seats import said


async def test_a_day_of_services(town):
    ana = await town.join("Ana", "zh")
    await ana.send("/services")
    await ana.taps("🌙 住宿", of=await ana.sees("小镇服务"))
    await ana.taps("套房 ¥52.00", of=await ana.sees("住哪种"))
    asked = await ana.sees("要交押金 ¥60.00")
    await ana.taps("交押金 ¥60.00", of=asked)
    receipt = said(await ana.sees("✅", "住宿", "¥52.00"))
    assert "\n" not in receipt.strip()
    await ana.send("/wallet")
    await ana.sees("¥88.00", "服务押金")
    await ana.send("/services 图书馆")
    await ana.taps("小说", of=await ana.sees("借哪本书"))
    assert await ana.taps("还书", of=await ana.sees("还书", "之前")) == "图书馆：办好了。"
    await ana.send("/services crowd")
    await ana.taps("看地图", of=await ana.sees("地图显示"))
    map_ = await ana.sees("近一天哪里人多", "钟楼")
    assert map_["media"]["kind"] == "photo"
    await town.facilitator.send("/forward 4")
    await town.facilitator.sees("It is now day", patience_s=30)
    await ana.asks("/wallet", "押金退回")
    await ana.send("/services moon")
    await ana.sees("没有叫 moon 的服务")
