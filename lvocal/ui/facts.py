"""The line at the top of the page."""

from __future__ import annotations

from html import escape

from lvocal.values import Clip, Weights


def facts_markup(clip: Clip | None, weights: Weights) -> str:
    """The line at the top: what film this is, and what paints it."""
    name, facts = "no film", ""
    if clip is not None:
        colors = "colour, treated as grey" if clip.has_color else "grey"
        sound = f"{clip.audio.codec} {clip.audio.rate_hz / 1000:g} kHz" if clip.audio else "silent"
        rate = f"{float(clip.fps):.5g} fps"
        size = f"{clip.width}×{clip.height}"
        name = clip.path.name
        facts = " · ".join([f"{clip.duration_sec:.1f} s", rate, size, f"{clip.bit_depth} bit", colors, sound])
    return (
        '<div class="lv-head"><b class="lv-brand">L-VOCAL Studio</b>'
        f'<span class="lv-name" title="{escape(name)}">{escape(name)}</span>'
        f'<span class="lv-facts">{escape(facts)}</span>'
        '<span class="lv-model" title="Everything is computed here; nothing leaves this computer or Space.">'
        f"model: {escape(weights.label)}</span>"
        '<a href="?view=api">API</a></div>'
    )
