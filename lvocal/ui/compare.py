"""What the viewer and the filmstrip are told: plain values made from a visit."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from lvocal.ui.served import served
from lvocal.ui.visits import Visit
from lvocal.values import Clip


def viewer_value(visit: Visit, growing: Path | None = None) -> dict[str, Any]:
    """Both pictures of the viewer, the films to choose from, and which of them to show.

    `growing` is a frame of a film in the making; its grey half is itself without colour.
    """
    clip = visit.clip
    if clip is None:
        return {}
    still: dict[str, Any] | None = None
    if growing:
        still = {"a": None, "b": served(growing), "text": None, "frame": visit.frame, "time": None}
    elif visit.gray:
        after = served(visit.still) if visit.still else None
        time_sec = clip.time_sec(visit.frame)
        still = {
            "a": served(visit.gray),
            "b": after,
            "text": served(visit.text_still) if visit.text_still else None,
            "frame": visit.frame,
            "time": time_sec,
        }
    films = [{"id": "original", "name": "Original", "file": served(visit.proxy)}]
    films += [{"id": take.id, "name": take.name, "file": served(take.video)} for take in visit.own_takes]
    return {
        "fps": float(clip.fps),
        "times": frame_times(clip),
        "width": float(clip.width * clip.sample_aspect),
        "height": clip.height,
        "still": still,
        "films": films,
        "a": visit.a,
        "b": visit.b,
        "legal": visit.legal,
        "show": "still" if growing else visit.shows,
        "token": visit.token,
    }


def frame_times(clip: Clip) -> list[float] | None:
    """When every frame is shown, for films whose rate varies; None where the rate tells it."""
    steps = {later - earlier for earlier, later in pairwise(clip.pts)}
    if not steps or max(steps) - min(steps) <= 1:
        return None
    return [round(clip.time_sec(frame), 4) for frame in range(clip.num_frames)]


def strip_value(visit: Visit) -> dict[str, Any]:
    """The filmstrip, with the shot of every picture."""
    if visit.clip is None:
        return {}
    pictures = []
    for frame, path in visit.strip:
        shot = next(number for number, shot in enumerate(visit.shots) if shot.start <= frame < shot.stop)
        time = f"{visit.clip.time_sec(frame):.1f} s"
        pictures.append({"frame": frame, "time": time, "shot": shot, "file": served(path)})
    return {"pictures": pictures, "frame": visit.frame}
