"""Speech, music and effects, each alone, to make soundtracks of: read or made once, kept in a cache folder.

Speech is said by `media.spoken`, in sentences from the captions of `data`/images; music is Emotify and the
mood presets; effects are ESC-10, the ambient recordings and the surroundings among the presets.
Shapes: N samples over all pieces, mono at 48 kHz, int16.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from lvocal.media.audio import RATE_HZ, for_listener
from lvocal.media.sound_shards import read_recordings, shards_of
from lvocal.media.spoken import Speaker, check_programs, say, some_speaker
from lvocal.media.synth import is_mood, preset, preset_names
from lvocal.values import UserError

ASIDE = 240
"""Sentences said to measure with."""

NO_EFFECTS = {"music", "crowd"}
"""Labels of surroundings that hold music or talk."""


@dataclass(frozen=True)
class Piece:
    """One sound of a track."""

    name: str
    source: str
    """"emotify", "esc10", "ambient", "preset", "espeak-ng" or "flite"."""
    start: int
    stop: int
    is_val: bool
    top_hz: int
    """Nothing is above."""


@dataclass(frozen=True)
class Track:
    """All sounds of one kind."""

    samples: np.ndarray
    """(N,) int16"""
    pieces: tuple[Piece, ...]

    def of(self, piece: Piece) -> np.ndarray:
        """(n,) float32 in [-1, 1]."""
        return self.samples[piece.start : piece.stop].astype(np.float32) / 32768

    def split(self, is_val: bool) -> tuple[Piece, ...]:
        """The pieces to learn from, or those kept aside."""
        return tuple(piece for piece in self.pieces if piece.is_val == is_val)


Made = Iterator[tuple[np.ndarray, dict[str, object]]]
"""(n,) float32, and the fields of its piece but for start and stop."""


def load_tracks(data: Path, cache: Path, spoken: int = 3000, variants: int = 5) -> dict[str, Track]:
    """ "speech", "music" and "effects". `spoken` sentences are said to learn from, up to ASIDE to measure
    with, and presets made in `variants` seeds beside the shipped one, which is kept aside. With `spoken` 0
    there are only the sounds kept aside.

    Raises UserError for a folder without sound files, and where no speech program is installed.
    """
    shards = shards_of(data)
    if not shards:
        raise UserError(
            f"There are no sound shards in {data / 'audio'}.", "Give --data the folder that holds audio/."
        )
    cache.mkdir(parents=True, exist_ok=True)
    aside = min(ASIDE, spoken or ASIDE)
    split = None if spoken else "val"
    variants = variants if spoken else 0
    makers: dict[str, Callable[[], Made]] = {
        "speech": lambda: _speech(data, spoken, aside),
        "music": lambda: _recorded(shards, True, variants, split),
        "effects": lambda: _recorded(shards, False, variants, split),
    }
    return {
        name: _cached(cache / f"{name}-{spoken}-{aside}-{variants}", make) for name, make in makers.items()
    }


def captions_of(data: Path, split: str) -> list[str]:
    """Sentences about pictures, in their order."""
    found: list[str] = []
    for shard in sorted((data / "images").glob("flickr8k-*.tar")):
        with tarfile.open(shard) as tar:
            for member in tar:
                if member.name.endswith(".json"):
                    facts = json.load(tar.extractfile(member))  # type: ignore[arg-type]
                    found += facts["captions"][:2] if facts["split"] == split else []
    if not found:
        raise UserError(f"There are no captions in {data / 'images'}.", "Speech needs sentences to say.")
    return found


def _speech(data: Path, spoken: int, aside: int) -> Made:
    check_programs()
    wanted: list[tuple[str, Speaker, bool]] = []
    for is_val, count in ((False, spoken), (True, aside)):
        if not count:
            continue
        rng = np.random.default_rng([8, is_val])
        sentences = captions_of(data, "val" if is_val else "train")
        picks = rng.choice(len(sentences), count, replace=count > len(sentences))
        wanted += [(sentences[pick], some_speaker(rng, is_val), is_val) for pick in picks]
    with ThreadPoolExecutor(2) as pool:
        said = pool.map(lambda item: say(item[0], item[1]).samples[0], wanted)
        for samples, (_, speaker, is_val) in zip(said, wanted, strict=True):
            if len(samples) > RATE_HZ // 2:
                yield samples, _fields(speaker.voice, speaker.program, is_val, speaker.top_hz)


def _recorded(shards: list[Path], music: bool, variants: int, split: str | None) -> Made:
    for shard in shards:
        if shard.name.startswith("music") == music:
            for sound in read_recordings(shard, split, RATE_HZ):
                if music or not NO_EFFECTS & set(sound.labels):
                    yield sound.samples, _fields(sound.name, sound.source, sound.is_val)
    for name in preset_names():
        if is_mood(name) == music and name != "crowd":
            for variant in range(variants + 1):
                samples = for_listener(preset(name, 20.0, RATE_HZ, variant), RATE_HZ)
                yield samples, _fields(name, "preset", variant == 0)


def _fields(name: str, source: str, is_val: bool, top_hz: int = RATE_HZ // 2) -> dict[str, object]:
    return {"name": name, "source": source, "is_val": is_val, "top_hz": top_hz}


def _cached(stem: Path, make: Callable[[], Made]) -> Track:
    """Read a track, or make and store it; the index is written last, so half a track is never read."""
    index, array = stem.with_suffix(".json"), stem.with_suffix(".s16")
    if not index.exists():
        pieces, place = [], 0
        with array.open("wb") as file:
            for samples, fields in make():
                codes = np.clip(np.round(samples * 32768), -32768, 32767).astype("<i2")
                file.write(codes.tobytes())
                pieces.append(Piece(start=place, stop=place + len(codes), **fields))  # type: ignore[arg-type]
                place += len(codes)
        draft = index.with_suffix(".part")
        draft.write_text(json.dumps([asdict(piece) for piece in pieces]))
        draft.replace(index)
    known = tuple(Piece(**item) for item in json.loads(index.read_text()))
    return Track(np.memmap(array, "<i2", "r"), known)
