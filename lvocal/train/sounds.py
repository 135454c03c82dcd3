"""The sounds a listener learns from, as one array of log-mels beside what each of them is.

Three shards of `data/audio` (ESC-10, ambient loops, Emotify) and the presets of `media.synth`. Decoding and
mels are done once and kept in a cache folder. Shapes: T frames of 10 ms over all clips; mels are (T, 64)
float16.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import torch

from lvocal.media import synth
from lvocal.media.audio import LISTEN_HZ, for_listener, read_audio
from lvocal.model.log_mel import LogMel
from lvocal.values import EMOTIONS, UserError

ESC10 = {
    "dog bark": "dog", "rain": "rain", "sea waves": "sea waves", "baby cry": "baby", "clock tick": "clock",
    "person sneeze": "sneeze", "helicopter": "helicopter", "chainsaw": "chainsaw", "rooster": "rooster",
    "fire crackling": "crackling fire",
}  # fmt: skip
"""Label of the source -> label of the listener."""

AMBIENT = {
    "birds": "birds", "crows": "birds", "owl": "birds", "seagulls": "sea_waves birds",
    "woodpecker": "birds", "crickets": "crickets", "frog": "crickets", "beehive": "crickets",
    "night village": "crickets", "summer night": "crickets", "jungle": "jungle birds",
    "cows": "farm_animals", "sheep": "farm_animals", "horse gallop": "footsteps", "dog barking": "dog",
    "wolf": "dog", "boat": "boat", "rowing boat": "boat river", "sailboat": "boat", "city": "street",
    "busy street": "street", "highway": "street", "road": "street", "traffic": "street",
    "construction site": "machine", "coffee shop": "crowd", "cafe": "crowd", "crowd": "crowd",
    "crowded bar": "crowd", "restaurant": "crowd", "supermarket": "crowd", "office": "crowd",
    "library": "footsteps", "subway station": "crowd train", "fireplace": "crackling_fire",
    "campfire": "crackling_fire", "rain": "rain", "heavy rain": "rain", "light rain": "rain",
    "rain on car roof": "rain", "rain on leaves": "rain", "rain on tent": "rain",
    "rain on umbrella": "rain", "rain on window": "rain", "windshield wipers": "rain machine",
    "storm": "rain thunder", "thunder": "rain thunder", "waves": "sea_waves", "river": "river",
    "waterfall": "river", "droplets": "river", "boiling water": "river", "bubbles": "underwater",
    "underwater": "underwater", "submarine": "underwater machine", "whale": "underwater", "wind": "wind",
    "howling wind": "wind", "wind in trees": "wind", "wind chimes": "church_bells",
    "church": "church_bells", "temple": "church_bells", "singing bowl": "church_bells", "train": "train",
    "inside a train": "train", "airplane": "airplane", "ambulance siren": "siren", "alarm": "siren",
    "fireworks": "fireworks", "walk in snow": "footsteps", "walk on gravel": "footsteps",
    "walk on leaves": "footsteps", "clock": "clock", "keyboard": "typing", "typewriter": "typing",
    "paper": "typing", "ceiling fan": "machine", "dryer": "machine", "washing machine": "machine",
    "laundry room": "machine", "laboratory": "machine", "slide projector": "machine",
    "vinyl effect": "noise", "brown noise": "noise", "pink noise": "noise", "white noise": "noise",
    "cat purring": "machine", "carousel": "music", "silence": "",
}  # fmt: skip
"""Label of the source -> labels of the listener, separated by blanks; what is not listed is left out."""

PRESETS = {
    "sea-waves": "sea_waves", "rain": "rain", "storm": "rain thunder wind", "wind": "wind",
    "crackling-fire": "crackling_fire", "forest-birds": "birds", "street": "street", "crowd": "crowd",
    "night-crickets": "crickets", "river": "river", **dict.fromkeys(EMOTIONS, "music"),
}  # fmt: skip

GEMS_MEAN = {
    "amazement": 0.131, "solemnity": 0.197, "tenderness": 0.180, "nostalgia": 0.257, "calmness": 0.306,
    "power": 0.186, "joyful_activation": 0.255, "tension": 0.234, "sadness": 0.184,
}  # fmt: skip
"""How often listeners of Emotify choose each."""


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

    Raises UserError when the folder has no shards.
    """
    cache.mkdir(parents=True, exist_ok=True)
    shards = sorted((data / "audio").glob("*.tar"))
    if not shards:
        raise UserError(
            f"There are no sound shards in {data / 'audio'}.", "Give --data the folder that holds audio/."
        )
    sizes = str([(path.name, path.stat().st_size) for path in shards]).encode() + Path(__file__).read_bytes()
    recipe = b"".join(path.read_bytes() for path in sorted(Path(synth.__file__).parent.glob("synth*.py")))
    recorded = _cached(
        cache / f"recorded-{crc32(sizes):08x}", lambda: (s for path in shards for s in _recorded(path))
    )
    made = _cached(cache / f"presets-{crc32(recipe):08x}-{variants}", lambda: _made(variants))
    return recorded, made


