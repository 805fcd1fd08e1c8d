"""Pictures: one set of templates, words that are really there, nothing that a name could break."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bot.charts import (
    Bar,
    Fall,
    Panel,
    bars_svg,
    lines_svg,
    png,
    waterfall_svg,
)
from bot.charts.drawing import svg
from bot.words import words_for
from scoring import load_library
from services.kernel.localized import Localized
from services.standing.agencies.catalogue import DOCUMENTS
from tests.support.narrowing import parts_of

PNG = b"\x89PNG\r\n\x1a\n"
HOSTILE = '<script>"&\u202e\x00]]>'
NAMESPACE = "{http://www.w3.org/2000/svg}"


def waterfall(title: str = "Pay Score: 612") -> str:
    falls = (Fall(title, 540, is_sum=True), Fall(title, 80), Fall(title, -8), Fall(title, 0))
    ended = (*falls, Fall("=", 612, is_sum=True))
    return waterfall_svg(title, ended, low=300, high=850, note=title)


def lines(title: str = "Course") -> str:
    panel = Panel(title, 300, 850, ((0, 540), (86_400, 612)), "day 1", "day 2")
    return lines_svg(title, (panel, Panel(title, 0, 200, ((5, 100),), "day 1", "day 1")))


def bars(title: str = "Audit") -> str:
    groups = ((title, (Bar(title, 40, "40%"), Bar("hidden", None, "—"))),)
    return bars_svg(title, groups, title)


PICTURES = (waterfall, lines, bars)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("title", ["Pay Score", "微信支付分", HOSTILE, "", "x" * 500])
def test_every_picture_is_svg_and_png_whatever_it_is_called(picture, title: str):
    drawn = picture(title)
    root = ET.fromstring(drawn)  # noqa: S314 - our own text
    assert {node.tag for node in root.iter()} <= {
        NAMESPACE + tag for tag in ("svg", "title", "rect", "text", "line", "polyline", "circle")
    }
    assert "\u202e" not in drawn
    assert png(drawn).startswith(PNG)


@pytest.mark.parametrize("picture", PICTURES)
def test_chinese_labels_are_not_blank(picture):
    """A missing glyph is drawn as nothing at all: then the picture would equal a blank one."""
    blank, latin, chinese = (png(picture(title)) for title in (" ", "Score", "分数走势"))
    assert len({blank, latin, chinese}) == 3


def test_every_character_of_our_words_has_a_glyph():
    texts = "".join(
        text
        for language in ("en", "zh")
        for key, text in words_for(language).texts._catalog.items()
        if isinstance(key, str) and key.startswith("scores.") and isinstance(text, str)
    )
    for document in load_library(DOCUMENTS).documents.values():
        texts += document.title.en + document.title.zh
        texts += "".join(part.title.en + part.title.zh for part in parts_of(document))
    nothing = one_letter(" ")
    drawn = {c for c in texts if c.isprintable() and not c.isspace() and ord(c) < 0x1F000}
    missing = {char for char in drawn - set("⭐⚖️") if one_letter(char) == nothing}
    assert missing == set()
    assert len(drawn) > 300


def test_a_character_outside_the_font_would_be_found_missing():
    assert one_letter("\u0e01") == one_letter(" ")


def test_waterfall_parts_begin_where_the_last_one_ended():
    root = ET.fromstring(waterfall())  # noqa: S314 - our own text
    boxes = [n.attrib for n in root.iter(f"{NAMESPACE}rect") if "rx" in n.attrib]
    start, gain, loss, _, end = [(float(b["x"]), float(b["width"])) for b in boxes]
    assert gain[0] == pytest.approx(start[0] + start[1], abs=0.2)
    assert loss[0] + loss[1] == pytest.approx(gain[0] + gain[1], abs=0.2)
    assert end[0] + end[1] == pytest.approx(loss[0], abs=0.2)
    assert end[0] == start[0]


def test_each_panel_has_a_scale_of_its_own():
    root = ET.fromstring(lines())  # noqa: S314 - our own text
    texts = [node.text for node in root.iter(f"{NAMESPACE}text")]
    assert texts.count("850") == texts.count("300") == texts.count("200") == 1
    first, second = (n.attrib["points"].split() for n in root.iter(f"{NAMESPACE}polyline"))
    assert float(first[0].split(",")[1]) > float(first[1].split(",")[1]), "upwards is up"
    assert second[0].split(",")[1] == second[1].split(",")[1], "one score is a level"


def test_words_of_data_are_read_in_the_readers_language():
    told = Localized(en="Score <b>", zh="分数")
    assert words_for("en").html(told) == "Score &lt;b&gt;"
    assert words_for("zh").html(told) == "分数"


def one_letter(char: str) -> bytes:
    return png(svg("frame", title=char, height=60))
