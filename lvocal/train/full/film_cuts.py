"""From a film to its clips: shots, stretches of one length, one size, and the sound that goes with each.

Shapes: T frames of a clip, H, W pixels, Da width of the listener's features.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
import torch

from lvocal.media.shots import find_shots
from lvocal.media.video import probe, read_rgb
from lvocal.sample.conditions import CONTEXT_SEC
from lvocal.sample.roads import Road, listened
from lvocal.train.full.captions import Caption, Film
from lvocal.train.full.encoders import Encoders
from lvocal.train.full.film_sound import between, film_sound, level_db
from lvocal.train.full.sample import ROADS, members_of
from lvocal.values import Clip, UserError, Waveform


@dataclass(frozen=True)
class ShardRecipe:
    """How films become shards; the numbers of the paper, where it says them."""

    frames: int = 81
    """4.3; shots that are shorter are left out."""
    height: int = 480
    width: int = 832
    quiet_db: float = -30.0
    """Sec. 3: a road of sound below this is not there; a clip without either road is left out."""
    clips_per_shard: int = 64
    films_per_reel: int = 32
    """Films whose clips are mixed with one another, and the step in which interrupted work is done again."""
    val_share: float = 0.02
    """Of the films, at least one; nothing is learned from them."""
    seed: int = 0

    def __post_init__(self) -> None:
        if self.frames % 4 != 1 or self.height % 16 or self.width % 16:
            raise ValueError("a clip has 4k + 1 frames, and sides that are multiples of 16")
        if not 0 < self.val_share < 1 or min(self.clips_per_shard, self.films_per_reel) < 1:
            raise ValueError("val_share lies between 0 and 1; shards and reels hold something")


@dataclass(frozen=True)
class Track:
    """One road of sound of a film: how it sounds, and what the listener makes of it."""

    wave: Waveform
    road: Road


def clips_of(
    film: Film, recipe: ShardRecipe, encoders: Encoders, left_out: Counter[str]
) -> Iterator[dict[str, bytes]]:
    """Every clip of a film as the files of a sample; why others are none is counted in `left_out`."""
    try:
        clip = probe(film.path)
        shots, tracks = find_shots(clip), _tracks(clip, encoders)
    except UserError as problem:
        left_out[problem.message] += 1
        return
    if not clip.has_color:
        left_out["films without colour"] += 1
        return
    starts = [
        start for shot in shots for start in range(shot.start, shot.stop - recipe.frames + 1, recipe.frames)
    ]
    left_out["shots that are too short"] += sum(len(shot) < recipe.frames for shot in shots)
    for start in starts:
        said = film.said_at(clip.time_sec(start + recipe.frames // 2))
        heard = {
            name: stretch
            for name, track in tracks.items()
            if level_db(stretch := _stretch(track.wave, clip, start, recipe)) >= recipe.quiet_db
        }
        if said is None or not heard:
            left_out["clips without a caption" if said is None else "clips that are too quiet"] += 1
            continue
        yield _members(clip, start, said, {name: tracks[name] for name in heard}, heard, recipe, encoders)


def _members(
    clip: Clip, start: int, said: Caption, tracks: dict[str, Track], heard: dict[str, Waveform],
    recipe: ShardRecipe, encoders: Encoders,
) -> dict[str, bytes]:  # fmt: skip
    frames = np.stack([fitted(rgb, clip, recipe) for rgb in read_rgb(clip, start, start + recipe.frames)])
    latent, gray = encoders.see(frames)
    from_sec, to_sec = clip.time_sec(start), clip.time_sec(start + recipe.frames - 1)
    music = ambience = None
    if "music" in tracks:
        around = tracks["music"].road.between(from_sec - CONTEXT_SEC, to_sec + CONTEXT_SEC)
        music = None if around is None else around.mean(dim=0)
    if "ambience" in tracks:
        ambience = tracks["ambience"].road.between(from_sec, to_sec)
    felt = said.emotion or (None if music is None else encoders.feel(music))
    facts = {
        "film": clip.path.name, "start": start, "fps": str(clip.fps), "caption": said.text, "emotion": felt,
        "emotion_from": None if felt is None else "captions" if said.emotion else "clap",
        **{f"{road}_db": round(level_db(heard[road]), 2) if road in heard else None for road in ROADS},
    }  # fmt: skip
    arrays = {
        "latent": latent, "gray": gray, "text": encoders.read(said.text),
        "music": _numbers(music), "ambience": _numbers(ambience),
    }  # fmt: skip
    return members_of(frames, Fraction(clip.fps), heard, arrays, facts)


@torch.no_grad()
def _tracks(clip: Clip, encoders: Encoders) -> dict[str, Track]:
    """The roads of sound that a film has, heard from beginning to end as colouring hears them."""
    sound = film_sound(clip.path, clip.duration_sec)
    waves = {road: wave for road in ROADS if (wave := getattr(sound, road)) is not None}
    return {road: Track(wave, listened(wave, encoders, road, lambda: None)) for road, wave in waves.items()}


def _stretch(wave: Waveform, clip: Clip, start: int, recipe: ShardRecipe) -> Waveform:
    return between(wave, clip.time_sec(start), clip.time_sec(start + recipe.frames - 1))


def fitted(rgb: np.ndarray, clip: Clip, recipe: ShardRecipe) -> np.ndarray:
    """A frame at the size of the recipe: as large as covers it, and the middle of that. (H, W, 3) uint8."""
    across, down = float(clip.width * clip.sample_aspect), clip.height
    scale = max(recipe.width / across, recipe.height / down)
    size = max(recipe.width, round(across * scale)), max(recipe.height, round(down * scale))
    large = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    x, y = (size[0] - recipe.width) // 2, (size[1] - recipe.height) // 2
    return large[y : y + recipe.height, x : x + recipe.width]


def _numbers(feature: torch.Tensor | None) -> np.ndarray | None:
    return None if feature is None else feature.float().cpu().numpy()
