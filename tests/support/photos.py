"""Photos as people's telephones make them: they say where, when, with what, and hide more."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image, PngImagePlugin

SECRET = "Ana's telephone, 49.4875N"
WIDTH, HEIGHT = 60, 40
MAKER, COMMENT, ORIENTATION, TURNED = 0x010F, 0x9286, 0x0112, 6


def photo(kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A picture, red on the left, blue on the right, that tells of its maker in every way."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "blue")
    picture.paste("red", (0, 0, WIDTH // 2, HEIGHT))
    exif = Image.Exif()
    exif[MAKER] = exif[COMMENT] = SECRET
    if turned:
        exif[ORIENTATION] = TURNED
    more: dict[str, object] = {"exif": exif}
    if kind == "JPEG":
        more |= {"comment": SECRET.encode()}
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET)
        more |= {"pnginfo": words}
    out = BytesIO()
    picture.save(out, kind, icc_profile=SECRET.encode(), **more)
    return out.getvalue()


def with_archive(picture: bytes) -> bytes:
    """A picture that is an archive too."""
    behind = BytesIO()
    with zipfile.ZipFile(behind, "w") as archive:
        archive.writestr("secret.txt", SECRET)
    return picture + behind.getvalue()


def vast(side: int) -> bytes:
    """A true picture of many pixels and few bytes."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()
