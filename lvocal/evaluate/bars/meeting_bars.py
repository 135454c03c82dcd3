"""Where sound meets picture and words: is a fitting sound trusted more, and who rules when they disagree?

Shapes: h, w half the painted picture; D width of the sound features.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import torch
from torch import Tensor

from lvocal.evaluate.bars.garments import distance, garment_of, largest_worn
from lvocal.evaluate.bars.table import Row, Trial, at_least, mean, median, told
from lvocal.evaluate.bars.word_bars import CHROMATIC
from lvocal.evaluate.painting import mood_of, paint, place_of, still_of
from lvocal.media.shards import Picture
from lvocal.model.text import tokenize
from lvocal.model.watched import watched
from lvocal.values import ColorRow

FITTING = {
    "sea-waves": {"sea"},
    "forest-birds": {"forest", "mountain"},
    "street": {"street", "buildings"},
}
"""Presets of places, and the scenes in which they are at home."""

FEW_SCENES = 150
FEW_GARMENTS = 30


def relevance(trial: Trial) -> list[Row]:
    """Relevance: whether a place is trusted more where it is at home (AIAIC eq. 9 to 11)."""
    places = torch.cat([place_of(trial.networks, name) for name in FITTING])
    scenes = trial.some([picture for picture in trial.pictures if picture.scene], FEW_SCENES)
    trust = np.array([_trust(trial, picture, places) for picture in scenes]).reshape(-1, len(FITTING))
    shares = []
    for heard, homes in zip(trust.T, FITTING.values(), strict=True):
        at_home = np.array([picture.scene in homes for picture in scenes], bool)
        ahead = heard[at_home][:, None] > heard[~at_home]
        shares += [float(ahead.mean())] if ahead.size else []
    what = "relevance: a scene where a sound is at home trusted more than another (chance 50%)"
    return [at_least(what, mean(shares), 0.7, "{:.0%}")]


def conflict(trial: Trial) -> list[Row]:
    """Conflict: a named garment under sad and under exciting music (L-VOCAL Fig. 11)."""
    moods = torch.cat([mood_of(trial.networks, name) for name in ("sadness", "excitement")])
    named, rest = [], []
    for picture, (region,) in trial.some(largest_worn(trial.pictures, 1), FEW_GARMENTS):
        garment = garment_of(picture, region, trial.settings.paint_px)
        color = CHROMATIC[crc32(picture.key.encode()) % len(CHROMATIC)]
        sentences = [tokenize("", [ColorRow(garment.label, color)])] * 2
        sad, excited = paint(trial.networks, garment.still, sentences, trial.settings, mood=moods)
        named.append(distance(garment.painted(sad), garment.painted(excited)))
        rest.append(float(np.hypot(*(sad - excited))[~garment.inside].mean()))
    less = [one < other for one, other in zip(named, rest, strict=True)]
    return [
        at_least("conflict: music moves the named garment less than the rest", mean(less), 0.9, "{:.0%}"),
        told("conflict: dE76 of the named garment from sadness to excitement, median", median(named)),
        told("conflict: dE76 of the rest, median", median(rest)),
    ]


def _trust(trial: Trial, picture: Picture, places: Tensor) -> np.ndarray:
    """r of several places (B, M, D) in one picture (B,)."""
    still = still_of(picture, trial.settings.paint_px)
    with watched(trial.networks.transformer.env_gate) as gates:
        paint(trial.networks, still, [()] * len(places), trial.settings, env=places)
    return np.asarray(gates[0].flatten().cpu())
