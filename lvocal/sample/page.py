"""A page of paper to draw on: titles, pictures, swatches and lines of text in columns."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (1754, 1240)
"""A4 across at 150 dots per inch, (width, height)."""

MARGIN = 60
PAPER, INK, PALE = (250, 250, 250), (25, 25, 25), (120, 120, 120)
LARGE, MIDDLE, SMALL = 38, 24, 20
TALLEST_PX = 470
"""Of a picture."""

SWATCH = (58, 34)


class Page:
    """Things are put below one another, on the whole width or in columns."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", SIZE, PAPER)
        self._pen = ImageDraw.Draw(self.image)
        self._x, self._y, self._top = MARGIN, MARGIN, MARGIN
        self._width = SIZE[0] - 2 * MARGIN

    def title(self, text: str, right: str) -> None:
        """The largest line, and what kind of page this is."""
        self._put(self._fitting(text, LARGE, self._width - 320), LARGE)
        self._pen.text((SIZE[0] - MARGIN, MARGIN), right, PALE, ImageFont.load_default(MIDDLE), anchor="ra")
        self._y += LARGE + 14

    def line(self, text: str) -> None:
        """A sentence below the title."""
        self._put(self._fitting(text, MIDDLE, self._width), MIDDLE)
        self._y += MIDDLE + 20

    def pictures(self, left: np.ndarray, right: np.ndarray, width: int, names: tuple[str, str]) -> None:
        """Two pictures (H, W, 3) uint8 side by side, with what they are."""
        scale = min(width / left.shape[1], TALLEST_PX / left.shape[0])
        size = round(left.shape[1] * scale), round(left.shape[0] * scale)
        for picture, name, x in ((left, names[0], MARGIN), (right, names[1], SIZE[0] - MARGIN - size[0])):
            shown = Image.fromarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
            self.image.paste(shown, (x, self._y))
            self._pen.text((x, self._y + size[1] + 6), name, PALE, ImageFont.load_default(SMALL))
        self._y += size[1] + 44

    def columns(self, count: int) -> None:
        """From here on in columns."""
        self._top, self._gap = self._y, 40
        self._width = (SIZE[0] - 2 * MARGIN - (count - 1) * self._gap) // count

    def next_column(self) -> None:
        """Go on at the top of the column to the right."""
        self._x, self._y = self._x + self._width + self._gap, self._top

    def heading(self, text: str) -> None:
        """What follows."""
        self._y += 6
        self._put(text, MIDDLE)
        self._y += MIDDLE + 10

    def text(self, text: str) -> None:
        """A line, broken where the column ends; lines beyond the paper are left out, the last one says so."""
        letters = ImageFont.load_default(SMALL)
        line = ""
        for word in text.split(" "):
            if line and self._pen.textlength(f"{line} {word}", letters) > self._width:
                self._row(line)
                line = f"    {word}"
            else:
                line = f"{line} {word}" if line else word
        self._row(line)

    def swatches(self, name: str, codes: Sequence[str]) -> None:
        """Colours with their codes, and what they are."""
        letters = ImageFont.load_default(SMALL)
        self._pen.text((self._x, self._y), self._fitting(name, SMALL, self._width), PALE, letters)
        self._y += SMALL + 6
        for number, code in enumerate(codes):
            x = self._x + number * (self._width // 5)
            box = (x, self._y, x + SWATCH[0], self._y + SWATCH[1])
            self._pen.rectangle(box, code, outline=PALE)
            self._pen.text((x, self._y + SWATCH[1] + 4), code, INK, ImageFont.load_default(16))
        self._y += SWATCH[1] + 32

    def footer(self, text: str) -> None:
        """The last line of the page."""
        self._pen.text((MARGIN, SIZE[1] - MARGIN), text, PALE, ImageFont.load_default(SMALL), anchor="lb")

    def _row(self, text: str) -> None:
        bottom = SIZE[1] - MARGIN - 2 * SMALL
        if self._y + SMALL > bottom:
            return
        last = self._y + 2 * SMALL + 8 > bottom
        self._put("… the rest is in the sidecar" if last else text, SMALL)
        self._y += SMALL + 8

    def _put(self, text: str, size: int) -> None:
        self._pen.text((self._x, self._y), text, INK, ImageFont.load_default(size))

    def _fitting(self, text: str, size: int, room: float) -> str:
        letters = ImageFont.load_default(size)
        while len(text) > 1 and self._pen.textlength(text, letters) > room:
            text = f"{text[:-2].rstrip()}…"
        return text
