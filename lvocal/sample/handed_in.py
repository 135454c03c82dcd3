"""What people hand in about single frames, read from its files: coloured references, paint, a take.

Shapes: H, W pixels of a picture of any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from lvocal.color.spaces import srgb_to_lab
from lvocal.media.picture_file import read_picture, read_with_alpha
from lvocal.media.pixels import gray_unit
from lvocal.media.video import read_luma
from lvocal.sample.known import Known
from lvocal.sample.marks import Marks
from lvocal.sample.over_take import OverTake
from lvocal.values import Clip, ColorizeRequest, Shot, Trim, UserError

LOOK_PX = (128, 72)
"""Width and height at which a picture is held against a frame."""

DETAIL = 6.0
"""Gaussian radius below which brightness is detail; pictures of one light but other things share the rest."""

FITS = 0.7
"""Correlation of detail from which a picture shows the frame. Of 15 clips: the frame itself in other tones
and tints 0.94 and more, moved by 2 % 0.67 at most, other films 0.14 at most."""


def known_of(request: ColorizeRequest, clip: Clip, over: OverTake | None = None) -> Known:
    """All that is known of the colours of a film, with the ends of a repainted span. UserError for a frame
    that the film does not have, and for what is no picture. A trim acts on what is painted, and the ends have
    had theirs, so with one they are left to the cross-fade."""
    marks: list[Any] = [*request.hints, *request.strokes, *request.paints, *request.references]
    for mark in marks:
        check_frame(mark.frame, clip)
    paints = [(item.frame, read_with_alpha(item.path)) for item in request.paints]
    marked = Marks(request.hints, request.strokes, paints).frames
    ends = over is not None and not over.holds(marked) and request.trim == Trim()
    references = over.end_colors() if over is not None and ends else []
    notes = list[str]()
    for item in request.references:
        rgb = read_picture(item.path)
        references.append((item.frame, _ab(rgb)))
        if (found := fit(rgb, _gray(clip, item.frame))) < FITS:
            notes.append(unfit(item.path, item.frame, found))
    return Known(request.hints, references, request.strokes, paints, tuple(notes))


def over_take(request: ColorizeRequest, clip: Clip, shots: Sequence[Shot]) -> OverTake | None:
    """The take under a repainted span, if there is one."""
    return OverTake(request.repaint, clip, [shot.start for shot in shots]) if request.repaint else None


def fit(rgb: np.ndarray, gray: np.ndarray) -> float:
    """How well a picture (H, W, 3) uint8 shows a frame (H, W) in [0, 1]: correlation of their detail, -1 to
    1; 0 where either has none. Tone and tint play no part, shape does."""
    one, two = (_detail(part) for part in (cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) / np.float32(255), gray))
    spread = float(one.std() * two.std())
    return float(((one - one.mean()) * (two - two.mean())).mean() / spread) if spread > 1e-9 else 0.0


def unfit(path: Path, frame: int, found: float) -> str:
    """What a person should know of a picture that does not fit its frame."""
    return (
        f"{path.name} does not seem to show frame {frame} (their detail agrees by {max(found, 0):.0%}), so "
        "its colours may land on the wrong things; of another picture, take the palette instead."
    )


def check_frame(frame: int, clip: Clip) -> None:
    """UserError for a frame beyond the film."""
    if not 0 <= frame < clip.num_frames:
        raise UserError(
            f"{clip.path.name} has no frame {frame}.", f"Choose one from 0 to {clip.num_frames - 1}."
        )


def _detail(gray: np.ndarray) -> np.ndarray:
    small = cv2.resize(gray.astype(np.float32), LOOK_PX, interpolation=cv2.INTER_AREA)
    return small - cv2.GaussianBlur(small, (0, 0), DETAIL)


def _gray(clip: Clip, frame: int) -> np.ndarray:
    return gray_unit(next(iter(read_luma(clip, frame, frame + 1))), clip)


def _ab(rgb: np.ndarray) -> np.ndarray:
    lab = srgb_to_lab(rgb.astype(np.float32) / 255)
    return np.ascontiguousarray(lab[..., 1:].transpose(2, 0, 1), dtype=np.float32)
