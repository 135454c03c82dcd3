"""Small colour clips for the suites."""

from pathlib import Path

import numpy as np

from lvocal.evaluate.clips.painted_clip import PaintedClip
from lvocal.evaluate.filming import clip_of
from lvocal.media.stills import png_bytes
from lvocal.values import Clip
from tests.media.films import make_film

HEIGHT, WIDTH = 32, 48


def film(path: Path, **more) -> Path:
    """A blue-tinted film."""
    return make_film(path, WIDTH, HEIGHT, **{"num_frames": 6, "chroma": 40, **more})


def frames_folder(path: Path, count: int = 6) -> Path:
    """Numbered pictures of a place that is green on the left and red on the right, moving."""
    path.mkdir(parents=True)
    for number in range(count):
        rgb = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        rgb[:, : WIDTH // 2, 1], rgb[:, WIDTH // 2 :, 0] = 180, 200
        rgb += (np.indices((HEIGHT, WIDTH)).sum(axis=0) + 3 * number).astype(np.uint8)[..., None] % 50
        (path / f"{number:05d}.png").write_bytes(png_bytes(rgb))
    return path


def painted(picture: np.ndarray, truth: np.ndarray | None = None, **more) -> PaintedClip:
    """A clip (T, h, w, 3) uint8 as if it had been painted."""
    return PaintedClip(facts_of(picture), picture, truth, **more)


def facts_of(picture: np.ndarray) -> Clip:
    return clip_of(picture[..., 0])
