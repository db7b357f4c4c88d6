"""A printed page, worn: dry ink, chipped type, skew, dust, a poor scan.

The same seed gives the same page to the pixel.  PyPI: pillow, numpy.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from damaging.printing import INK, PAPER

Pixels = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Wear:
    """What happened to a page: each field is a strength, and nothing at its default."""

    seed: int
    skew: float = 0.0  # degrees
    blur: float = 0.0  # pixels, before the page is made smaller
    fading: float = 0.0  # how much ink is missing where the ribbon or the plate was dry, 0 to 1
    broken: float = 0.0  # share of pixels at which type lost a chip
    ghost: float = 0.0  # how strongly the back of the page shows through, 0 to 1
    scale: float = 1.0  # resolution of the scan, relative to the page
    noise: float = 0.0  # grain, in grey levels
    specks: float = 0.0  # share of pixels with dust
    jpeg: int = 0  # quality; 0 is none
    threshold: int = 0  # grey level that divides black from white; 0 keeps the greys


def worn(page: Image.Image, wear: Wear, number: int) -> Image.Image:
    """The page after printing, storing, copying and scanning, in that order."""
    rng = np.random.default_rng(wear.seed * 100 + number)
    page = printed(page, wear, rng)
    page = page.rotate(wear.skew, Image.Resampling.BICUBIC, expand=True, fillcolor=PAPER)
    page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    size = (round(page.width * wear.scale), round(page.height * wear.scale))
    page = page.resize(size, Image.Resampling.BOX)
    page = scanned(page, wear, rng)
    return page.point(lambda grey: PAPER if grey > wear.threshold else INK) if wear.threshold else page


def printed(page: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Ink on paper: dry patches, chipped type, the other side showing through."""
    grey = np.asarray(page, dtype=float)
    ink = PAPER - grey
    ink *= 1 - wear.fading * clouds(ink.shape, rng)
    ink[chips(ink.shape, wear.broken, rng)] = 0
    ink += wear.ghost * blurred(ink[:, ::-1], 3)
    return picture(PAPER - ink)


def scanned(page: Image.Image, wear: Wear, rng: np.random.Generator) -> Image.Image:
    """Grain, dust and compression, which come with the scanner and so at its resolution."""
    grey = np.asarray(page, dtype=float)
    grey = grey + rng.normal(0, wear.noise, grey.shape)
    grey[rng.random(grey.shape) < wear.specks] = INK
    page = picture(grey)
    if not wear.jpeg:
        return page
    squeezed = io.BytesIO()
    page.save(squeezed, "JPEG", quality=wear.jpeg)
    return Image.open(squeezed).convert("L")


def clouds(shape: tuple[int, ...], rng: np.random.Generator) -> Pixels:
    """Soft patches between 0 and 1, some words wide: ink never runs dry by the pixel."""
    coarse = rng.random((max(2, shape[0] // 60), max(2, shape[1] // 160)))
    small = Image.fromarray((coarse * 255).astype(np.uint8))
    return np.asarray(small.resize((shape[1], shape[0]), Image.Resampling.BICUBIC), dtype=float) / 255


def chips(shape: tuple[int, ...], share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Spots of three by three pixels at which the type is broken."""
    seeds = rng.random(shape) < share
    spots = Image.fromarray((seeds * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
    return np.asarray(spots) > 0


def blurred(ink: Pixels, radius: float) -> Pixels:
    """The ink as seen through paper."""
    return np.asarray(picture(ink).filter(ImageFilter.GaussianBlur(radius)), dtype=float)


def picture(grey: Pixels) -> Image.Image:
    """An array of greys as an image."""
    return Image.fromarray(grey.clip(0, 255).astype(np.uint8))
