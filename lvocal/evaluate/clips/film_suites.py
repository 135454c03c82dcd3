"""`clips`, `bw`, `davis` and `videvo`: coloured by the app, measured, and shown frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import numpy as np

from lvocal.evaluate.clips.code_prints import code_print
from lvocal.evaluate.clips.footage import find_either, find_films, find_pictures
from lvocal.evaluate.clips.measures import MEASURES, Measure
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.painted_clip import PaintedClip, paint_clip
from lvocal.evaluate.clips.records import Value
from lvocal.evaluate.clips.sheets import write_sheet
from lvocal.evaluate.clips.suite import Found, Setup, Suite, Task
from lvocal.evaluate.reports.tiles import write_tiles
from lvocal.model.bundle import MiniNetworks, Networks

FRAMES, LOOKS = "frames", "looks"
"""Kinds of pictures."""

STILL = "still"
"""The middle frame, to be set beside that of other methods: grey, painted and, where there is one, true."""

SHOWN = 4
"""Frames of a clip that are shown, evenly spread."""


def measures_of(has_truth: bool) -> list[Measure]:
    """Those that can say something."""
    return [measure for measure in MEASURES if has_truth or "truth" not in measure.needs]


def codes_of(setup: Setup, has_truth: bool, has_looks: bool) -> Mapping[str, str]:
    """Everything that is found out about a clip; looks are those of the embedded size as it is."""
    looks = has_looks and setup.method == Ours() and setup.excerpt.is_whole and setup.engine == "mini"
    judged = [one for one in measures_of(has_truth) if one.judges <= set(setup.panel.names)]
    codes = {one.name: f"{_code(one)} {setup.panel.print_of(one.judges)}".strip() for one in judged}
    codes |= {FRAMES: _code_of(_write_frames), STILL: _code_of(_write_still)}
    return codes | ({LOOKS: code_print(write_sheet)} if looks else {})


@cache
def _code(measure: Measure) -> str:
    return code_print(measure.of, paint_clip)


@cache
def _code_of(write: Callable[[Task, PaintedClip], str]) -> str:
    return code_print(write, paint_clip)


def measure_film(task: Task, networks: Networks, has_truth: bool) -> Found:
    """Colour one clip and take every measure that is missing; draw its pictures."""
    footage = task.footage
    facts: dict[str, Any] = {}
    values: dict[str, Value] = {}
    if set(task.missing) - {LOOKS}:
        clip = paint_clip(footage, networks, task.setup, has_truth)
        facts = _facts(clip)
        for measure in MEASURES:
            if measure.name in task.missing:
                values[measure.name] = _measured(measure, clip, task)
        if FRAMES in task.missing:
            values[FRAMES] = _write_frames(task, clip)
        if STILL in task.missing:
            values[STILL] = _write_still(task, clip)
    if LOOKS in task.missing and isinstance(networks, MiniNetworks):
        path = task.file(f"{LOOKS}.jpg")
        write_sheet(path, footage, networks, task.setup.settings)
        values[LOOKS] = path.name
    return Found(facts, values)


def _measured(measure: Measure, clip: PaintedClip, task: Task) -> Value:
    """A figure, or the file of what a network saw; None where there is nothing to measure it on."""
    found = measure.of(clip) if set(measure.needs) <= clip.has else None
    if not isinstance(found, tuple):
        return found
    path = task.file(f"{measure.name}.npy")
    np.save(path, np.stack(found))
    return path.name


def _facts(clip: PaintedClip) -> dict[str, Any]:
    film = clip.clip
    return {
        "frames": film.num_frames, "width": film.width, "height": film.height, "fps": float(film.fps),
        "compared": list(clip.painted.shape[2:0:-1]), "sound": film.audio is not None,
        "caption": clip.caption, "seconds": clip.seconds, "peak_gb": clip.peak_gb, "notes": list(film.notes),
    }  # fmt: skip


def _write_frames(task: Task, clip: PaintedClip) -> str:
    """Grey, painted and, where there is one, the truth."""
    count = min(SHOWN, len(clip.some))
    places = [len(clip.some) * (2 * k + 1) // (2 * count) for k in range(count)]
    shown = [clip.some[place] for place in places]
    rows = [[clip.gray[place] for place in places], [clip.painted[at] for at in shown]]
    names = ["grey", "painted"]
    if clip.truth is not None:
        rows.append([clip.truth[at] for at in shown])
        names.append("truth")
    path = task.file(f"{FRAMES}.jpg")
    write_tiles(path, rows, [[f"frame {at}" for at in shown]], names)
    return path.name


def _write_still(task: Task, clip: PaintedClip) -> str:
    place = len(clip.some) // 2
    at = clip.some[place]
    stills = [clip.gray[place], clip.painted[at], *([] if clip.truth is None else [clip.truth[at]])]
    path = task.file(f"{STILL}.npy")
    np.save(path, np.stack(stills))
    return path.name


def _suite(name: str, title: str, find: Any, what: str, has_truth: bool, has_looks: bool) -> Suite:
    codes = partial(codes_of, has_truth=has_truth, has_looks=has_looks)
    return Suite(name, title, find, what, codes, partial(measure_film, has_truth=has_truth))


CLIPS = _suite("clips", "Colour clips, made grey and coloured", find_films, "films", True, True)
BW = _suite("bw", "Black-and-white films", find_films, "films", False, True)
DAVIS = _suite("davis", "DAVIS", find_pictures, "folders of frames", True, False)
VIDEVO = _suite("videvo", "Videvo", find_either, "films or folders of frames", True, False)
