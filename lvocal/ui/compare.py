"""What the viewer and the filmstrip are told: plain values made from a visit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lvocal.ui.served import served
from lvocal.ui.visits import Visit


def viewer_value(visit: Visit, growing: Path | None = None) -> dict[str, Any]:
    """Both pictures of the viewer, the films to choose from, and which of them to show.

    `growing` is a frame of a film in the making; its grey half is itself without colour.
    """
    clip = visit.clip
    if clip is None:
        return {}
    still: dict[str, Any] | None = None
    if growing:
        still = {"a": None, "b": served(growing), "time": None}
    elif visit.gray:
        after = served(visit.still) if visit.still else None
        time_sec = clip.time_sec(visit.frame)
        still = {"a": served(visit.gray), "b": after, "time": time_sec}
    films = [{"id": "original", "name": "Original", "file": served(visit.proxy)}]
    shown = [take for take in visit.takes if not take.is_master]
    films += [{"id": take.id, "name": take.name, "file": served(take.video)} for take in shown]
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
        pictures.append({"frame": frame, "time": time, "shot": shot, "file": served(path)})
    return {"pictures": pictures, "frame": visit.frame}
