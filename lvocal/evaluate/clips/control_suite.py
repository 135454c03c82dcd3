"""`controls`: what words, music, ambience, a palette and a coloured frame change, each alone against nothing.

A few frames from the middle of each clip's longest shot are painted silent and without words, and then once
with each control. Fig. 10 of L-VOCAL is the same with the emotion dial at several amounts.

Shapes: T frames, H, W painted pixels, h, w = H/2, W/2.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from lvocal.color.spaces import srgb_to_lab
from lvocal.evaluate.clips.asked_controls import (
    CONTROLS,
    Asked,
    Control,
    Scene,
    change,
    dialled,
    saturation,
    warmth,
    words,
)
from lvocal.evaluate.clips.code_prints import code_print
from lvocal.evaluate.clips.footage import find_either
from lvocal.evaluate.clips.records import Value
from lvocal.evaluate.clips.sheets import lightness, middle, picture
from lvocal.evaluate.clips.suite import Found, Setup, Suite, Task
from lvocal.evaluate.filming import paint_film
from lvocal.evaluate.reports.tiles import write_tiles
from lvocal.media.video import probe, read_rgb
from lvocal.model.bundle import MiniNetworks, Networks
from lvocal.values import Clip, Shot

FRAMES = 9
SHEET = "sheet"

FIGURES = ("change", "saturation", "warmth", "held")
"""Of every control: mean dE76 from the picture without it; how mean chroma, and b* + a*/2 (orange over blue),
differ from it; and whether what is expected of it holds, 1 or 0."""

AMOUNTS = tuple(step / 8 for step in range(9))
"""Where the emotion dial is put."""

DIALLED = ("saturation", "a", "b")
"""Mean chroma, and mean a* and b*, at every amount."""

Painted = dict[str, np.ndarray]
"""a*b* (T, 2, h, w) by the name of a control."""


def control_figure(control: Control, figure: str) -> str:
    """The name of one of FIGURES in a record."""
    return f"{control.name}: {figure}"


def dial_figure(amount: float, figure: str) -> str:
    """The name of one of DIALLED in a record."""
    return f"dial {amount:g}: {figure}"


def codes(setup: Setup) -> Mapping[str, str]:
    """Everything that is found out about a clip."""
    return _codes()


@cache
def _codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for control in CONTROLS:
        parts = [control.ask, _figures, _scene, *([control.holds] if control.holds else [])]
        code = f"{code_print(*parts)} {control.said}"
        found |= {control_figure(control, figure): code for figure in FIGURES}
    dial = code_print(dialled, _dial_figures, _scene)
    found |= {dial_figure(amount, figure): dial for amount in AMOUNTS for figure in DIALLED}
    return found | {SHEET: code_print(_write_sheet, _scene)}


def measure_controls(task: Task, networks: Networks) -> Found:
    """Paint a clip with every control and at every amount of the dial; with the embedded size alone."""
    assert isinstance(networks, MiniNetworks), "whoever asks has refused another size"
    with TemporaryDirectory(prefix="lvocal-") as place:
        clip = probe(task.footage.film(Path(place)))
        shot = middle(clip, FRAMES)
        scene = _scene(task, clip, shot, networks)
    plain = _paint(networks, scene, words(scene, ""))
    painted, values = {"nothing": plain}, dict[str, Value]()
    for control in CONTROLS:
        asked = control.ask(scene, control.said)
        if asked is not None:
            painted[control.name] = _paint(networks, scene, asked)
        values |= _figures(control, scene, plain, painted.get(control.name))
    on_dial = {amount: _paint(networks, scene, dialled(scene, amount)) for amount in AMOUNTS}
    values |= _dial_figures(on_dial)
    values[SHEET] = _write_sheet(task, scene, painted, on_dial)
    facts = {
        "frames": len(shot), "first": shot.start, "width": clip.width, "height": clip.height,
        "caption": task.footage.caption,
    }  # fmt: skip
    return Found(facts, values)


def _scene(task: Task, clip: Clip, shot: Shot, networks: MiniNetworks) -> Scene:
    settings = task.setup.settings
    light = lightness(clip, shot, networks, settings)
    truth = None
    if clip.has_color:
        half = (light.shape[2] // 2, light.shape[1] // 2)
        small = [cv2.resize(rgb, half, interpolation=cv2.INTER_AREA) for rgb in _colors(clip, shot)]
        lab = srgb_to_lab(np.stack(small).astype(np.float32) / np.float32(255))
        truth = np.ascontiguousarray(lab[..., 1:].transpose(0, 3, 1, 2), np.float32)
    return Scene(task.footage, settings, light, truth)


def _colors(clip: Clip, shot: Shot) -> list[np.ndarray]:
    return list(read_rgb(clip, shot.start, shot.stop))


def _paint(networks: MiniNetworks, scene: Scene, asked: Asked) -> np.ndarray:
    return paint_film(networks, scene.light, asked.request, asked.sound, asked.references)


def _figures(
    control: Control, scene: Scene, before: np.ndarray, after: np.ndarray | None
) -> dict[str, Value]:
    """None for all where the clip had nothing to ask with."""
    found: tuple[Value, ...] = (None,) * len(FIGURES)
    if after is not None:
        more, warmer = saturation(after) - saturation(before), warmth(after) - warmth(before)
        held = None if control.holds is None else float(control.holds(scene, before, after))
        found = (change(before, after), more, warmer, held)
    return {control_figure(control, name): value for name, value in zip(FIGURES, found, strict=True)}


def _dial_figures(on_dial: Mapping[float, np.ndarray]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for amount, ab in on_dial.items():
        found = (saturation(ab), float(ab[:, 0].mean()), float(ab[:, 1].mean()))
        values |= {dial_figure(amount, name): value for name, value in zip(DIALLED, found, strict=True)}
    return values


def _write_sheet(task: Task, scene: Scene, painted: Painted, on_dial: Mapping[float, np.ndarray]) -> str:
    """The last frame with every control, and at every second amount of the dial."""
    shown = painted | ({} if scene.truth is None else {"truth": scene.truth})
    names, dial = list(shown), list(on_dial)[::2]
    half = -(-len(names) // 2)
    titles = [names[:half], names[half:], [f"dial at {amount:g}" for amount in dial]]
    rows = [[shown[name] for name in row] for row in titles[:2]] + [[on_dial[amount] for amount in dial]]
    path = task.file(f"{SHEET}.jpg")
    write_tiles(path, [[picture(scene.light[-1], ab[-1]) for ab in row] for row in rows], titles)
    return path.name


CONTROL_SUITE = Suite(
    "controls", "Controls, one at a time", find_either, "films or folders of frames", codes, measure_controls
)
