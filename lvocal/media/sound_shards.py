"""Recorded sounds to learn from and to measure on: read from WebDataset shards, with what each of them is.

Shards of `data/audio`: ESC-10 and ambient loops tell places, Emotify tells what music its listeners felt.
Shapes: N samples.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lvocal.media.audio import LISTEN_HZ, read_audio
from lvocal.values import EMOTIONS

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

GEMS_MEAN = {
    "amazement": 0.131, "solemnity": 0.197, "tenderness": 0.180, "nostalgia": 0.257, "calmness": 0.306,
    "power": 0.186, "joyful_activation": 0.255, "tension": 0.234, "sadness": 0.184,
}  # fmt: skip
"""How often listeners of Emotify choose each."""


@dataclass(frozen=True)
class Recording:
    """One sound, and what it is."""

    name: str
    source: str
    """"esc10", "ambient", "emotify"; "preset" for one that was made."""
    is_val: bool
    labels: tuple[str, ...]
    emotion: tuple[float, ...] | None
    """Shares of the eight emotions that sum to 1; None where nobody rated."""
    samples: np.ndarray
    """(N,) float32, mono at the rate it was read at, by default LISTEN_HZ."""


def shards_of(data: Path) -> list[Path]:
    """The shards of `data`/audio that hold sound files; none in a packed folder."""
    return sorted(path for path in (data / "audio").glob("*.tar") if not path.name.startswith("mels-"))


def read_recordings(shard: Path, split: str | None = None, rate_hz: int = LISTEN_HZ) -> Iterator[Recording]:
    """Sounds of one shard, of one split ("train" or "val") or of both; kinds without a label of the listener
    are left out."""
    with tarfile.open(shard) as tar, tempfile.TemporaryDirectory() as folder:
        facts = {m.name[:-5]: json.load(tar.extractfile(m)) for m in tar if m.name.endswith(".json")}  # type: ignore[arg-type]
        for key, fact in facts.items():
            source, labels = _kind(fact)
            if labels is None or split not in (None, fact["split"]):
                continue
            path = Path(folder) / "sound.ogg"
            path.write_bytes(tar.extractfile(f"{key}.ogg").read())  # type: ignore[union-attr]
            wave = read_audio(path, rate_hz, 1)
            if wave is not None:
                emotion = mikels_from_gems(fact["gems"]) if "gems" in fact else None
                yield Recording(key, source, fact["split"] == "val", labels, emotion, wave.samples[0])


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


def strongest(shares: Sequence[float]) -> str:
    """The emotion with the largest of eight shares."""
    return EMOTIONS[int(np.argmax(shares))]


def split_labels(labels: str) -> tuple[str, ...]:
    """Labels of the tables above, as the listener spells them."""
    return tuple(label.replace("_", " ") for label in labels.split())


def _kind(fact: dict[str, Any]) -> tuple[str, tuple[str, ...] | None]:
    """Source and labels of a sound; None for a kind that has no label."""
    if "gems" in fact:
        return "emotify", ("music",)
    if "fold" in fact:
        return "esc10", (ESC10[fact["label"]],)
    known = AMBIENT.get(fact["label"])
    return "ambient", None if known is None else split_labels(known)
