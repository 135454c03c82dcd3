"""Pictures made on the spot: a coat over a skirt on a plain ground, every place known."""

from pathlib import Path

import numpy as np

from lvocal.evaluate.bars.table import Trial
from lvocal.media.shards import Picture, Region
from lvocal.model.bundle import tiny_networks
from lvocal.settings import ColorizeSettings

HEIGHT, WIDTH = 96, 64
SETTINGS = ColorizeSettings(steps=1, paint_px=64, window_frames=9, overlap_frames=3)


def fashion(key: str = "a", source: str = "ccp", labels: tuple[str, str] = ("coat", "skirt")) -> Picture:
    """Coat (id 1) in the upper half, skirt (id 2) in the lower; grain, so that something is to be seen."""
    rng = np.random.default_rng(sum(key.encode()))
    lab = np.full((HEIGHT, WIDTH, 3), (200, 128, 128), np.uint8)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[10:46, 12:52], mask[46:90, 8:56] = 1, 2
    for number, color in ((1, (120, 170, 150)), (2, (150, 110, 90))):
        lab[mask == number] = color
    lab[..., 0] = np.clip(lab[..., 0] + rng.normal(0, 6, mask.shape), 20, 230)
    areas = [float((mask == number).mean()) for number in (1, 2)]
    regions = (
        Region(1, labels[0], areas[0], (47.0, 42.0, 22.0)),
        Region(2, labels[1], areas[1], (59.0, -18.0, -38.0)),
    )
    return Picture(key, source, lab, mask, regions)


def photograph(key: str = "p") -> Picture:
    """A picture with a caption, of soft colours that differ from place to place."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    lab = np.stack([60 + x + y / 2, 128 + 40 * np.sin(x / 9), 128 + 40 * np.cos(y / 11)], axis=-1)
    return Picture(key, "flickr8k", lab.astype(np.uint8), captions=("a red coat by the sea",))


def trial(*pictures: Picture, data: Path = Path("nowhere"), limit: int | None = None) -> Trial:
    """The tiny network before some pictures."""
    return Trial(tiny_networks(), data, pictures, SETTINGS, limit)
