"""Clips that were filmed in colour: how things really move, which no camera over a still can show.

Shapes: T latent frames of a shot, H, W pixels.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from zlib import crc32

import cv2
import numpy as np

from lvocal.media.shots import find_shots
from lvocal.media.video import probe, read_rgb
from lvocal.model.codec import TIME_STRIDE
from lvocal.values import Clip, Shot, UserError

log = logging.getLogger(__name__)

SHORT_PX = 144
"""As in the packs of pictures."""

MOST = 64
"""Latent frames of one shot that are kept."""


def read_clips(folder: Path, least: int) -> list[np.ndarray]:
    """Shots of the colour films in a folder, every fourth frame of each: (T, H, W, 3) uint8 Lab as in
    Picture, the shorter side SHORT_PX.

    Shots of fewer than `least` latent frames are left out, and so are clips that `is_kept_aside`."""
    shots: list[np.ndarray] = []
    for path in sorted(folder.glob("*.mp4")):
        if is_kept_aside(path):
            continue
        try:
            clip = probe(path)
            found = [np.stack(list(_latent_frames(clip, shot))) for shot in find_shots(clip)]
        except UserError as problem:
            log.warning("left out: %s", problem)
            continue
        shots += [frames for frames in found if len(frames) >= least]
    log.info("%d shots of real clips from %s", len(shots), folder)
    return shots


def is_kept_aside(path: Path) -> bool:
    """One clip in three is only looked at, never learned from."""
    return crc32(path.stem.encode()) % 3 == 0


def stretch(shot: np.ndarray, frames: int, rng: np.random.Generator) -> np.ndarray:
    """`frames` that follow one another (frames, H, W, 3), from anywhere in a shot."""
    start = int(rng.integers(len(shot) - frames + 1))
    return shot[start : start + frames]


def _latent_frames(clip: Clip, shot: Shot) -> Iterator[np.ndarray]:
    scale = SHORT_PX / min(clip.width, clip.height)
    size = round(clip.width * scale), round(clip.height * scale)
    kept = islice(read_rgb(clip, shot.start, shot.stop), 0, MOST * TIME_STRIDE, TIME_STRIDE)
    for rgb in kept:
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
        yield cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
