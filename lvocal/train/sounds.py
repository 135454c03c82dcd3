"""The sounds a listener learns from, as one array of log-mels beside what each of them is.

The recordings of `media.sound_shards` and the presets of `media.synth`. Decoding and mels are done once and
kept in a cache folder; a packed data folder holds the mels instead. Shapes: T frames of 10 ms over all clips;
mels are (T, 64) float16.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import torch

from lvocal.media import sound_shards, synth
from lvocal.media.audio import LISTEN_HZ, for_listener
from lvocal.media.sound_shards import Recording, read_recordings, split_labels
from lvocal.model.log_mel import LogMel
from lvocal.train.mel_shards import MelClip, mel_shards, read_mels
from lvocal.values import EMOTIONS, UserError

PRESETS = {
    "sea-waves": "sea_waves", "rain": "rain", "storm": "rain thunder wind", "wind": "wind",
    "crackling-fire": "crackling_fire", "forest-birds": "birds", "street": "street", "crowd": "crowd",
    "night-crickets": "crickets", "river": "river", **dict.fromkeys(EMOTIONS, "music"),
}  # fmt: skip


@dataclass(frozen=True)
class SoundClip:
    """One sound of a pack."""

    name: str
    source: str
    """"esc10", "ambient", "emotify" or "preset"."""
    start: int
    stop: int
    """Frames of the pack."""
    is_val: bool
    labels: tuple[str, ...]
    emotion: tuple[float, ...] | None
    """Eight shares that sum to 1; None where nobody rated."""


@dataclass(frozen=True)
class SoundPack:
    """All sounds of one or more sources."""

    mels: np.ndarray
    """(T, 64) float16."""
    clips: tuple[SoundClip, ...]

    def mel(self, clip: SoundClip) -> np.ndarray:
        """(T, 64) of one clip."""
        return self.mels[clip.start : clip.stop]


def load_sounds(data: Path, cache: Path, variants: int) -> tuple[SoundPack, SoundPack]:
    """Recorded sounds of `data`/audio, and presets in `variants` seeds (number 0, the shipped one, is val).

    A packed folder has the mels themselves, within the error that `mel_shards` states, and needs no cache.
    Raises UserError when the folder has no shards, or was packed with fewer variants.
    """
    if packed := mel_shards(data / "audio"):
        return _unpacked(packed, variants)
    shards = sound_shards.shards_of(data)
    if not shards:
        raise UserError(
            f"There are no sound shards in {data / 'audio'}.", "Give --data the folder that holds audio/."
        )
    cache.mkdir(parents=True, exist_ok=True)
    sizes = str([(path.name, path.stat().st_size) for path in shards]).encode()
    sizes += Path(__file__).read_bytes() + Path(sound_shards.__file__).read_bytes()
    recipe = b"".join(path.read_bytes() for path in sorted(Path(synth.__file__).parent.glob("synth*.py")))
    recorded = _cached(
        cache / f"recorded-{crc32(sizes):08x}", lambda: (s for path in shards for s in read_recordings(path))
    )
    made = _cached(cache / f"presets-{crc32(recipe):08x}-{variants}", lambda: _made(variants))
    return recorded, made


def _made(variants: int) -> Iterator[Recording]:
    for name in synth.preset_names():
        emotion = tuple(float(name == other) for other in EMOTIONS) if synth.is_mood(name) else None
        labels = split_labels(PRESETS[name])
        for variant in range(variants + 1):
            sound = for_listener(synth.preset(name, 20.0, LISTEN_HZ, variant))
            yield Recording(name, "preset", variant == 0, labels, emotion, sound)


def _cached(stem: Path, recordings: Callable[[], Iterator[Recording]]) -> SoundPack:
    """Read a pack, or make and store it; the index is written last, so half a pack is never read."""
    index, array = stem.with_suffix(".json"), stem.with_suffix(".npy")
    if not index.exists():
        made = _joined(_heard(recordings()))
        np.save(array, made.mels)
        draft = index.with_suffix(".part")
        draft.write_text(json.dumps([asdict(clip) for clip in made.clips]))
        draft.replace(index)
    clips = [SoundClip(**_tuples(item)) for item in json.loads(index.read_text())]
    return SoundPack(np.load(array, mmap_mode="r"), tuple(clips))


def _heard(recordings: Iterator[Recording]) -> Iterator[MelClip]:
    mel = LogMel()
    for sound in recordings:
        fields = {
            "name": sound.name,
            "source": sound.source,
            "is_val": sound.is_val,
            "labels": sound.labels,
            "emotion": sound.emotion,
        }
        wave = torch.from_numpy(np.ascontiguousarray(sound.samples))
        yield mel(wave[None])[0].T.numpy().astype(np.float16), fields


def _unpacked(shards: list[Path], variants: int) -> tuple[SoundPack, SoundPack]:
    """What is recorded, and as many variants of each preset as are asked for."""
    recorded: list[MelClip] = []
    presets: dict[str, list[MelClip]] = {}
    for mel, fields in (clip for shard in shards for clip in read_mels(shard)):
        is_preset = fields["source"] == "preset"
        (presets.setdefault(fields["name"], []) if is_preset else recorded).append((mel, _tuples(fields)))
    fewest = min(map(len, presets.values()), default=0)
    if fewest < variants + 1:
        raise UserError(
            f"{shards[0]} holds {fewest} variants of a preset and {variants + 1} are needed.",
            "Pack the data folder again.",
        )
    return _joined(recorded), _joined(clip for clips in presets.values() for clip in clips[: variants + 1])


def _joined(pieces: Iterable[MelClip]) -> SoundPack:
    mels, clips, place = [], [], 0
    for piece, fields in pieces:
        clips.append(SoundClip(start=place, stop=place + len(piece), **fields))
        mels.append(piece)
        place += len(piece)
    return SoundPack(np.concatenate(mels), tuple(clips))


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
