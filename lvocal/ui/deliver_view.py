"""What the panel of deliveries is told: plain values made from a visit."""

from __future__ import annotations

from typing import Any

from lvocal.media.masters import DNXHR_LEAST, KINDS
from lvocal.ui.served import served
from lvocal.ui.takes import Handed, Take
from lvocal.ui.visits import Visit
from lvocal.values import Clip

TITLES = {kind: (about.title, about.who) for kind, about in KINDS.items()} | {
    "otio": ("OpenTimelineIO", "The shots, with their words."),
    "edl": ("EDL (CMX 3600)", "The same for older programmes."),
}
"""Every kind that can be ticked: its title, and who needs it."""


def deliver_value(visit: Visit) -> dict[str, Any]:
    """The take at hand, what can be made of it, and what was made."""
    with visit.lock:
        take = take_at_hand(visit)
        made = [_handed(item) for item in take.handed] if take else []
    return {
        "take": take and {"id": take.id, "name": take.name, "quick": take.colors is not None},
        "kinds": [
            {"kind": kind, "title": title, "who": who, "off": _why_not(kind, visit.clip)}
            for kind, (title, who) in TITLES.items()
        ],
        "made": made,
    }


def take_at_hand(visit: Visit) -> Take | None:
    """The one on side B, else on side A, else the newest of this film."""
    own = visit.own_takes
    shown = [take for side in (visit.b, visit.a) for take in own if take.id == side]
    return shown[0] if shown else own[-1] if own else None


def _why_not(kind: str, clip: Clip | None) -> str:
    """Why a kind cannot hold this film; empty when it can."""
    width, height = DNXHR_LEAST
    if kind != "dnxhr" or clip is None:
        return ""
    fits = not (clip.width % 2 or clip.height % 2) and clip.width >= width and clip.height >= height
    return "" if fits else f"Not for {clip.width}×{clip.height}: it takes even sizes from {width}×{height}."


def _handed(item: Handed) -> dict[str, Any]:
    size = item.file.stat().st_size if item.file.exists() else 0
    return {
        "kind": item.kind,
        "title": TITLES[item.kind][0],
        "file": served(item.file),
        "sidecar": served(item.sidecar),
        "size": f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB",
        "said": list(item.said),
        "faults": list(item.faults),
        "notes": list(item.notes),
    }
