"""Films and stills painted by the painter of the app, window by window, without writing a file.

Shapes: T frames, H, W painted pixels, h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from lvocal.media.mix import MixedSound
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.conditions import encode
from lvocal.sample.known import Known
from lvocal.sample.painter import Painter
from lvocal.sample.pipeline import end_of
from lvocal.sample.windows import crossfade, plan_windows
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Hint, Palette, Shot, Window

NO_FILE = Path("made")
"""Stands for the source of a film that is only in memory."""


def wish(
    settings: ColorizeSettings, prompt: str = "", palette: Palette | None = None, hints: tuple[Hint, ...] = ()
) -> ColorizeRequest:
    """A request about a film in memory; no sound."""
    return ColorizeRequest(NO_FILE, prompt=prompt, palette=palette, hints=hints, settings=settings)


SILENCE = MixedSound(None, None, None)


References = Sequence[tuple[int, np.ndarray]]
"""Coloured frames: number and a*b* (2, ., .) at any size."""


def painter_of(
    networks: MiniNetworks, request: ColorizeRequest, clip: Clip, sound: MixedSound = SILENCE,
    references: References = (),
) -> Painter:  # fmt: skip
    """The app's painter for a film, which is silent unless it is given a sound."""
    brief = encode(request, sound, networks, lambda: None)
    known = Known(request.hints, references, request.strokes)
    return Painter(networks, request.settings, brief, known, clip)


def paint_windows(painter: Painter, light: np.ndarray, shot: Shot) -> Iterator[tuple[Window, np.ndarray]]:
    """Lightness (T, H, W) of a shot -> its windows as the app plans them, each with a*b* (t, 2, h, w)."""
    settings = painter.settings
    painter.known.follow(shot, lambda frames: (light[frame - shot.start] for frame in frames))
    for window in plan_windows(shot, settings.together_frames, settings.overlap_frames):
        frames = light[window.start - shot.start : window.stop - shot.start]
        yield window, end_of(painter.paint(frames, window), lambda: None)


def paint_film(
    networks: MiniNetworks, light: np.ndarray, request: ColorizeRequest, sound: MixedSound = SILENCE,
    references: References = (),
) -> np.ndarray:  # fmt: skip
    """Lightness (T, H, W) in 0..100 -> a*b* (T, 2, h, w), windows cross-faded."""
    painter = painter_of(networks, request, clip_of(light), sound, references)
    return np.stack(list(crossfade(paint_windows(painter, light, Shot(0, len(light))))))


def clip_of(light: np.ndarray) -> Clip:
    """What the app would know of a film in memory."""
    frames, height, width = light.shape
    return Clip(
        path=NO_FILE, width=width, height=height, fps=Fraction(25), time_base=Fraction(1, 25),
        pts=tuple(range(frames)), pixel_format="gray", bit_depth=8, full_range=True, matrix="bt709",
        has_color=False,
    )  # fmt: skip
