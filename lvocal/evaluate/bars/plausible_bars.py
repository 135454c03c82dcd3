"""Plausibility: is a coloured picture nearer to the truth than a grey one, and as colourful?

Shapes: h, w half the painted picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lvocal.color.naming import nearest_name
from lvocal.color.spaces import lab_to_srgb
from lvocal.evaluate.bars.garments import NOT_GARMENTS
from lvocal.evaluate.bars.table import Row, Trial, at_least, mean, median, missing
from lvocal.evaluate.painting import Still, paint, still_of
from lvocal.media.shards import SCENES, Picture
from lvocal.metrics.classic import colorfulness, psnr
from lvocal.model.text import tokenize

LEAST_COLORFUL, MOST_COLORFUL = 0.6, 1.3
"""Share of the truth's colourfulness: below it looks tinted, above it looks painted over."""


def plausibility(trial: Trial) -> list[Row]:
    """True caption against leaving the picture grey, and no words at all."""
    gains: dict[str, list[float]] = {"caption": [], "none": []}
    vivid: dict[str, list[float]] = {"caption": [], "none": []}
    chosen, limit = everyday(trial.pictures), trial.limit
    for picture in chosen[:: max(1, len(chosen) // limit) if limit else 1]:
        still = still_of(picture, trial.settings.paint_px)
        truth, grey = _rgb(still, still.ab), _rgb(still, np.zeros_like(still.ab))
        sentences = [tokenize(true_words(picture)), ()]
        for name, ab in zip(gains, paint(trial.networks, still, sentences, trial.settings), strict=True):
            rgb = _rgb(still, ab)
            gains[name].append(psnr(rgb, truth) - psnr(grey, truth))
            vivid[name].append(colorfulness(rgb) / max(colorfulness(truth), 1e-3))
    plain = f" / {median(vivid['none']):.2f}"
    return [
        at_least(
            "plausibility: PSNR gain over grey with the true caption, dB",
            mean(gains["caption"]),
            0.8,
            "{:+.2f}",
        ),
        _colorful_enough(median(vivid["caption"])),
        at_least(
            "the same without any words: PSNR gain, dB / colourfulness",
            mean(gains["none"]),
            0.2,
            "{:+.2f}",
            plain,
        ),
    ]


def everyday(pictures: Sequence[Picture]) -> list[Picture]:
    """Pictures of people, places and clothes; not the streets of one town."""
    return [picture for picture in pictures if picture.source in ("flickr8k", "scenes", "ccp")]


def true_words(picture: Picture) -> str:
    """The true caption of a picture: its own, or its regions with their nearest colour names, or its
    scene."""
    if picture.captions:
        return picture.captions[0]
    if picture.regions:
        worn = [r for r in picture.regions if r.label not in NOT_GARMENTS]
        return ", ".join(f"{nearest_name(region.lab)} {region.label}" for region in worn[:6])
    return SCENES[picture.scene][0] if picture.scene in SCENES else ", ".join(picture.tags)


def _colorful_enough(share: float) -> Row:
    what = "plausibility: colourfulness as a share of truth (median)"
    bar = f"{LEAST_COLORFUL:g} to {MOST_COLORFUL:g}"
    if np.isnan(share):
        return missing(what, bar, "there are no pictures")
    return Row(what, f"{share:.2f}", bar, LEAST_COLORFUL <= share <= MOST_COLORFUL)


def _rgb(still: Still, ab: np.ndarray) -> np.ndarray:
    return np.clip(lab_to_srgb(np.stack([still.half, *ab], axis=-1).astype(np.float64)), 0, 1)
