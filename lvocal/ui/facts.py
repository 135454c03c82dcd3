"""The line at the top of the page."""

from __future__ import annotations

from typing import Any

from lvocal.values import Clip, Weights


def facts_value(clip: Clip | None, weights: Weights) -> dict[str, Any]:
    """What film this is, and what paints it."""
    if clip is None:
        return {"name": "no film", "facts": "", "model": weights.label}
    colors = "colour, treated as grey" if clip.has_color else "grey"
    sound = f"{clip.audio.codec} {clip.audio.rate_hz / 1000:g} kHz" if clip.audio else "silent"
    rate = f"{float(clip.fps):.5g} fps"
    size = f"{clip.width}×{clip.height}"
    facts = [f"{clip.duration_sec:.1f} s", rate, size, f"{clip.bit_depth} bit", colors, sound]
    if clip.timecode:
        facts.insert(1, f"from {clip.timecode}")
    return {"name": clip.path.name, "facts": " · ".join(facts), "model": weights.label}
