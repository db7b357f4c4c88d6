"""Pieces of page images, cut out for a person to look at.  Cutting needs Pillow (the extra `pictures`).

An image is a stranger's file, like any other: only well-known formats are read, up to a size, and whatever is wrong
with one says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

# How page images end, those that keep most first.
ENDINGS = (".png", ".tif", ".tiff", ".jp2", ".jpg", ".jpeg", ".webp", ".gif", ".bmp")
FORMATS = ("PNG", "TIFF", "JPEG2000", "JPEG", "WEBP", "GIF", "BMP")
LARGEST = 250_000_000  # pixels: a newspaper's page at 600 dots an inch has some 140 million
BESIDE, ABOVE, MARGIN = 6.0, 0.6, 0.1  # how much is shown round a word, and within its frame, in heights of it
WIDEST, HIGHEST = 900, 90  # pixels of what is shown
_MARK = (200, 60, 0)  # the colour of the frame round the word


class NoPictureError(Exception):
    """Why an image cannot be shown."""


class Shares(NamedTuple):
    """A rectangle of an image: left, top, right and bottom, as shares of its width and height."""

    left: float
    top: float
    right: float
    bottom: float


def can_be_cut() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def at_hand(named: str, file: Path, folders: Iterable[Path]) -> Path | None:
    """The image of a page in one of the folders; None if it is not there.

    Only the last part of a name counts, since a file tells where its image lay on the machine that read it.  An image
    of that name with another ending will do; where a file names none, one with the file's own name.
    """
    name = PureWindowsPath(named).name
    stem = Path(name).stem or file.stem
    tried = [name] * (Path(name).suffix.lower() in ENDINGS) + [stem + ending for ending in ENDINGS]
    places = (folder / one for folder in folders for one in tried)
    return next((place for place in places if place.is_file()), None)


def cut_out(image: Path, page: int, box: Shares) -> bytes:
    """What stands round a box of an image, with a frame round the box itself, as JPEG.  Raises `NoPictureError`.

    `page` is looked at where the image's file holds as many.
    """
    from PIL import ImageDraw

    try:
        whole = _decoded(image, image.stat().st_mtime_ns, page)
        left, top, right, bottom = _pixels(box, whole.size)
        height = bottom - top
        across, down, margin = BESIDE * height, ABOVE * height, MARGIN * height
        x, y = max(0, int(left - across)), max(0, int(top - down))
        around = (x, y, min(whole.width, int(right + across) + 1), min(whole.height, int(bottom + down) + 1))
        piece = whole.crop(around).convert("RGB")
        frame = (left - x - margin, top - y - margin, right - x + margin, bottom - y + margin)
        ImageDraw.Draw(piece).rectangle(frame, outline=_MARK, width=1 + piece.height // 60)
        piece.thumbnail((WIDEST, HIGHEST))
        made = io.BytesIO()
        piece.save(made, "JPEG", quality=75)
    except (OSError, ValueError, SyntaxError, MemoryError, OverflowError) as error:
        raise NoPictureError(f"{image.name} cannot be shown: {error}") from None
    return made.getvalue()


def _pixels(box: Shares, size: tuple[int, int]) -> tuple[float, float, float, float]:
    width, height = size
    return box.left * width, box.top * height, box.right * width, box.bottom * height


@lru_cache(1)  # the questions of a page come one after the other, and a page takes a second to decode
def _decoded(image: Path, changed: int, page: int) -> Image:
    """A page in shades of grey; `changed` tells a new image from an old one of its name."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # Pillow warns of images above 89 million pixels; ours may have `LARGEST`
    with Image.open(image, formats=FORMATS) as opened:
        if getattr(opened, "n_frames", 1) > page:
            opened.seek(page)
        if opened.width * opened.height > LARGEST:
            raise ValueError(f"it has more than {LARGEST:,} pixels")
        return opened.convert("L")
