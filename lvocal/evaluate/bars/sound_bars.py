"""Sound: does music set the tone, does ambience set the place, is either heard rightly, and is zero zero?

Shapes: h, w half the painted picture; K music segments, M ambience tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import torch

from lvocal.evaluate.bars.table import Row, Trial, at_least, mean, missing
from lvocal.evaluate.painting import Still, mood_of, paint, place_of, still_of
from lvocal.media.sound_shards import ESC10, Recording, read_recordings, shards_of, strongest
from lvocal.model.bundle import MiniNetworks
from lvocal.model.reading import Reading, read_sound
from lvocal.model.text import tokenize

PERCENT = "{:.0%}"
PLACES = "hearing: places of ESC-10, fold 5, among its ten names"
EMOTION = "hearing: likeliest emotion of Emotify, kept aside, among Mikels' eight"
PLACES_BAR, EMOTION_BAR = 0.85, 0.45


def music(trial: Trial) -> list[Row]:
    """Music: saturation by emotion, and along the way from sadness to excitement."""
    sad, content, excited = (
        mood_of(trial.networks, name) for name in ("sadness", "contentment", "excitement")
    )
    way = torch.cat([torch.lerp(sad, excited, step / 4) for step in range(5)])
    moods = torch.cat([sad, content, excited, way])
    ordered, monotone = [], []
    for still in _stills(trial):
        painted = paint(trial.networks, still, [()] * len(moods), trial.settings, mood=moods)
        chroma = [float(np.hypot(*ab).mean()) for ab in painted]
        ordered.append(chroma[0] < chroma[1] < chroma[2])
        monotone.append(all(one < two for one, two in pairwise(chroma[3:])))
    return [
        at_least("music: saturation sadness < contentment < excitement", mean(ordered), 0.95, PERCENT),
        at_least("music: five steps from sadness to excitement monotone", mean(monotone), 0.95, PERCENT),
    ]


def ambience(trial: Trial) -> list[Row]:
    """Ambience: crackling fire against sea waves."""
    places = torch.cat([place_of(trial.networks, name) for name in ("crackling-fire", "sea-waves")])
    right = []
    for still in _stills(trial):
        fire, sea = paint(trial.networks, still, [()] * 2, trial.settings, env=places)
        right.append(_warmth(fire) > _warmth(sea))
    return [at_least("ambience: crackling fire warmer than sea waves", mean(right), 0.95, PERCENT)]


def hearing(trial: Trial) -> list[Row]:
    """Hearing: recorded places and music that the listener never learned from."""
    shards = shards_of(trial.data)
    if not shards:
        why = f"there are no sounds in {trial.data / 'audio'}"
        return [missing(PLACES, f">= {PLACES_BAR:.0%}", why), missing(EMOTION, f">= {EMOTION_BAR:.0%}", why)]
    aside = [sound for shard in shards for sound in read_recordings(shard, "val")]
    places = trial.some([sound for sound in aside if sound.source == "esc10"], len(aside))
    pieces = trial.some([sound for sound in aside if sound.emotion is not None], len(aside))
    named, felt = right_names(trial.networks, places), right_emotions(trial.networks, pieces)
    return [
        at_least(PLACES, mean(named), PLACES_BAR, PERCENT, f" of {len(named)}"),
        at_least(EMOTION, mean(felt), EMOTION_BAR, PERCENT, f" of {len(felt)}"),
    ]


def right_names(networks: MiniNetworks, sounds: Sequence[Recording]) -> list[bool]:
    """Whether the likeliest of ESC-10's ten names is the sound's own."""
    return [_read(networks, sound).likeliest(ESC10.values()) in sound.labels for sound in sounds]


def right_emotions(networks: MiniNetworks, sounds: Sequence[Recording]) -> list[bool]:
    """Whether the likeliest emotion is that of the people who rated the sound."""
    return [_read(networks, sound).emotion == strongest(sound.emotion or ()) for sound in sounds]


def zero(trial: Trial) -> list[Row]:
    """Zero: strength 0 is no sound at all."""
    networks, settings = trial.networks, trial.settings
    still, sentences = still_of(trial.pictures[0], settings.paint_px), [tokenize("a red coat")]
    mute = replace(settings, music_strength=0.0, ambience_strength=0.0)
    plain = paint(networks, still, sentences, settings)
    muted = paint(networks, still, sentences, mute, mood_of(networks, "anger"), place_of(networks, "storm"))
    same = bool((plain == muted).all())
    measured = "bit-identical" if same else "differs"
    return [Row("zero: strength 0 against no sound at all", measured, "bit-identical", same)]


def _read(networks: MiniNetworks, sound: Recording) -> Reading:
    wave = torch.from_numpy(np.ascontiguousarray(sound.samples)).to(networks.device)
    return read_sound(networks.listener, networks.listener.mel(wave[None])[0])


def _stills(trial: Trial) -> list[Still]:
    """Every fourth photograph and landscape."""
    outdoors = [p for p in trial.pictures if p.source in ("flickr8k", "scenes")]
    chosen = outdoors[:: 4 if trial.limit is None else 16][: trial.limit]
    return [still_of(picture, trial.settings.paint_px) for picture in chosen]


def _warmth(ab: np.ndarray) -> float:
    """Along the axis from blue to orange: the mean of b* and half of a*."""
    return float(ab[1].mean() + 0.5 * ab[0].mean())
