"""What words, music, ambience, a palette and a coloured frame are asked for, and what is expected of each.

Shapes: T frames, H, W painted pixels, h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lvocal.color.palette import parse_palette
from lvocal.color.spaces import hex_to_srgb, srgb_to_lab
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.sheets import PALETTE, with_ambience, with_music
from lvocal.evaluate.filming import SILENCE, References, wish
from lvocal.media.mix import MixedSound
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, Hearing, Mood

SAD, EXCITED = "sadness", "excitement"


@dataclass(frozen=True, eq=False)
class Scene:
    """What every control is tried on."""

    footage: Footage
    settings: ColorizeSettings
    light: np.ndarray
    """(T, H, W) L*"""
    truth: np.ndarray | None
    """a*b* (T, 2, h, w); None of a film without colours"""


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of the painter."""

    request: ColorizeRequest
    sound: MixedSound = SILENCE
    references: References = ()


@dataclass(frozen=True)
class Control:
    """One thing that is switched on."""

    name: str
    kind: str
    ask: Callable[[Scene, str], Asked | None]
    """None where the clip has nothing to ask with."""
    said: str = ""
    """What `ask` is told: a sentence, or the name of a preset."""
    expected: str = ""
    """In a word or two; nothing where any change is as good as another."""
    holds: Callable[[Scene, np.ndarray, np.ndarray], bool] | None = None
    """Of the scene, the picture without and the picture with it, a*b* (T, 2, h, w)."""


def caption(scene: Scene, said: str = "") -> Asked | None:
    """What captions.json says of the clip."""
    return words(scene, scene.footage.caption) if scene.footage.caption else None


def words(scene: Scene, said: str) -> Asked:
    """A sentence; of none, nothing is asked."""
    return Asked(wish(scene.settings, said))


def music(scene: Scene, said: str) -> Asked:
    """A preset of music."""
    return Asked(wish(scene.settings), with_music(said))


def ambience(scene: Scene, said: str) -> Asked:
    """A preset of surroundings."""
    return Asked(wish(scene.settings), with_ambience(said))


def palette(scene: Scene, said: str) -> Asked:
    """Five colours."""
    return Asked(replace(wish(scene.settings), palette=parse_palette(said)))


def reference(scene: Scene, said: str) -> Asked | None:
    """The true colours of the first frame."""
    return None if scene.truth is None else Asked(wish(scene.settings), references=[(0, scene.truth[0])])


def dialled(scene: Scene, amount: float) -> Asked:
    """The emotion dial from sadness, 0, to excitement, 1."""
    return Asked(replace(wish(scene.settings), hearing=Hearing(mood=Mood(SAD, EXCITED, amount))))


def redder(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return bool(after[:, 0].mean() > before[:, 0].mean())


def bluer(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return bool(after[:, 1].mean() < before[:, 1].mean())


def more_saturated(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return saturation(after) > saturation(before)


def less_saturated(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return saturation(after) < saturation(before)


def warmer(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return warmth(after) > warmth(before)


def cooler(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return warmth(after) < warmth(before)


def nearer_to_palette(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    return from_palette(after) < from_palette(before)


def nearer_to_truth(scene: Scene, before: np.ndarray, after: np.ndarray) -> bool:
    """Over the frames whose colours were not given."""
    assert scene.truth is not None
    rest = slice(1, None) if len(before) > 1 else slice(None)
    return change(scene.truth[rest], after[rest]) < change(scene.truth[rest], before[rest])


CONTROLS = (
    Control("caption", "words", caption),
    Control("everything is red", "words", words, "everything is red", "redder", redder),
    Control("everything is blue", "words", words, "everything is blue", "bluer", bluer),
    Control(EXCITED, "music", music, EXCITED, "more saturated", more_saturated),
    Control(SAD, "music", music, SAD, "less saturated", less_saturated),
    Control("crackling fire", "ambience", ambience, "crackling-fire", "warmer", warmer),
    Control("sea waves", "ambience", ambience, "sea-waves", "cooler", cooler),
    Control("five colours", "palette", palette, PALETTE, "nearer to them", nearer_to_palette),
    Control("true first frame", "reference", reference, "", "nearer to the truth", nearer_to_truth),
)


def change(one: np.ndarray, other: np.ndarray) -> float:
    """Mean dE76 of a*b* (T, 2, h, w); the lightness is one."""
    return float(np.linalg.norm(one - other, axis=1).mean())


def saturation(ab: np.ndarray) -> float:
    """Mean chroma."""
    return float(np.linalg.norm(ab, axis=1).mean())


def warmth(ab: np.ndarray) -> float:
    """Along the axis from blue to orange."""
    return float(ab[:, 1].mean() + 0.5 * ab[:, 0].mean())


def from_palette(ab: np.ndarray) -> float:
    """Mean distance in a*b* from the nearest colour of the palette."""
    colors = srgb_to_lab(np.array([hex_to_srgb(code) for code in parse_palette(PALETTE).colors]))[:, 1:]
    return float(np.min([np.hypot(ab[:, 0] - a, ab[:, 1] - b) for a, b in colors], axis=0).mean())
