"""Is one frame of a film legal to broadcast? Codes beyond the range, colours beyond the cube.

EBU R 103 (2020): R', G', B' and Y' of 8 bits stay within 5..246 (-5 % to 105 %), and no more than 1 % of the
picture may leave it. BT.709: black 16, white 235, chroma 16..240.

Shapes: H, W pixels of the film.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lvocal.media.pixels import KB, KG, KR, code_range
from lvocal.media.seeking import frames_of
from lvocal.values import Clip

TOLERATED = 0.01
"""Share of the picture that may lie outside (EBU R 103)."""

LOWEST, HIGHEST = -0.05, 1.05
"""Preferred R'G'B' and Y' (EBU R 103), where black is 0 and white 1."""


@dataclass(frozen=True)
class Legality:
    """Shares of the pixels of a frame that lie where they should not."""

    luma: float
    """Codes blacker than black or whiter than white (BT.709), by more than R 103 prefers."""
    chroma: float
    """Codes beyond 16..240 of 8 bits, or as many of the file's depth."""
    gamut: float
    """Red, green or blue beyond -5..105 %."""
    worst: float
    """Farthest that red, green or blue leave 0..1."""

    @property
    def is_legal(self) -> bool:
        """No kind of trouble takes more of the picture than is tolerated."""
        return max(self.luma, self.chroma, self.gamut) <= TOLERATED

    def __str__(self) -> str:
        verdict = "legal" if self.is_legal else "not legal"
        luma, chroma, gamut = (f"{100 * share:.2g} %" for share in (self.luma, self.chroma, self.gamut))
        return (
            f"{verdict} (EBU R 103): luma outside {luma}, chroma outside {chroma}, "
            f"R'G'B' outside {gamut} of the picture; farthest {100 * self.worst:.1f} %"
        )


def legality(y: np.ndarray, cb: np.ndarray, cr: np.ndarray, depth: int, full: bool) -> Legality:
    """Codes (H, W) of one frame, chroma at full size -> what is wrong with it."""
    black, white = code_range(depth, full)
    luma = (y.astype(np.float32) - black) / (white - black)
    middle, swing = 1 << (depth - 1), 2**depth - 1 if full else 224 << (depth - 8)
    blue, red = ((plane.astype(np.float32) - middle) / swing for plane in (cb, cr))
    r, b = luma + 2 * (1 - KR) * red, luma + 2 * (1 - KB) * blue
    rgb = np.stack([r, (luma - KR * r - KB * b) / KG, b])
    far = np.maximum(rgb - 1, -rgb).max(0)
    beyond = (np.abs(blue) > 0.5) | (np.abs(red) > 0.5)
    return Legality(
        luma=float(((luma < LOWEST) | (luma > HIGHEST)).mean()),
        chroma=float(beyond.mean()),
        gamut=float((far > HIGHEST - 1).mean()),
        worst=max(0.0, float(far.max())),
    )


def legality_of(clip: Clip, frame: int) -> Legality:
    """The same for a frame of a film, from its own codes."""
    decoded = next(iter(frames_of(clip, frame, frame + 1)))
    deep = "yuv444p" if clip.bit_depth <= 8 else "yuv444p16le"
    y, cb, cr = decoded.reformat(format=deep).to_ndarray()
    return legality(y, cb, cr, 8 if clip.bit_depth <= 8 else 16, clip.full_range)
