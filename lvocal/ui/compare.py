"""What the page's own components are told: plain values made from a visit."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from lvocal.color.naming import color_lab, suggest
from lvocal.color.palette import parse_palette
from lvocal.color.spaces import lab_to_srgb, srgb_to_hex
from lvocal.jobs import Job
from lvocal.ui.visits import Visit
from lvocal.values import EMOTIONS, Clip, Heard, UserError, Weights

BEST_LABELS = 4
"""Surroundings that get a line of their own."""


def viewer_value(visit: Visit, growing: Path | None = None) -> dict[str, Any]:
    """Both pictures of the viewer, the films to choose from, and which of them to show.

    `growing` is a frame of a film in the making; its grey half is itself without colour.
    """
    clip = visit.clip
    if clip is None:
        return {}
    still: dict[str, Any] | None = None
    if growing:
        still = {"a": None, "b": _file(growing), "time": None}
    elif visit.gray:
        after = _file(visit.still) if visit.still else None
        time_sec = clip.time_sec(visit.frame)
        still = {"a": _file(visit.gray), "b": after, "time": time_sec}
    films = [{"id": "original", "name": "Original", "file": _file(visit.proxy)}]
    shown = [take for take in visit.takes if not take.is_master]
    films += [{"id": take.id, "name": take.name, "file": _file(take.video)} for take in shown]
    return {
        "fps": float(clip.fps),
        "width": float(clip.width * clip.sample_aspect),
        "height": clip.height,
        "still": still,
        "films": films,
        "newest": shown[-1].id if shown else None,
        "show": "still" if growing else visit.shows,
        "token": visit.token,
    }


def strip_value(visit: Visit) -> dict[str, Any]:
    """The filmstrip, with the shot of every picture."""
    if visit.clip is None:
        return {}
    pictures = []
    for frame, path in visit.strip:
        shot = next(number for number, shot in enumerate(visit.shots) if shot.start <= frame < shot.stop)
        time = f"{visit.clip.time_sec(frame):.1f} s"
        pictures.append({"frame": frame, "time": time, "shot": shot, "file": _file(path)})
    return {"pictures": pictures, "frame": visit.frame}


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
            "audio": _file(visit.stems.get(level.name)),
        }
        for level in heard.stems
    ]
    audio = _file(visit.mix)
    return {"emotions": emotions, "labels": labels, "stems": stems, "audio": audio, "note": note}


def job_status(job: Job) -> dict[str, Any]:
    """One line on a job, in words."""
    progress, ahead = job.progress, job.queue_position
    if job.state == "queued":
        waiting = f"Waiting for {ahead} other film{'s' if ahead > 1 else ''}" if ahead else "Starting"
        return {"state": "queued", "text": waiting, "fraction": 0.0}
    if job.state == "running":
        if progress is None:
            return {"state": "running", "text": "Starting", "fraction": 0.0}
        return {
            "state": "running",
            "text": progress.message,
            "fraction": progress.fraction,
            "eta_sec": progress.eta_sec,
        }
    result = job.result
    if job.state == "failed":
        return problem_status(job.problem)
    if result is None:
        return {"state": "stopped", "text": "Stopped before anything was coloured."}
    spent_sec = sum(result.seconds.values())
    what = f"Done in {spent_sec:.1f} s" if result.complete else "Stopped; the finished part is kept"
    return {"state": "done" if result.complete else "stopped", "text": what, "notes": list(result.notes)}


def problem_status(problem: BaseException | None) -> dict[str, Any]:
    """What went wrong; of a fault in the program, only that it was one."""
    if isinstance(problem, UserError):
        return {"state": "failed", "text": problem.message, "remedy": problem.remedy}
    return {
        "state": "failed",
        "text": "The program made a mistake.",
        "remedy": "Your settings are kept: try again, or look into the log of the program.",
    }


def notes_status(clip: Clip) -> dict[str, Any]:
    """What a person should know about the film before it is coloured."""
    return {"state": "idle", "text": "Ready", "notes": list(clip.notes)}


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


def palette_markup(text: str) -> str:
    """The swatches of a palette field, or why it cannot be read."""
    if not text.strip():
        return '<div class="lv-swatches empty">No palette: the film chooses.</div>'
    try:
        colors = parse_palette(text).colors
    except UserError as problem:
        return f'<div class="lv-swatches empty">{escape(str(problem))}</div>'
    chips = "".join(f'<i style="background:{color}" title="{color}"></i>' for color in colors)
    return f'<div class="lv-swatches">{chips}</div>'


def look_up_color(word: str) -> dict[str, str]:
    """The colour a word stands for as a code, or a hint at what may have been meant."""
    word = str(word)[:60]
    lab = color_lab(word)
    if lab is not None:
        return {"hex": srgb_to_hex(lab_to_srgb(np.array(lab))), "hint": ""}
    near = suggest(word)
    return {"hex": "", "hint": f"{near[0]}?" if near else "unknown colour"}


def _labels(heard: Heard) -> list[str]:
    """The surroundings with the largest total chance."""
    total: dict[str, float] = {}
    for segment in heard.ambience:
        for name, chance in segment:
            total[name] = total.get(name, 0.0) + chance
    return sorted(total, key=lambda name: -total[name])[:BEST_LABELS]


def _chances(heard: Heard, label: str) -> list[float]:
    return [dict(segment).get(label, 0.0) for segment in heard.ambience]


def _file(path: Path | None) -> dict[str, Any] | None:
    """A file for the browser; the version makes it ask again when the file has changed."""
    if path is None or not path.exists():
        return None
    return {"path": path.as_posix(), "version": path.stat().st_mtime_ns}
