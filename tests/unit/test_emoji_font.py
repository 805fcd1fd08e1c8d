"""The web chat's emoji font: each picture sign of the words is in it, and its files are there."""

from __future__ import annotations

import re

from scripts.emoji_font import FONTS, signs_in, texts

FIRST_PICTURE = 0x1F000  # below it stand arrows and dingbats that any font has


def test_every_sign_that_people_see_is_in_the_font():
    rules = (FONTS / "emoji.css").read_text("utf-8")
    held = {int(sign, 16) for sign in re.findall(r"U\+([0-9a-f]+)", rules)}
    shown = {sign for sign in signs_in(texts()) if sign >= FIRST_PICTURE}
    assert shown, "there are some"
    missing = {f"{chr(sign)} U+{sign:x}" for sign in shown - held}
    assert not missing, "scripts/emoji_font.py says how to add them"


def test_its_files_are_there():
    rules = (FONTS / "emoji.css").read_text("utf-8")
    named = set(re.findall(r'url\("([^"]+)"\)', rules))
    assert named
    assert {name for name in named if not (FONTS / name).is_file()} == set()
