"""One clip in a shard: a few files of one name, and how they are written and read.

Beside the film, its sound and its facts lies what the frozen networks made of them, once. umT5 (5.7 billion
weights) would leave no room for what is trained; CLAP's features are 24 kB a clip; and a pass of Wan's
autoencoder over 81 frames, twice for colour and grey, takes about as long as learning from them does, while
its latents take 8 MB. The film itself is still needed for the colours that are revealed as known.

Shapes: T frames, F latent frames, h, w latent pixels, C latent channels, L words, Dt width of the text
features, M ambience tokens, Da width of the listener's features.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any, Literal

import numpy as np

from lvocal.media.short_clip import clip_bytes, clip_frames, sound_bytes
from lvocal.values import UserError, Waveform

ROADS: tuple[Literal["music", "ambience"], ...] = ("music", "ambience")
FACTS = {"film", "start", "fps", "caption", "emotion", "emotion_from", "music_db", "ambience_db"}


@dataclass(frozen=True)
class ClipSample:
    """One clip of a shot, and what is known of it."""

    film: bytes
    """MP4; `frames` reads it."""
    latent: np.ndarray
    """(C, F, h, w) float16, of the colours."""
    gray: np.ndarray
    """(C, F, h, w) float16, Z_g"""
    text: np.ndarray
    """(L, Dt) float16, as many words as there are"""
    music: np.ndarray | None
    """(Da,) float32; None where there is no music"""
    ambience: np.ndarray | None
    """(M, Da) float32"""
    facts: dict[str, Any]
    """FACTS: which film and frame, at what rate, what is said of it, how loud its sounds are in dB."""
    name: str = ""
    """Shard and key, for complaints."""

    def frames(self) -> np.ndarray:
        """(T, H, W, 3) uint8"""
        return clip_frames(self.film, self.name)


def members_of(
    frames: np.ndarray,
    fps: Fraction,
    sounds: dict[str, Waveform],
    arrays: dict[str, np.ndarray | None],
    facts: dict[str, Any],
) -> dict[str, bytes]:
    """The files of a clip by their endings. `sounds` are kept for people and other tools; `arrays` are
    named as in ClipSample."""
    members = {"mp4": clip_bytes(frames, fps), "json": json.dumps(facts).encode()}
    members |= {f"{road}.flac": sound_bytes(wave) for road, wave in sounds.items()}
    return members | {f"{name}.npy": _npy(array) for name, array in arrays.items() if array is not None}


def sample_of(members: dict[str, Any], shard: str) -> ClipSample:
    """The files of a clip -> the clip. Raises UserError when one is missing or broken."""
    name = f"{shard}, clip {members.get('__key__', '?')}"
    try:
        facts = json.loads(members["json"])
        if facts.keys() != FACTS:
            raise ValueError(f"its facts are {sorted(facts)}")
        latent, gray, text = (_array(members[f"{part}.npy"]) for part in ("latent", "gray", "text"))
        music, ambience = (_array(members[n]) if (n := f"{r}.npy") in members else None for r in ROADS)
        return ClipSample(members["mp4"], latent, gray, text, music, ambience, facts, name)
    except (KeyError, ValueError, EOFError) as problem:
        raise UserError(
            f"{name} is not as this project writes it ({problem}).", "Fetch or make the shard again."
        ) from problem


def _npy(array: np.ndarray) -> bytes:
    target = BytesIO()
    np.save(target, array, allow_pickle=False)
    return target.getvalue()


def _array(data: bytes) -> np.ndarray:
    array: np.ndarray = np.load(BytesIO(data), allow_pickle=False)
    return array
