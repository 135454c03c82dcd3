"""What a person puts right in what was heard, carried out on the features that the network is told.

An emotion: its share, as it was read, is taken out of the music's features and given to the other emotions
in proportion, or to the one that replaces it: s + p_e (sum_j q_j a_j - a_e), a the anchors (anchors.py).
A place: stretches where the label leads are told another sound, or count as silence; where something else
sounds in the same window, the nearest of that stands in for them.

Shapes: K segments, M ambience tokens, D width of the listener's features, E emotions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from lvocal.media.mix import MixedSound
from lvocal.sample.anchors import emotion_anchor, emotion_anchors, place_anchor, place_heard
from lvocal.sample.roads import Ears, Road, hear, road_of
from lvocal.values import EMOTIONS, Change, ColorizeRequest, Heard, Hearing, Mood, SoundMix

Check = Callable[[], None]
Rows = tuple[tuple[tuple[str, float], ...], ...]
"""As Heard.ambience has them."""


def hearing_of(hearing: Hearing, mix: SoundMix) -> Hearing:
    """What is put in the place of what a mix says: a music lane that does not play says nothing, and neither
    does its dial."""
    return hearing if mix.plays("music") else replace(hearing, mood=None)


def hear_as(sound: MixedSound, hearing: Hearing, networks: Ears) -> Heard:
    """What is heard in a mix after all changes; the dial is read as the two emotions it stands between."""
    heard = hear(sound, networks)
    emotions, ambience = heard.emotions, heard.ambience
    if hearing.mood:
        emotions = (dial_shares(hearing.mood),) * max(len(heard.times_sec), 1)
    elif hearing.emotions:
        emotions = tuple(tuple(row) for row in changed_shares(emotions, hearing.emotions).tolist())
    if hearing.places:
        ambience = _told_places(heard, hearing, networks)
    times_sec = heard.times_sec or (0.0,) * len(emotions)
    return replace(heard, times_sec=times_sec, emotions=emotions, ambience=ambience)


def _told_places(heard: Heard, hearing: Hearing, ears: Ears) -> Rows:
    """The labels of every segment; those of a preset where one replaces the leader, none after a veto."""
    by = {change.heard: change.by for change in hearing.places}
    told = {name: place_heard(name, ears).ambience for name in by.values() if name}
    rows = []
    for at, (row, leader) in enumerate(zip(heard.ambience, leading(heard), strict=True)):
        name = by.get(leader)
        instead = told[name][at % len(told[name])] if name else ()
        rows.append(instead if leader in by else row)
    return tuple(rows)


def dial(mood: Mood, ears: Ears, project: Callable[[Tensor], Tensor]) -> Tensor:
    """A_emo (1, D) where the dial stands (L-VOCAL Fig. 10): between those of two emotions on a straight line.
    `project` turns features (1, D) of the listener into A_emo."""
    start, end = (project(emotion_anchor(name, ears)[None]) for name in (mood.start, mood.end))
    return (1 - mood.amount) * start + mood.amount * end


def dial_shares(mood: Mood) -> tuple[float, ...]:
    """Shares of EMOTIONS where the dial stands."""
    told = dict.fromkeys(EMOTIONS, 0.0)
    told[mood.start] += 1 - mood.amount
    told[mood.end] += mood.amount
    return tuple(told.values())


def music_as(sound: MixedSound, hearing: Hearing, networks: Ears, check: Check) -> Road | None:
    """The music road of a mix with what was heard in it put right."""
    road = road_of(sound, networks, "music", check)
    if road is None or not hearing.emotions:
        return road
    shares = torch.tensor(hear(sound, networks).emotions, device=road.features.device)
    anchors = emotion_anchors(networks)
    moved = changed_shares(shares, hearing.emotions).to(anchors) - shares
    return replace(road, features=road.features + moved @ anchors)


def ambience_as(sound: MixedSound, hearing: Hearing, networks: Ears, check: Check) -> Road | None:
    """The ambience road of a mix with what was heard in it put right."""
    road = road_of(sound, networks, "ambience", check)
    if road is None or not hearing.places:
        return road
    per_segment = round(networks.listener.segment_sec / networks.listener.token_sec)
    leaders = leading(hear(sound, networks))
    said = [leaders[min(at // per_segment, len(leaders) - 1)] for at in range(len(road.features))]
    by = {change.heard: change.by for change in hearing.places}
    told = {name: place_anchor(name, networks) for name in by.values() if name}
    features = road.features.clone()
    for at, label in enumerate(said):
        if name := by.get(label):
            features[at] = told[name][at % len(told[name])]
    vetoed = np.array([label in by and by[label] is None for label in said])
    if vetoed.all():
        return None
    features = features[torch.from_numpy(_stand_ins(vetoed)).to(features.device)]
    rms = np.where(vetoed[np.minimum(np.arange(len(road.rms)), len(vetoed) - 1)], 0.0, road.rms)
    return replace(road, features=features, rms=rms)


def changed_shares(shares: Tensor | Sequence[Sequence[float]], changes: Sequence[Change]) -> Tensor:
    """Shares (K, E) without what is changed: given to its replacement, or to all that stay in proportion."""
    told = torch.as_tensor(shares).clone().reshape(-1, len(EMOTIONS))
    given = torch.zeros_like(told)
    loose = torch.zeros_like(told[:, :1])
    for change in changes:
        place = EMOTIONS.index(change.heard)
        share = told[:, place : place + 1].clone()
        told[:, place] = 0
        if change.by is None:
            loose = loose + share
        else:
            given[:, EMOTIONS.index(change.by)] += share[:, 0]
    told = told + given
    return told + loose * told / told.sum(dim=1, keepdim=True).clamp_min(1e-6)


def leading(heard: Heard) -> list[str]:
    """The likeliest label of every segment."""
    return [row[0][0] if row else "" for row in heard.ambience]


def idle(heard: Heard, hearing: Hearing, mix: SoundMix) -> tuple[str, ...]:
    """What was to be changed and is not there: labels that lead nowhere, emotions where there is no music.
    Of a lane that does not play nothing is said."""
    leaders = set(leading(heard))
    emotions = hearing.emotions if mix.plays("music") and not heard.emotions else ()
    places = [change for change in hearing.places if change.heard not in leaders and mix.plays("ambience")]
    return tuple(change.heard for change in (*emotions, *places))


def _stand_ins(vetoed: np.ndarray) -> np.ndarray:
    """For every token the nearest that is not vetoed (M,); itself where it is not."""
    kept = np.flatnonzero(~vetoed)
    after = np.searchsorted(kept, np.arange(len(vetoed))).clip(0, len(kept) - 1)
    before = (after - 1).clip(0)
    places = np.arange(len(vetoed))
    return np.where(abs(kept[after] - places) <= abs(kept[before] - places), kept[after], kept[before])


def idle_notes(heard: Heard, request: ColorizeRequest) -> list[str]:
    """Changes of what was heard that had nothing to change, in words."""
    missed = idle(heard, request.hearing, request.mix)
    return [f'"{name}" leads nowhere in this film, so nothing of it was changed.' for name in missed]
