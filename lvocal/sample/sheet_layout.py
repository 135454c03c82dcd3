"""How a contact sheet is laid out: tiles in rows, a title over each, a line of facts below; as Y, Cb, Cr.

Shapes: h, w pixels of one picture, H, W of the whole sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, sqrt

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from lvocal.values import Clip

WIDEST_PX = 1280
"""Of a sheet, about."""

BAR_PX, GAP_PX, TEXT_PX = 24, 4, 15
"""Heights of a title and its letters, and what is left free around a tile."""

BLACK, WHITE, DIM = 16, 210, 130
"""Luma codes of the ground, of titles and of facts."""


Letters = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Grid:
    """Where everything stands."""

    clip: Clip
    count: int
    """Tiles."""
    abreast: int = 1
    """Pictures beside one another in a tile."""

    @property
    def columns(self) -> int:
        return ceil(sqrt(self.count))

    @property
    def rows(self) -> int:
        return ceil(self.count / self.columns)

    @cached_property
    def picture(self) -> tuple[int, int]:
        """(h, w), even."""
        room = WIDEST_PX / (self.columns * self.abreast) - 2 * GAP_PX
        aspect = float(self.clip.width * self.clip.sample_aspect) / self.clip.height
        width = min(room, 360 * aspect, float(self.clip.width * self.clip.sample_aspect))
        return max(2, round(width / aspect / 2) * 2), max(2, round(width / 2) * 2)

    @property
    def tile(self) -> tuple[int, int]:
        """(height, width) with title and margins."""
        height, width = self.picture
        return height + BAR_PX + 2 * GAP_PX, width * self.abreast + 2 * GAP_PX

    @property
    def size(self) -> tuple[int, int]:
        """(H, W) with the line of facts."""
        return self.rows * self.tile[0] + BAR_PX, self.columns * self.tile[1]

    @property
    def share(self) -> float:
        """Of the sheet's height, what the tiles take."""
        return 1 - BAR_PX / self.size[0]

    @property
    def sheet_clip(self) -> Clip:
        """The film as whose frames the sheet is written: the same times and sound."""
        height, width = self.size
        return replace(
            self.clip, width=width, height=height, pixel_format="yuv420p", bit_depth=8, full_range=False,
            rotation=0, sample_aspect=Fraction(1), timecode=None, notes=(),
        )  # fmt: skip

    def corner(self, tile: int, abreast: int = 0) -> tuple[int, int]:
        """(y, x) of a picture's upper left pixel."""
        row, column = divmod(tile, self.columns)
        height, width = self.tile
        return row * height + BAR_PX + GAP_PX, column * width + GAP_PX + abreast * self.picture[1]

    def ground(self, titles: tuple[str, ...], facts: str) -> np.ndarray:
        """Luma codes (H, W) uint8 of all that is written."""
        page = Image.new("L", self.size[::-1], BLACK)
        pen, letters = ImageDraw.Draw(page), ImageFont.load_default(TEXT_PX)
        for tile, title in enumerate(titles):
            y, x = self.corner(tile)
            room = self.picture[1] * self.abreast
            pen.text((x, y - BAR_PX / 2), _fitting(pen, title, letters, room), WHITE, letters, anchor="lm")
        middle = self.size[0] - BAR_PX / 2 - 1
        room = self.size[1] - 2 * GAP_PX
        pen.text((GAP_PX, middle), _fitting(pen, facts, letters, room), DIM, letters, anchor="lm")
        return np.array(page)


def lay(sheet: np.ndarray, piece: np.ndarray, corner: tuple[int, int]) -> None:
    """Copy a plane into its place."""
    (y, x), (height, width) = corner, piece.shape
    sheet[y : y + height, x : x + width] = piece


def shrunk(gray: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Grey picture -> the same at (h, w)."""
    return cv2.resize(gray, size[::-1], interpolation=cv2.INTER_AREA)


def codes(gray: np.ndarray) -> np.ndarray:
    """Grey in [0, 1] -> luma codes, uint8."""
    return np.rint(16 + 219 * gray).astype(np.uint8)


def _fitting(pen: ImageDraw.ImageDraw, text: str, letters: Letters, room: float) -> str:
    """The text, cut where it does not fit."""
    if pen.textlength(text, letters) <= room:
        return text
    while text and pen.textlength(f"{text}…", letters) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
