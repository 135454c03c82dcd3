"""Sound in the endpoints: their fields as plain text and numbers, and what /listen answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from lvocal.media.stills import strip_numbers
from lvocal.media.video import probe
from lvocal.sample.audition import Audition
from lvocal.sample.hearing_words import mood_of, replacement_of, veto_of
from lvocal.ui.sound_form import track
from lvocal.values import EMOTIONS, LANES, Shot, UserError

NUMBERS = ("music_blend", "ambience_blend", "music_db", "ambience_db", "speech_db")
OFFSETS = ("music_offset", "ambience_offset")
SOUND = (
    "music", "ambience", "music_b", "ambience_b", *NUMBERS, *OFFSETS, "mood", "changes", "mute", "solo",
)  # fmt: skip
"""What /listen takes beside the film, in this order."""

STILLS = 12
"""Pictures whose relevance is told."""


def hearing_fields() -> list[Component]:
    """The dial, changes and mute, for every endpoint."""
    return [
        gr.Textbox("", label="mood", info="awe, or sadness:excitement:0.4"),
        gr.Textbox("", label="changes", info="fear; siren=street"),
        gr.Textbox("", label="mute", info="music, ambience, speech"),
    ]


def sound_fields() -> list[Component]:
    """Those of /listen."""
    sources = [
        gr.Textbox("original", label=name, info="original, silence or preset:NAME") for name in SOUND[:2]
    ]
    others = [gr.Textbox("", label=name, info="a second sound") for name in SOUND[2:4]]
    numbers = [gr.Number(0.0, label=name) for name in (*NUMBERS, *OFFSETS)]
    return [*sources, *others, *numbers, *hearing_fields(), gr.Textbox("", label="solo", info="as mute")]


def sound_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a call as controls of the form; what is none of sound stays as it is."""
    form = dict(given)
    muted, soloed = _lanes(form.pop("mute", "")), _lanes(form.pop("solo", ""))
    for lane in ("music", "ambience"):
        form[f"{lane}_a"] = form.pop(lane)
    for lane in LANES:
        head = {"offset": form.pop(f"{lane}_offset", 0.0), "muted": lane in muted, "solo": lane in soloed}
        form[f"{lane}_track"] = [{**track(lane)[0], **head}]
    mood = form.pop("mood", "") or ""
    form["mood"] = [asdict(mood_of(mood))] if mood.strip() else []
    said = [part for part in (form.pop("changes", "") or "").split(";") if part.strip()]
    changes = [replacement_of(part) if "=" in part else veto_of(part) for part in said]
    form["changes"] = [{"heard": change.heard, "by": change.by or ""} for change in changes]
    return form


def spread_frames(film: Path) -> list[int]:
    """Frames over the whole film whose relevance is told; none of a file without a picture."""
    try:
        return strip_numbers((Shot(0, probe(film).num_frames),), STILLS)
    except UserError:
        return []


def told(tried: Audition) -> dict[str, Any]:
    """The answer of /listen."""
    heard = tried.heard
    return {
        "times_sec": heard.times_sec,
        "emotions": [dict(zip(EMOTIONS, segment, strict=True)) for segment in heard.emotions],
        "ambience": [dict(segment) for segment in heard.ambience],
        "stems": [asdict(level) for level in heard.stems],
        "relevance": [asdict(still) for still in heard.relevance],
        "unchanged": tried.idle,
    }


def _lanes(text: str) -> set[str]:
    names = {name.strip() for name in (text or "").split(",") if name.strip()}
    if unknown := names - set(LANES):
        raise UserError(f'There is no lane "{sorted(unknown)[0]}".', f"The lanes are {', '.join(LANES)}.")
    return names
