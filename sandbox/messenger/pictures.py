"""What bytes are, told from their first ones: pictures and their sizes, sounds. Decodes nothing."""

from __future__ import annotations

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset({0x01, 0xFF, *range(0xD0, 0xD9)})
_JPEG_SEGMENTS = 1000
_14_BITS = 0x3FFF
PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
SOUNDS = {
    "oga": "audio/ogg",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "webm": "audio/webm",
    "wav": "audio/wav",
}


def picture_kind(data: bytes) -> str | None:
    """The usual ending of a picture's name; None if it is none that Telegram takes for a photo."""
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"\xff\xd8"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "gif" if data.startswith((b"GIF87a", b"GIF89a")) else None


def sound_kind(data: bytes) -> str | None:
    """The usual ending of a sound's name; None if it is none that browsers record or play."""
    if data.startswith(b"OggS"):
        return "oga"
    if data.startswith(b"ID3") or (data[:1] == b"\xff" and data[1:2] >= b"\xe0"):
        return "mp3"
    if data[4:8] == b"ftyp":
        return "m4a"
    if data.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    return "wav" if data[:4] == b"RIFF" and data[8:12] == b"WAVE" else None


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None if it is no picture, or has no head."""
    read = {"png": _png_size, "jpg": _jpeg_size, "webp": _webp_size, "gif": _gif_size}
    kind = picture_kind(data)
    try:
        return None if kind is None else read[kind](data)
    except struct.error:
        return None


def _png_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">II", data, 16)
    return int(width), int(height)


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return int(width), int(height)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    # A picture made of nothing but short segments must not keep everybody waiting.
    for _ in range(_JPEG_SEGMENTS):
        if data[position : position + 1] != b"\xff":
            break
        (marker,) = struct.unpack_from("B", data, position + 1)
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, position + 5)
            return int(width), int(height)
        if marker in _JPEG_ALONE:
            position += 1 if marker == 0xFF else 2  # noqa: PLR2004 - a byte that only fills
            continue
        (length,) = struct.unpack_from(">H", data, position + 2)
        position += 2 + int(length)
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return int(width) & _14_BITS, int(height) & _14_BITS
    if chunk == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (int(bits) & _14_BITS) + 1, (int(bits) >> 14 & _14_BITS) + 1
    if chunk == b"VP8X":
        low = struct.unpack_from("<HBHB", data, 24)
        return int(low[0] | low[1] << 16) + 1, int(low[2] | low[3] << 16) + 1
    return None
