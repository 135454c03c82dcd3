"""A clip in several looks, to be judged by eye.

Looks: before, words, two musics, two surroundings, a palette, a pin. Of each, the first and the last frame of
one window from the middle of the longest shot, so that what changes in time is seen as well.

Shapes: T frames, H, W painted pixels, h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from lvocal.color.palette import parse_palette
from lvocal.color.spaces import lab_to_srgb
from lvocal.color.upsample import guided_upsample
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.filming import SILENCE, paint_film, painter_of, wish
from lvocal.evaluate.reports.tiles import write_tiles
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.synth import preset
from lvocal.media.video import probe, read_luma
from lvocal.model.bundle import MiniNetworks
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Shot

FRAMES = 33
MUSICS = ("excitement", "sadness")
PLACES = ("crackling-fire", "sea-waves")
PALETTE = "#1d3557, #e63946, #f1faee, #a8dadc, #f4a261"
SOUND_SEC = 8.0


@dataclass(frozen=True)
class Look:
    """One of them."""

    title: str
    request: ColorizeRequest
    sound: MixedSound = SILENCE


def write_sheet(
    path: Path, footage: Footage, networks: MiniNetworks, settings: ColorizeSettings | None = None
) -> None:
    """The sheet of one clip as a JPEG. UserError for a clip that cannot be read."""
    looks = looks_of(footage, settings or ColorizeSettings())
    with TemporaryDirectory(prefix="lvocal-") as place:
        rows = sheet(footage.film(Path(place)), networks, looks)
    titles, half = ["before", *(look.title for look in looks)], (len(looks) + 1) // 2
    parts = [slice(0, half), slice(half, None)]
    folded = [row[part] for part in parts for row in rows]
    write_tiles(path, folded, [line for part in parts for line in (titles[part], [])])


def looks_of(footage: Footage, settings: ColorizeSettings) -> list[Look]:
    """The seven looks of one clip."""
    worded, pin = wish(settings, footage.caption), footage.pin
    palette = replace(wish(settings), palette=parse_palette(PALETTE))
    return [
        Look("words", worded),
        *(Look(name, worded, with_music(name)) for name in MUSICS),
        *(Look(name, worded, with_ambience(name)) for name in PLACES),
        Look("palette", palette),
        Look(f"{pin.color} pinned", wish(settings, hints=(pin,))),
    ]


def with_music(name: str) -> MixedSound:
    """A preset's music, and nothing else."""
    return MixedSound(None, preset(name, SOUND_SEC), None)


def with_ambience(name: str) -> MixedSound:
    """A preset's surroundings, and nothing else."""
    return MixedSound(None, None, preset(name, SOUND_SEC))


def sheet(path: Path, networks: MiniNetworks, looks: Sequence[Look]) -> list[list[np.ndarray]]:
    """Two rows of 1 + looks pictures (H, W, 3) uint8 of a film."""
    clip = probe(path)
    light = lightness(clip, middle(clip, FRAMES), networks, looks[0].request.settings)
    painted = [paint_film(networks, light, look.request, look.sound) for look in looks]
    return [[picture(light[at], ab[at]) for ab in (np.zeros_like(painted[0]), *painted)] for at in (0, -1)]


def middle(clip: Clip, frames: int) -> Shot:
    """Up to so many frames from the middle of the longest shot."""
    longest = max(find_shots(clip), key=len)
    start = max(longest.start, (longest.start + longest.stop - frames) // 2)
    return Shot(start, min(longest.stop, start + frames))


def lightness(clip: Clip, shot: Shot, networks: MiniNetworks, settings: ColorizeSettings) -> np.ndarray:
    """L* (T, H, W) at painting size."""
    painter = painter_of(networks, wish(settings), clip)
    lumas = read_luma(clip, shot.start, shot.stop)
    return np.stack([painter.shrink(gray_unit(luma, clip)) for luma in lumas])


def picture(light: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """Lightness (H, W) and painted a*b* (2, h, w) -> (H, W, 3) uint8."""
    small = cv2.resize(light, ab.shape[:0:-1], interpolation=cv2.INTER_AREA)
    fine = guided_upsample(ab, small / 100, light / 100)
    rgb = lab_to_srgb(np.stack([light, *fine], axis=-1).astype(np.float64))
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
