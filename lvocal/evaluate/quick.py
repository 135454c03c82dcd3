"""`evaluate quick`: what the embedded model must show, on the validation splits, with the bar beside each
figure.

Shapes: h, w half the painted picture; B sentences for one picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

from lvocal.color.naming import COLOR_NAMES, nearest_name
from lvocal.color.spaces import lab_to_srgb
from lvocal.evaluate.luma_check import luma_error_of_ffv1
from lvocal.evaluate.painting import Still, mood_of, paint, place_of, still_of
from lvocal.media.shards import SCENES, Picture, read_pictures
from lvocal.metrics.classic import colorfulness, psnr
from lvocal.model.bundle import Networks
from lvocal.model.text import tokenize
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorRow

CHROMATIC = ("red", "green", "blue", "yellow", "orange", "purple", "pink", "teal")
COLORS = (*CHROMATIC, "brown", "white", "black")
GARMENT_SHARE = 0.02
"""Of the picture; smaller garments are skipped."""
GARMENT_LIGHTNESS = (15, 92)
"""Median L*: outside it sRGB has no chroma of 20 for most hues, whatever the network says."""
NOT_GARMENTS = frozenset(
    {"null", "skin", "hair", "accessories", "belt", "glasses", "sunglasses", "necklace", "ring"}
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    bar: str
    passed: bool | None
    """None where there is no bar."""


@dataclass(frozen=True)
class Table:
    """All lines, ready to print."""

    title: str
    rows: tuple[Row, ...]


def run(
    data: Path, networks: Networks, settings: ColorizeSettings | None = None, limit: int | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Table:  # fmt: skip
    """Measure everything; `limit` keeps only so many pictures per line (the shipped figures use all)."""
    settings = settings or ColorizeSettings()
    pictures = read_pictures(data / "images", "val")
    rows: list[Row] = []
    for part in (_words, _plausibility, _music, _ambience):
        say(part.__doc__ or "")
        rows += part(networks, pictures, settings, limit)
    rows.append(_zero(networks, pictures[0], settings))
    error = luma_error_of_ffv1(networks)
    rows.append(Row("luma error in the FFV1 master, 8-bit codes", f"{error:g}", "0", error == 0))
    return Table(
        f"evaluate quick: {networks.name} {networks.fingerprint}, {settings.steps} steps", tuple(rows)
    )


def _words(
    networks: Networks, pictures: Sequence[Picture], settings: ColorizeSettings, limit: int | None
) -> list[Row]:
    """Named colours on named garments, and what changes elsewhere."""
    hues, chromas, spills = [], [], []
    for still, label, inside in list(_garments(pictures, settings))[:limit]:
        sentences = [tokenize("", [ColorRow(label, color)]) for color in COLORS]
        ab = paint(networks, still, sentences, settings)
        for color, painted in zip(COLORS, ab, strict=True):
            if color in CHROMATIC:
                hues.append(_hue_error(painted[:, inside], COLOR_NAMES[color]))
                chromas.append(np.hypot(*np.median(painted[:, inside], axis=1)))
        spills += [np.hypot(*(one - two))[~inside].mean() for one, two in pairwise(ab[: len(CHROMATIC)])]
    hue, chroma, spill = float(np.median(hues)), float(np.mean(chromas)), float(np.mean(spills))
    return [
        Row("words: median hue error on the named garment, degrees", f"{hue:.1f}", "<= 10", hue <= 10),
        Row("words: mean chroma there", f"{chroma:.1f}", ">= 20", chroma >= 20),
        Row("words: dE76 outside the mask when one colour word changes", f"{spill:.1f}", "<= 6", spill <= 6),
    ]  # fmt: skip


def _plausibility(
    networks: Networks, pictures: Sequence[Picture], settings: ColorizeSettings, limit: int | None
) -> list[Row]:
    """True caption against leaving the picture grey, and no words at all."""
    gains: dict[str, list[float]] = {"caption": [], "none": []}
    vivid: dict[str, list[float]] = {"caption": [], "none": []}
    chosen = [p for p in pictures if p.source in ("flickr8k", "scenes", "ccp")]
    for picture in chosen[:: max(1, len(chosen) // limit) if limit else 1]:
        still = still_of(picture, settings.paint_px)
        truth, grey = _rgb(still, still.ab), _rgb(still, np.zeros_like(still.ab))
        painted = paint(networks, still, [tokenize(true_words(picture)), ()], settings)
        for name, ab in zip(gains, painted, strict=True):
            rgb = _rgb(still, ab)
            gains[name].append(psnr(rgb, truth) - psnr(grey, truth))
            vivid[name].append(colorfulness(rgb) / max(colorfulness(truth), 1e-3))
    caption, none = float(np.mean(gains["caption"])), float(np.mean(gains["none"]))
    color, plain = float(np.median(vivid["caption"])), float(np.median(vivid["none"]))
    return [
        Row(
            "plausibility: PSNR gain over grey with the true caption, dB",
            f"{caption:+.2f}",
            ">= 0",
            caption >= 0,
        ),
        Row(
            "plausibility: colourfulness as a share of truth (median)", f"{color:.2f}", ">= 0.4", color >= 0.4
        ),
        Row(
            "the same without any words: PSNR gain, dB / colourfulness",
            f"{none:+.2f} / {plain:.2f}",
            "none",
            None,
        ),
    ]


def _music(
    networks: Networks, pictures: Sequence[Picture], settings: ColorizeSettings, limit: int | None
) -> list[Row]:
    """Saturation by music, and along the way from sadness to excitement."""
    sad, content, excited = (mood_of(networks, name) for name in ("sadness", "contentment", "excitement"))
    way = torch.cat([torch.lerp(sad, excited, step) for step in torch.linspace(0, 1, 5)])
    ordered, monotone = [], []
    for still in _some(pictures, settings, limit):
        moods = torch.cat([sad, content, excited, way])
        chroma = [_chroma(ab) for ab in paint(networks, still, [()] * len(moods), settings, mood=moods)]
        ordered.append(chroma[0] < chroma[1] < chroma[2])
        monotone.append(all(one < two for one, two in pairwise(chroma[3:])))
    order, along = float(np.mean(ordered)), float(np.mean(monotone))
    return [
        Row("music: saturation sadness < contentment < excitement", f"{order:.0%}", ">= 80 %", order >= 0.8),
        Row("music: five steps from sadness to excitement monotone", f"{along:.0%}", ">= 80 %", along >= 0.8),
    ]


def _ambience(
    networks: Networks, pictures: Sequence[Picture], settings: ColorizeSettings, limit: int | None
) -> list[Row]:
    """Crackling fire against sea waves."""
    places = torch.cat([place_of(networks, name) for name in ("crackling-fire", "sea-waves")])
    right = []
    for still in _some(pictures, settings, limit):
        fire, sea = paint(networks, still, [()] * 2, settings, env=places)
        right.append(_warmth(fire) > _warmth(sea))
    share = float(np.mean(right))
    return [Row("ambience: crackling fire warmer than sea waves", f"{share:.0%}", ">= 80 %", share >= 0.8)]


def _zero(networks: Networks, picture: Picture, settings: ColorizeSettings) -> Row:
    from dataclasses import replace

    still, words = still_of(picture, settings.paint_px), [tokenize("a red coat")]
    mute = replace(settings, music_strength=0.0, ambience_strength=0.0)
    plain = paint(networks, still, words, settings)
    muted = paint(networks, still, words, mute, mood_of(networks, "anger"), place_of(networks, "storm"))
    same = bool((plain == muted).all())
    return Row(
        "zero: strength 0 against no sound at all",
        "bit-identical" if same else "differs",
        "bit-identical",
        same,
    )


def true_words(picture: Picture) -> str:
    """The true caption of a picture: its own, or its regions with their nearest colour names, or its
    scene."""
    if picture.captions:
        return picture.captions[0]
    if picture.regions:
        worn = [r for r in picture.regions if r.label not in NOT_GARMENTS]
        return ", ".join(f"{nearest_name(region.lab)} {region.label}" for region in worn[:6])
    return SCENES[picture.scene][0] if picture.scene in SCENES else ", ".join(picture.tags)


def _garments(
    pictures: Sequence[Picture], settings: ColorizeSettings
) -> Iterator[tuple[Still, str, np.ndarray]]:
    low, high = GARMENT_LIGHTNESS
    for picture in pictures:
        if picture.source != "ccp" or picture.mask is None:
            continue
        worn = [r for r in picture.regions if r.label not in NOT_GARMENTS and r.area >= GARMENT_SHARE]
        for region in worn:
            if low <= region.lab[0] <= high:
                still = still_of(picture, settings.paint_px)
                assert still.mask is not None
                yield still, region.label, still.mask == region.id


def _some(pictures: Sequence[Picture], settings: ColorizeSettings, limit: int | None) -> list[Still]:
    chosen = [p for p in pictures if p.source in ("flickr8k", "scenes")][:: 4 if limit is None else 16][
        :limit
    ]
    return [still_of(picture, settings.paint_px) for picture in chosen]


def _rgb(still: Still, ab: np.ndarray) -> np.ndarray:
    height, width = ab.shape[1:]
    lightness = still.lightness.reshape(height, 2, width, 2).mean(axis=(1, 3))
    return np.clip(lab_to_srgb(np.stack([lightness, *ab], axis=-1).astype(np.float64)), 0, 1)


def _chroma(ab: np.ndarray) -> float:
    return float(np.hypot(*ab).mean())


def _warmth(ab: np.ndarray) -> float:
    """Along the axis from blue to orange: the mean of b* and half of a*."""
    return float(ab[1].mean() + 0.5 * ab[0].mean())


def _hue_error(inside: np.ndarray, lab: tuple[float, float, float]) -> float:
    a, b = np.median(inside, axis=1)
    turn = np.degrees(np.arctan2(b, a) - np.arctan2(lab[2], lab[1]))
    return float(abs((turn + 180) % 360 - 180))
