"""Photos lose what tells of their maker, whatever they hide and however they are broken."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.charts.photos import repainted
from tests.support.photos import HEIGHT, SECRET, WIDTH, photo, vast, with_archive

KINDS = ("JPEG", "PNG", "WEBP", "TIFF")


def shown(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_seen_goes_on(kind: str):
    raw = with_archive(photo(kind))
    assert SECRET.encode() in raw
    assert zipfile.is_zipfile(BytesIO(raw))
    clean = repainted(raw)
    assert SECRET.encode() not in clean
    assert not zipfile.is_zipfile(BytesIO(clean))
    picture = shown(clean)
    assert not picture.getexif()
    assert not {"comment", "icc_profile", "xmp", "Author"} & {*picture.info}
    assert (picture.format, picture.size) == (
        "JPEG" if kind == "JPEG" else "PNG",
        (WIDTH, HEIGHT),
    )
    left, right = (0, 0, 10, HEIGHT), (WIDTH - 10, 0, WIDTH, HEIGHT)
    for side, seen, unseen in ((left, "R", "B"), (right, "B", "R")):
        part = picture.convert("RGB").crop(side)
        assert min(map(float, part.getchannel(seen).tobytes())) > 200
        assert max(map(float, part.getchannel(unseen).tobytes())) < 50


@pytest.mark.parametrize("kind", KINDS)
def test_a_turned_photo_stands_upright_without_being_told(kind: str):
    assert shown(repainted(photo(kind, turned=True))).size == (HEIGHT, WIDTH)


def test_what_can_be_seen_through_stays_so():
    out = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "WEBP")
    assert shown(repainted(out.getvalue())).getchannel("A").getextrema() == (0, 0)


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"words", b"<svg/>", b"\xff\xd8\x00\x00\x00\x00", photo()[: len(photo()) // 2]),
        *(b"%!PS-Adobe-3.0 EPSF-3.0", photo("PNG")[:200], b"....ftypheic" + photo(), vast(5_000)),
    ],
)
def test_what_cannot_be_painted_anew_goes_nowhere(raw: bytes):
    with pytest.raises(Exception):  # noqa: B017, PT011 - decoders fail in many ways
        repainted(raw)


@given(st.sampled_from(KINDS).map(photo), st.data())
def test_a_broken_picture_tells_nothing_more(raw: bytes, data: st.DataObject):
    at = data.draw(st.integers(0, len(raw) - 1))
    broken = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + 1 :]
    with suppress(Exception):
        assert SECRET.encode() not in repainted(broken)
