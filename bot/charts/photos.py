"""What people photographed, painted anew: only what is seen goes on.

No place, no camera, no date, no words; nothing behind the picture's end, no second file in it.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

PIXELS_MAX = 4_096 * 4_096
KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF")
LOSSY = {"JPEG": "JPEG", "MPO": "JPEG"}  # all else becomes PNG
QUALITY = 90

Image.MAX_IMAGE_PIXELS = PIXELS_MAX
warnings.simplefilter("error", Image.DecompressionBombWarning)


def repainted(raw: bytes) -> bytes:
    """The same picture as JPEG or PNG, upright; of several the first. Raises what Pillow raises."""
    with Image.open(BytesIO(raw), formats=KINDS) as picture:
        upright = ImageOps.exif_transpose(picture)
        colours = "RGBA" if upright.has_transparency_data else "RGB"
        kind = LOSSY.get(picture.format or "", "PNG")
        seen = upright.convert(colours if kind == "PNG" else "RGB")
    seen.info.clear()
    out = BytesIO()
    seen.save(out, kind, quality=QUALITY)
    return out.getvalue()
