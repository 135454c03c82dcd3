"""What is right and what is wrong with a finished file, in sentences.

Shapes: H, W pixels of the film.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import av
import cv2
import numpy as np

from lvocal.media.container import zero_tick
from lvocal.media.door import open_film, picture_stream
from lvocal.media.masters import BT709, SRGB_CURVE
from lvocal.media.pixels import Array
from lvocal.media.timecode import later_timecode
from lvocal.media.video import read_rgb
from lvocal.media.writer import Writer
from lvocal.values import Clip

BLOCK_PX = 8
"""Colours are compared over blocks of this size, because programs fill in chroma between samples each in its
own way."""

COLOR_CODES = 4.0
"""Root mean square distance of the blocks' R'G'B', of 255, above which colours are called wrong: lossy codecs
stay below 2, the matrix of BT.601 in place of BT.709 costs 10 and more on strong colours."""

LUMA_CODES = {None: 3.0, "prores": 1.0, "dnxhr": 1.0, "ffv1": 0.001, "png": 0.1, "exr": 0.2}
"""Root mean square distance of luma, in 8-bit codes, that each kind may have; lossless ones only round."""

TICK = Fraction(1, 1000)
"""Matroska counts in milliseconds."""


@dataclass
class Found:
    """What is gathered on the way."""

    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def judge(self, holds: bool, said: str, fault: str) -> None:
        (self.said if holds else self.faults).append(said if holds else fault)


def judge_times(found: Found, writer: Writer, copy: Clip) -> None:
    clip, start, count = writer.clip, writer.start, writer.num_written
    zero = zero_tick(clip, start)
    wanted = [(tick - zero) * clip.time_base for tick in clip.pts[start : start + count]]
    there = [tick * copy.time_base for tick in copy.pts]
    rounded = writer.path.suffix == ".mkv"
    if rounded and there:  # Matroska may start later, in step with a sound that needs a run-up
        wanted, there = ([time - times[0] for time in times] for times in (wanted, there))
    found.judge(len(there) == count, f"{count} frames.", f"There are {len(there)} frames, not {count}.")
    if rounded:
        exact = all(abs(a - b) <= TICK for a, b in zip(wanted, there, strict=False))
        how = "Every frame at its own time, to the millisecond"
    else:
        exact, how = wanted == there[: len(wanted)], "Every frame at its own time, to the tick"
    found.judge(exact, f"{how}.", "Frame times differ from those of the source.")
    if count > 1 and start == 0 and count == clip.num_frames:
        rate = f"{clip.fps} frames a second"
        found.judge(
            copy.fps == clip.fps or _rate_varies(clip),
            f"{rate}.",
            f"{copy.fps} frames a second, not {clip.fps}.",
        )


def _rate_varies(clip: Clip) -> bool:
    """Such files state an average, each container by its own rule."""
    even = [(tick - clip.pts[0]) * clip.time_base * clip.fps for tick in clip.pts]
    return any(abs(moment - number) > Fraction(1, 2) for number, moment in enumerate(even))


def judge_timecode(found: Found, writer: Writer, timecode: str | None) -> None:
    clip = writer.clip
    if clip.timecode:
        wanted = later_timecode(clip.timecode, writer.start, clip.fps)
        found.judge(timecode == wanted, f"Timecode {wanted}.", f"Timecode {timecode}, not {wanted}.")


def judge_tags(found: Found, writer: Writer, copy: Clip) -> None:
    with open_film(writer.path) as container:
        stream = picture_stream(container, writer.path.name)
        frame = next(container.decode(stream))
    assert isinstance(frame, av.VideoFrame)
    curve = SRGB_CURVE if writer.master in (None, "burnin") else BT709
    full = writer.clip.full_range and writer.master in ("ffv1", "chroma")
    wanted = (BT709, BT709, curve, 2 if full else 1)
    tags = (frame.colorspace, frame.color_primaries, frame.color_trc, frame.color_range)
    words = f"{'full' if full else 'limited'} range, {copy.bit_depth} bits, {frame.format.name}"
    curve_name = "sRGB curve" if curve == SRGB_CURVE else "its curve"
    found.judge(
        tuple(int(tag or 0) for tag in tags) == wanted,
        f"Tagged BT.709 matrix and primaries, {curve_name}, {words}.",
        f"The colour tags (matrix, primaries, curve, range) are {tags}, not {wanted}.",
    )


def judge_sound(found: Found, writer: Writer) -> None:
    if writer.audio != "copy" or writer.clip.audio is None:
        return
    source, copy = _sound_packets(writer.clip.path), _sound_packets(writer.path)
    if copy and copy == source[: len(copy)]:
        found.said.append(f"The sound is the source's own, packet for packet ({len(copy)}).")
    elif not any("carry sound" in note or "damaged" in note or "breaks" in note for note in writer.notes):
        found.faults.append("The sound is not the source's own.")


def _sound_packets(path: Path) -> list[bytes]:
    with open_film(path) as container:
        if not container.streams.audio:
            return []
        return [sha256(bytes(packet)).digest() for packet in container.demux(audio=0) if packet.size]


def judge_luma(found: Found, writer: Writer, largest: float, rms: float) -> None:
    found.judge(
        rms <= LUMA_CODES[writer.master],
        f"Brightness differs from the source by {_figure(largest)} of 255 at most, {_figure(rms)} on average."
        if largest
        else "Brightness is that of the source, to the bit.",
        f"Brightness differs from the source by {largest:.1f} of 255 at most, {rms:.2f} on average.",
    )


def _figure(codes: float) -> str:
    return f"{codes:.2g}" if codes < 10 else f"{codes:.0f}"


def judge_colors(found: Found, writer: Writer, copy: Clip) -> float | None:
    """Decode by the tags that the file has, and compare with what was meant."""
    gaps = []
    for number, meant in writer.samples.items():
        at = number - writer.start
        if at < copy.num_frames:
            gaps.append(block_gap(next(iter(read_rgb(copy, at, at + 1))).astype(np.float32), meant))
    return judge_gap(found, gaps)


def judge_gap(found: Found, gaps: list[float]) -> float | None:
    if not gaps:
        return None
    rms = float(np.sqrt(np.mean(np.square(gaps))))
    found.judge(
        rms <= COLOR_CODES,
        f"Decoded by its own tags, R'G'B' comes within {_figure(rms)} of 255 of what was painted.",
        f"Decoded by its own tags, R'G'B' is {rms:.1f} of 255 away from what was painted.",
    )
    return round(rms, 3)


def block_gap(one: Array, two: Array) -> float:
    """Root mean square distance of two pictures (H, W, 3) in codes of 255, by blocks."""
    size = (max(two.shape[1] // BLOCK_PX, 1), max(two.shape[0] // BLOCK_PX, 1))
    small = (
        cv2.resize(np.asarray(item, np.float32), size, interpolation=cv2.INTER_AREA) for item in (one, two)
    )
    return float(np.sqrt(np.mean(np.square(next(small) - next(small)))))
