"""Plain sentences about a film that can be used but is not quite what a person may think it is."""

from __future__ import annotations

from lvocal.values import Clip

SILENCE_SEC = 0.5
"""Sound that ends this much before the picture is worth a word."""


def remarks_on(
    clip: Clip, promised_frames: int, is_hdr: bool, sound_end_sec: float | None
) -> tuple[str, ...]:
    """Everything the person should read before and after colouring."""
    said = [
        (clip.has_color, "The film has colours of its own; it is treated as grey."),
        (clip.has_alpha, "Transparency is ignored."),
        (
            clip.interlaced,
            "The film is interlaced; its fields are coloured as they are. Deinterlace it first if you can.",
        ),
        (clip.rotation != 0, f"The picture is turned by {clip.rotation} degrees, as its file asks."),
        (
            is_hdr,
            "The film is graded for HDR; its brightness is kept but shown as plain video, so it looks flat.",
        ),
        (_rate_varies(clip), "The frame rate varies; every frame keeps its own time."),
        (
            clip.num_frames < promised_frames,
            f"The file ends early: {clip.num_frames} of {promised_frames} frames are there and coloured.",
        ),
        (clip.audio is None, "The film has no sound."),
        (_sound_is_short(clip, sound_end_sec), _sound_stops(clip, sound_end_sec)),
    ]
    return tuple(sentence for holds, sentence in said if holds)


def _rate_varies(clip: Clip) -> bool:
    """Steps between frames differ by more than the rounding of the clock."""
    steps = {after - before for before, after in zip(clip.pts, clip.pts[1:], strict=False)}
    return bool(steps) and max(steps) - min(steps) > 1


def _sound_is_short(clip: Clip, end_sec: float | None) -> bool:
    return clip.audio is not None and (end_sec is None or end_sec < clip.duration_sec - SILENCE_SEC)


def _sound_stops(clip: Clip, end_sec: float | None) -> str:
    if end_sec is None:
        return "The sound cannot be decoded; the film is treated as silent."
    return f"The sound stops at {end_sec:.1f} s; the film lasts {clip.duration_sec:.1f} s."
