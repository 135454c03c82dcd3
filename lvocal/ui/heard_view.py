"""What was heard, as the page shows it."""

from __future__ import annotations

from typing import Any

from lvocal.ui.served import served
from lvocal.ui.visits import Visit
from lvocal.values import EMOTIONS, Heard

BEST_LABELS = 4
"""Surroundings that get a line of their own."""


def heard_value(visit: Visit, note: str = "") -> dict[str, Any]:
    """What the listener made of both roads of sound, and the mix as a file."""
    heard = visit.heard
    if heard is None:
        return {"note": note}
    emotions = [
        {"name": name, "values": [segment[index] for segment in heard.emotions if segment]}
        for index, name in enumerate(EMOTIONS)
        if any(heard.emotions)
    ]
    labels = [
        {"name": name.replace("-", " ").replace("_", " "), "values": _chances(heard, name)}
        for name in _labels(heard)
    ]
    stems = [
        {
            "name": level.name,
            "level": f"{level.level_db:.0f} dB",
            "silent": level.is_silent,
            "audio": served(visit.stems.get(level.name)),
        }
        for level in heard.stems
    ]
    audio = served(visit.mix)
    return {"emotions": emotions, "labels": labels, "stems": stems, "audio": audio, "note": note}


def _labels(heard: Heard) -> list[str]:
    """The surroundings with the largest total chance."""
    total: dict[str, float] = {}
    for segment in heard.ambience:
        for name, chance in segment:
            total[name] = total.get(name, 0.0) + chance
    return sorted(total, key=lambda name: -total[name])[:BEST_LABELS]


def _chances(heard: Heard, label: str) -> list[float]:
    return [dict(segment).get(label, 0.0) for segment in heard.ambience]
