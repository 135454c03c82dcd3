"""Where sound meets picture and words: is a fitting sound trusted more, and who rules when they disagree?

Shapes: h, w half the painted picture; D width of the sound features.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np
import torch

from lvocal.evaluate.garments import distance, garment_of, largest_worn
from lvocal.evaluate.painting import mood_of, paint, place_of, still_of
from lvocal.evaluate.table import Row, Trial, at_least, mean, median, told
from lvocal.evaluate.word_bars import CHROMATIC
from lvocal.model.text import tokenize
from lvocal.model.watched import watched
from lvocal.values import ColorRow

FITTING = {"sea": "sea-waves", "forest": "forest-birds", "street": "street", "buildings": "street"}
"""The preset that belongs to each kind of scene; the others of the three do not."""

FEW_SCENES = 60
FEW_GARMENTS = 30


def relevance(trial: Trial) -> list[Row]:
    """Relevance: which of three places the gate trusts most (AIAIC eq. 9 to 11)."""
    presets = sorted(set(FITTING.values()))
    places = torch.cat([place_of(trial.networks, name) for name in presets])
    scenes = [picture for picture in trial.pictures if picture.scene in FITTING]
    right = []
    for picture in trial.some(scenes, FEW_SCENES):
        with watched(trial.networks.transformer.env_gate) as gates:
            still = still_of(picture, trial.settings.paint_px)
            paint(trial.networks, still, [()] * len(presets), trial.settings, env=places)
        trusted = presets[int(gates[0].flatten().argmax())]
        right.append(trusted == FITTING[picture.scene or ""])
    what = "relevance: scenes whose own sound is trusted most of three (chance 33%)"
    return [at_least(what, mean(right), 0.5, "{:.0%}")]


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