def mikels_from_gems(gems: dict[str, float]) -> tuple[float, ...]:
    """Nine GEMS ratings -> shares of Mikels' eight emotions.

    A choice says the more the rarer it is (tempered by a root, so that calm music may stay common). Tension
    splits by power: strong is anger, weak is fear. GEMS has no disgust, so no recorded music teaches it.
    """
    rare = {name: gems[name] / mean**0.5 for name, mean in GEMS_MEAN.items()}
    weight = {
        "amusement": rare["joyful_activation"] * (1 - gems["power"]),
        "awe": 0.75 * (rare["amazement"] + rare["solemnity"]),
        "contentment": 0.7 * (rare["calmness"] + rare["tenderness"]) + 0.2 * rare["nostalgia"],
        "excitement": (rare["power"] + rare["joyful_activation"]) / 2 * (1 - gems["tension"]),
        "anger": rare["tension"] / 2 * min(1.0, 2.7 * gems["power"]) + rare["power"] / 4,
        "disgust": 0.0,
        "fear": 0.8 * rare["tension"] * (1 - gems["power"]),
        "sadness": 0.75 * rare["sadness"] + 0.25 * rare["nostalgia"],
    }
    squares = [weight[emotion] ** 2 for emotion in EMOTIONS]
    return tuple(value / max(sum(squares), 1e-9) for value in squares)


Sample = tuple[np.ndarray, dict[str, Any]]
"""Mono sound (N,) at LISTEN_HZ, and the fields of its SoundClip but for start and stop."""


def _recorded(shard: Path) -> Iterator[Sample]:
    with tarfile.open(shard) as tar, tempfile.TemporaryDirectory() as folder:
        facts = {m.name[:-5]: json.load(tar.extractfile(m)) for m in tar if m.name.endswith(".json")}  # type: ignore[arg-type]
        for key, fact in facts.items():
            fields = _fields(key, fact)
            if fields is None:
                continue
            path = Path(folder) / "sound.ogg"
            path.write_bytes(tar.extractfile(f"{key}.ogg").read())  # type: ignore[union-attr]
            wave = read_audio(path, LISTEN_HZ, 1)
            if wave is not None:
                yield wave.samples[0], fields


def _fields(key: str, fact: dict[str, Any]) -> dict[str, Any] | None:
    if "gems" in fact:
        source, labels = "emotify", _words("music")
    else:
        source = "esc10" if "fold" in fact else "ambient"
        if source == "ambient" and fact["label"] not in AMBIENT:
            return None
        labels = (ESC10[fact["label"]],) if source == "esc10" else _words(AMBIENT[fact["label"]])
    emotion = mikels_from_gems(fact["gems"]) if "gems" in fact else None
    return {
        "name": key,
        "source": source,
        "is_val": fact["split"] == "val",
        "labels": labels,
        "emotion": emotion,
    }


def _made(variants: int) -> Iterator[Sample]:
    for name in synth.preset_names():
        emotion = tuple(float(name == other) for other in EMOTIONS) if synth.is_mood(name) else None
        for variant in range(variants + 1):
            sound = for_listener(synth.preset(name, 20.0, LISTEN_HZ, variant))
            fields = {
                "name": name,
                "source": "preset",
                "is_val": variant == 0,
                "labels": _words(PRESETS[name]),
            }
            yield sound, {**fields, "emotion": emotion}


def _words(labels: str) -> tuple[str, ...]:
    return tuple(label.replace("_", " ") for label in labels.split())


def _cached(stem: Path, samples: Any) -> SoundPack:
    """Read a pack, or make and store it; the index is written last, so half a pack is never read."""
    index, array = stem.with_suffix(".json"), stem.with_suffix(".npy")
    if not index.exists():
        mel, pieces, clips, place = LogMel(), [], [], 0
        for sound, fields in samples():
            piece = mel(torch.from_numpy(np.ascontiguousarray(sound))[None])[0].T.numpy().astype(np.float16)
            clips.append(SoundClip(start=place, stop=place + len(piece), **fields))
            pieces.append(piece)
            place += len(piece)
        np.save(array, np.concatenate(pieces))
        draft = index.with_suffix(".part")
        draft.write_text(json.dumps([asdict(clip) for clip in clips]))
        draft.replace(index)
    clips = [SoundClip(**_tuples(item)) for item in json.loads(index.read_text())]
    return SoundPack(np.load(array, mmap_mode="r"), tuple(clips))


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
