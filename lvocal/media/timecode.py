"""SMPTE timecode: the clock of the camera, counted in frames (SMPTE ST 12-1)."""

from __future__ import annotations

import re
from fractions import Fraction

_FORM = re.compile(r"^(\d{1,2}):(\d{2}):(\d{2})([:;.])(\d{2,3})$")


def later_timecode(timecode: str, frames: int, fps: Fraction) -> str:
    """The timecode `frames` later, round the clock at 24 h; "hh:mm:ss;ff" drops numbers as NTSC does.

    A text that is no timecode comes back as it is.
    """
    form = _FORM.match(timecode)
    if not form or not frames:
        return timecode
    rate, dropped = _counting(form, fps)
    return _written(_number(form, rate, dropped) + frames, rate, dropped, form.group(4))


def frame_of(timecode: str, fps: Fraction) -> int:
    """How many frames after midnight; 0 for a text that is no timecode."""
    form = _FORM.match(timecode)
    return _number(form, *_counting(form, fps)) if form else 0


def _counting(form: re.Match[str], fps: Fraction) -> tuple[int, int]:
    """Frames of a second, and numbers dropped in a minute."""
    rate = round(fps)
    return rate, round(rate / 15) if form.group(4) != ":" else 0


def _number(form: re.Match[str], rate: int, dropped: int) -> int:
    hours, minutes, seconds, _, frame = form.groups()
    minute = 60 * int(hours) + int(minutes)
    return (60 * minute + int(seconds)) * rate + int(frame) - dropped * (minute - minute // 10)


def _written(number: int, rate: int, dropped: int, mark: str) -> str:
    """Every minute but each tenth is `dropped` frames short."""
    ten_minutes = 600 * rate - 9 * dropped
    tens, rest = divmod(number % (144 * ten_minutes), ten_minutes)
    if rest >= 60 * rate:
        rest += dropped * (1 + (rest - 60 * rate) // (60 * rate - dropped))
    seconds, frame = divmod(600 * rate * tens + rest, rate)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frame:02d}"
