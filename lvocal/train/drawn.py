"""Simple scenes drawn by code, each thing with its exact mask: a coast with boats, a clearing with a fire.

They teach words that no masked photograph has (sail, boat, sand, hill, fire, moon), on any film that looks
drawn or painted too. Nothing in them is copied from anywhere.

Shapes: H, W pixels; places are shares of the picture.
"""

from __future__ import annotations

import cv2
import numpy as np

from lvocal.media.shards import Picture, Region

HEIGHT, WIDTH = 160, 284
X, Y = np.meshgrid(np.linspace(0, 1, WIDTH), np.linspace(0, 1, HEIGHT))
Color = tuple[float, float]
NATURAL: dict[str, tuple[Color, ...]] = {
    "sky": ((-4, -18), (-2, -10), (2, 12)),
    "sea": ((-6, -16), (-20, -10), (-4, -8)),
    "sand": ((3, 18), (5, 24)),
    "hill": ((-12, 16), (2, 8), (-4, -6)),
    "sail": ((0, 2), (0, 6), (40, 24)),
    "boat": ((8, 14), (30, 20), (2, -12)),
    "trees": ((-10, 14), (5, 10)),
    "grass": ((-15, 22), (-8, 18)),
    "fire": ((24, 58), (16, 62)),
    "moon": ((0, 6), (-1, -4)),
}
"""a*b* that a thing may have by nature."""


class Sheet:
    """A picture while it is drawn: lightness 0..100 and the number of the thing at every pixel."""

    def __init__(self) -> None:
        self.light = np.zeros((HEIGHT, WIDTH), np.float32)
        self.mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        self.labels: list[str] = []

    def lay(self, label: str, where: np.ndarray, light: np.ndarray | float) -> None:
        """Put a thing over what is there."""
        if label not in self.labels:
            self.labels.append(label)
        self.mask[where] = self.labels.index(label) + 1
        self.light = np.where(where, light, self.light)

    def picture(self, key: str, caption: str, rng: np.random.Generator) -> Picture:
        """With a natural colour for every thing, and grain."""
        ab = np.zeros((HEIGHT, WIDTH, 2), np.float32)
        regions = []
        for number, label in enumerate(self.labels, 1):
            where = self.mask == number
            if not where.any():
                continue
            choices = NATURAL[label]
            color = np.array(choices[int(rng.integers(len(choices)))]) * rng.uniform(0.8, 1.2)
            ab[where] = color * (1 + 0.3 * (noise(rng, 8)[where] - 0.5))[:, None]
            at = (float(np.median(self.light[where])), float(color[0]), float(color[1]))
            regions.append(Region(number, label, float(where.mean()), at))
        light = cv2.GaussianBlur(self.light, (0, 0), 0.6) + rng.normal(0, 1.2, self.light.shape)
        lab = np.concatenate([np.clip(light, 2, 98)[..., None] * 2.55, cv2.blur(ab, (3, 3)) + 128], axis=-1)
        return Picture(
            key,
            "drawn",
            np.clip(np.rint(lab), 0, 255).astype(np.uint8),
            self.mask,
            tuple(regions),
            (caption,),
        )


def drawn_pictures(count: int, seed: int = 0) -> list[Picture]:
    """The same pictures for the same seed."""
    pictures = []
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        sheet, caption = (_coast if number % 3 else _clearing)(rng)
        pictures.append(sheet.picture(f"drawn-{number}", caption, rng))
    return pictures


