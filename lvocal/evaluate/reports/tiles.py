"""Pictures in rows and columns with titles above and beside them, as one JPEG.

Shapes: h, w pixels of one tile.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

TILE_PX = (300, 240)
"""Most of a tile's width and height."""

BAR_PX, GAP_PX, TEXT_PX, SIDE_PX = 24, 4, 15, 84
"""Height of a title, room around a tile, height of letters, width of the names of rows."""

GROUND, INK = "#161616", "#d8d8d8"
QUALITY = 92


def write_tiles(
    path: Path, rows: Sequence[Sequence[np.ndarray]], titles: Sequence[Sequence[str]] = (),
    names: Sequence[str] = (),
) -> None:  # fmt: skip
    """Pictures (h, w, 3) uint8 of one shape; `titles` stand above the pictures of rows that have some, and
    `names` beside all rows."""
    tiled(rows, titles, names).save(path, quality=QUALITY, subsampling=0)


def tiled(
    rows: Sequence[Sequence[np.ndarray]], titles: Sequence[Sequence[str]] = (), names: Sequence[str] = ()
) -> Image.Image:
    """The same as a picture."""
    width, height = tile_size(*rows[0][0].shape[1::-1])
    left, across, down = (SIDE_PX if names else 0), width + GAP_PX, height + GAP_PX
    bars = sum(map(bool, titles))
    size = (left + across * max(map(len, rows)) + GAP_PX, down * len(rows) + BAR_PX * bars + GAP_PX)
    page = Image.new("RGB", size, GROUND)
    pen, letters = ImageDraw.Draw(page), ImageFont.load_default(TEXT_PX)
    top = GAP_PX
    for at, row in enumerate(rows):
        if at < len(titles) and titles[at]:
            for column, title in enumerate(titles[at]):
                _title(pen, letters, (left + GAP_PX + across * column, top + BAR_PX // 2), title, width)
            top += BAR_PX
        if names:
            _title(pen, letters, (GAP_PX, top + height // 2), names[at], left - GAP_PX)
        for column, picture in enumerate(row):
            small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
            page.paste(Image.fromarray(small), (left + GAP_PX + across * column, top))
        top += down
    return page


def tile_size(width: int, height: int) -> tuple[int, int]:
    """(width, height) of a picture in its tile; never larger than it is."""
    scale = min(1.0, TILE_PX[0] / width, TILE_PX[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _title(
    pen: ImageDraw.ImageDraw, letters: ImageFont.FreeTypeFont | ImageFont.ImageFont, place: tuple[int, int],
    text: str, room: int,
) -> None:  # fmt: skip
    """Cut where it does not fit."""
    shown = text
    while len(shown) > 1 and pen.textlength(shown, letters) > room:
        shown = f"{shown.rstrip('…')[:-1]}…"
    pen.text(place, shown, INK, letters, anchor="lm")
