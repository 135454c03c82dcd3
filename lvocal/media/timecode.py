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
    hours, minutes, seconds, mark, frame = form.groups()
    rate = round(fps)
    dropped = round(rate / 15) if mark != ":" else 0
    minute = 60 * int(hours) + int(minutes)
    number = (60 * minute + int(seconds)) * rate + int(frame) - dropped * (minute - minute // 10)
    return _written(number + frames, rate, dropped, mark)


def _written(number: int, rate: int, dropped: int, mark: str) -> str:
    """Every minute but each tenth is `dropped` frames short."""
    ten_minutes = 600 * rate - 9 * dropped
    tens, rest = divmod(number % (144 * ten_minutes), ten_minutes)
    if rest >= 60 * rate:
        rest += dropped * (1 + (rest - 60 * rate) // (60 * rate - dropped))
    seconds, frame = divmod(600 * rate * tens + rest, rate)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{frame:02d}"