def noise(rng: np.random.Generator, cells: int, flat: float = 1.0) -> np.ndarray:
    """Soft texture in 0..1 of a few sizes, `flat` times finer across the height; (H, W)."""
    total, weight = np.zeros((HEIGHT, WIDTH), np.float32), 0.0
    for octave in range(3):
        size = cells * 2**octave
        grid = rng.random((max(2, round(size * flat)), size * 2), dtype=np.float32)
        total += 0.6**octave * cv2.resize(grid, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        weight += 0.6**octave
    return np.clip((total / weight - 0.5) * 1.8 + 0.5, 0, 1)


def _coast(rng: np.random.Generator) -> tuple[Sheet, str]:
    sheet, horizon = Sheet(), rng.uniform(0.28, 0.55)
    cloud = np.clip((noise(rng, 3, 1.5) - rng.uniform(0.3, 0.7)) * 3, 0, 1)
    sheet.lay("sky", horizon > Y, rng.uniform(50, 75) + 25 * cloud + 8 * Y)
    if rng.random() < 0.6:
        side = X if rng.random() < 0.5 else 1 - X
        ridge = horizon - rng.uniform(0.05, 0.2) * np.clip((side - rng.uniform(0.3, 0.6)) * 3, 0, 1)
        land = (ridge + 0.02 * (noise(rng, 8)[0] - 0.5) < Y) & (horizon > Y) & (ridge < horizon - 0.004)
        sheet.lay("hill", land, rng.uniform(20, 50) + 12 * noise(rng, 20))
    depth = np.clip(Y - horizon, 0, 1)
    ripple = (noise(rng, 16, 3) - 0.5) * (8 + 40 * depth) + 10 * np.exp(-depth * 20)
    sheet.lay("sea", horizon <= Y, rng.uniform(25, 55) + ripple)
    for _ in range(int(rng.integers(1, 4))):
        _sail(sheet, rng, horizon)
    if rng.random() < 0.7:
        edge = rng.uniform(0.62, 0.9) + rng.uniform(-0.15, 0.15) * (X - 0.5) + 0.02 * (noise(rng, 6)[0] - 0.5)
        sheet.lay("sand", edge < Y, rng.uniform(50, 80) + 14 * (noise(rng, 24) - 0.5))
        foam = np.abs(Y - edge) < rng.uniform(0.006, 0.02) * noise(rng, 12)
        sheet.light = np.where(foam, 92, sheet.light)
    return sheet, str(
        rng.choice(["a sailing boat on the sea", "boats near a sandy beach", "the sea and the sky"])
    )


def _sail(sheet: Sheet, rng: np.random.Generator, horizon: float) -> None:
    tall = rng.uniform(0.08, 0.34)
    x, foot = rng.uniform(0.1, 0.9), horizon + rng.uniform(0.01, 0.22)
    up = (foot - 0.12 * tall - Y) / tall
    slope, inside = rng.uniform(0.3, 0.55), (up > 0) & (up < 1)
    across = (X - x) * WIDTH / HEIGHT / tall
    main = inside & (across > 0) & (across < slope * (1 - up))
    jib = inside & (up < 0.85) & (across < -0.04) & (across > -0.8 * slope * (0.9 - up))
    sheet.lay("sail", main | jib, rng.uniform(55, 95) - 8 * jib)
    hull = (np.abs(foot - 0.05 * tall - Y) < 0.07 * tall) & (
        np.abs(across) < slope * 1.1 - 3 * np.maximum(Y - foot, 0)
    )
    sheet.lay("boat", hull, rng.uniform(12, 60))


def _clearing(rng: np.random.Generator) -> tuple[Sheet, str]:
    sheet, ground, night = Sheet(), rng.uniform(0.55, 0.75), rng.random() < 0.7
    sheet.lay("sky", ground > Y, (rng.uniform(6, 22) if night else rng.uniform(60, 85)) + 8 * noise(rng, 4))
    if night and rng.random() < 0.7:
        round_ = np.hypot((X - rng.uniform(0.1, 0.9)) * WIDTH / HEIGHT, Y - rng.uniform(0.1, 0.3))
        sheet.lay("moon", round_ < rng.uniform(0.03, 0.09), rng.uniform(80, 96))
    fire_x, burns = rng.uniform(0.3, 0.7), rng.random() < 0.8
    glow = np.exp(-np.abs(X - fire_x) * 3 - np.abs(Y - ground) * 2) * (55 if burns else 0)
    dark = rng.uniform(4, 14) if night else rng.uniform(25, 45)
    for _ in range(int(rng.integers(8, 22))):
        x, half, lean = rng.uniform(0, 1), rng.uniform(0.008, 0.04), rng.uniform(-0.06, 0.06)
        trunk = (np.abs(X - x - lean * (ground - Y)) < half * (0.7 + 0.4 * Y)) & (ground + 0.03 > Y)
        sheet.lay("trees", trunk, dark + glow * rng.uniform(0.3, 1) * noise(rng, 24))
    leaves = (noise(rng, 6) > rng.uniform(0.5, 0.7)) & (rng.uniform(0.2, 0.45) > Y)
    sheet.lay("trees", leaves, dark + 8 * noise(rng, 20))
    sheet.lay("grass", ground < Y, dark + 4 + (glow + 10) * noise(rng, 20, 2))
    if burns:
        _fire(sheet, rng, fire_x, ground)
    return sheet, str(
        rng.choice(["a campfire in a forest at night", "a fire between trees", "a clearing in a forest"])
    )


def _fire(sheet: Sheet, rng: np.random.Generator, x: float, ground: float) -> None:
    tall, foot = rng.uniform(0.15, 0.4), ground + rng.uniform(0.05, 0.2)
    up = (foot - Y) / tall
    width = 0.35 * tall * np.sqrt(np.clip(1 - up, 0, 1)) * (0.5 + 0.9 * np.clip(up + 0.3, 0, 0.6))
    away = np.abs((X - x) * WIDTH / HEIGHT + 0.1 * tall * (noise(rng, 8)[:, :1] - 0.5))
    flame = (up > 0) & (up < 1) & (away < width * (0.6 + 0.8 * noise(rng, 10)))
    sheet.lay(
        "fire", flame, np.clip(98 - 45 * np.clip(up, 0, 1) - 20 * away / np.maximum(width, 1e-3), 35, 98)
    )
