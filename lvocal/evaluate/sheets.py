"""`evaluate clips`: a contact sheet for every film of a folder, to be judged by eye.

Columns: before, words, two musics, two surroundings, a palette, a pin. Rows: the first and the last frame of
one window from the middle of the longest shot, so that what changes in time is seen as well.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import cv2
import numpy as np

from lvocal.color.palette import parse_palette
from lvocal.color.spaces import lab_to_srgb
from lvocal.color.upsample import guided_upsample
from lvocal.evaluate.filming import SILENCE, paint_film, painter_of, wish
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.stills import png_bytes
from lvocal.media.synth import preset
from lvocal.media.video import probe, read_luma
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.painter import Painter
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Hint, Shot, UserError

FILMS = (".mp4", ".mov", ".mkv", ".webm", ".avi")

FRAMES = 33
MUSICS = ("excitement", "sadness")
PLACES = ("crackling-fire", "sea-waves")
PALETTE = "#1d3557, #e63946, #f1faee, #a8dadc, #f4a261"
PIN = Hint(0, 0.5, 0.5, "red", 0.04)
SOUND_SEC = 8.0


@dataclass(frozen=True)
class Look:
    """One column."""

    title: str
    request: ColorizeRequest
    sound: MixedSound = SILENCE


def write_sheets(
    folder: Path, networks: MiniNetworks, report: Path, settings: ColorizeSettings | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Path:  # fmt: skip
    """Sheets of all films in `folder` and the folders in it, as PNG files and index.html in `report`.

    What is said of each film stands in `words.json` of the folder: {"film.mp4": {"words": "...", "pin": [x,
    y, "colour"]}}; a film that is not there is painted without words and pinned in its middle. A film that
    cannot be read has its reason on the page. UserError when there is no film, or words.json is no JSON."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in FILMS)
    if not paths:
        raise UserError(f"There are no films in {folder}.", "Say where they are with --data.")
    words = _read_words(folder / "words.json")
    report.mkdir(parents=True, exist_ok=True)
    parts = []
    for path in paths:
        name = str(path.relative_to(folder))
        say(name)
        told = words.get(path.name, {})
        looks = looks_of(told, settings or ColorizeSettings())
        picture = report / f"{'-'.join(Path(name).parts)}.png"
        try:
            picture.write_bytes(png_bytes(sheet(path, networks, looks)))
        except UserError as problem:
            parts.append(f"<h2>{html.escape(name)}</h2><p>Left out: {html.escape(str(problem))}</p>")
            continue
        parts.append(_section(name, picture.name, told, looks))
    page = report / "index.html"
    page.write_text("<!doctype html><meta charset=utf-8><title>Contact sheets</title>\n" + "\n".join(parts))
    return page


def looks_of(told: dict[str, Any], settings: ColorizeSettings) -> list[Look]:
    """The seven looks of one film, of which `told` is what words.json says."""
    worded = wish(settings, told.get("words", ""))
    x, y, color = told.get("pin", (PIN.x, PIN.y, PIN.color))
    musics = [Look(name, worded, MixedSound(None, preset(name, SOUND_SEC), None)) for name in MUSICS]
    places = [Look(name, worded, MixedSound(None, None, preset(name, SOUND_SEC))) for name in PLACES]
    return [
        Look("words", worded),
        *musics,
        *places,
        Look("palette", replace(wish(settings), palette=parse_palette(PALETTE))),
        Look(f"{color} pinned", wish(settings, hints=(replace(PIN, x=x, y=y, color=color),))),
    ]


def sheet(path: Path, networks: MiniNetworks, looks: Sequence[Look]) -> np.ndarray:
    """Columns of a film (2 * H, (1 + looks) * W, 3) uint8."""
    clip = probe(path)
    light = _middle(clip, painter_of(networks, looks[0].request, clip))
    painted = [paint_film(networks, light, look.request, look.sound) for look in looks]
    columns = [_column(light, ab) for ab in (np.zeros_like(painted[0]), *painted)]
    return np.concatenate(columns, axis=1)


def _middle(clip: Clip, painter: Painter) -> np.ndarray:
    """Lightness (T, H, W) at painting size of up to FRAMES frames from the middle of the longest shot."""
    longest = max(find_shots(clip), key=len)
    start = max(longest.start, (longest.start + longest.stop - FRAMES) // 2)
    shot = Shot(start, min(longest.stop, start + FRAMES))
    lumas = read_luma(clip, shot.start, shot.stop)
    return np.stack([painter.shrink(gray_unit(luma, clip)) for luma in lumas])


def _read_words(notes: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(notes.read_text())) if notes.exists() else {}
    except ValueError as problem:
        raise UserError(f"{notes} cannot be read: {problem}.", "Mend it, or take it away.") from problem


def _column(light: np.ndarray, ab: np.ndarray) -> np.ndarray:
    """First and last frame, one above the other."""
    return np.concatenate([_picture(light[at], ab[at]) for at in (0, -1)])


def _picture(light: np.ndarray, ab: np.ndarray) -> np.ndarray:
    small = cv2.resize(light, ab.shape[:0:-1], interpolation=cv2.INTER_AREA)
    fine = guided_upsample(ab, small / 100, light / 100)
    rgb = lab_to_srgb(np.stack([light, *fine], axis=-1).astype(np.float64))
    return np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)


def _section(name: str, picture: str, told: dict[str, Any], looks: Sequence[Look]) -> str:
    columns = " | ".join(["before", *(look.title for look in looks)])
    film, words = html.escape(name), html.escape(told.get("words", "") or "no words")
    return (
        f"<h2>{film}</h2><p>{words}</p><p>{html.escape(columns)}</p>"
        f'<img src="{quote(picture)}" alt="{film}" style="max-width:100%">'
    )
