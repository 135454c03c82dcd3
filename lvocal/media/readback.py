"""A finished file read again from the disk, as anybody's program will read it, and compared with the source.

Shapes: H, W pixels of the film.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from lvocal.media.exr import read_exr
from lvocal.media.findings import (
    Found,
    block_gap,
    judge_colors,
    judge_gap,
    judge_luma,
    judge_sound,
    judge_tags,
    judge_timecode,
    judge_times,
)
from lvocal.media.masters import BT709
from lvocal.media.pixels import KB, KG, KR, Array, code_range, gray_unit
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.values import Clip, Readback


def read_back(writer: Writer) -> Generator[float, None, Readback]:
    """Read what `writer` has finished; yields how much is read, returns what was found."""
    if writer.path.is_dir():
        return (yield from _read_sequence(writer))
    return (yield from _read_film(writer))


def _read_film(writer: Writer) -> Generator[float, None, Readback]:
    found, copy = Found(), probe(writer.path)
    judge_times(found, writer, copy)
    judge_timecode(found, writer, copy.timecode)
    judge_tags(found, writer, copy)
    judge_sound(found, writer)
    luma = None
    if writer.master == "chroma":
        yield from _judge_flat(found, copy)
    elif writer.master != "burnin":
        luma = yield from _luma_gap(writer, copy)
        judge_luma(found, writer, *luma)
    rgb_rms = judge_colors(found, writer, copy) if writer.master != "chroma" else None
    return _readback(found, copy.num_frames, luma, rgb_rms)


def _read_sequence(writer: Writer) -> Generator[float, None, Readback]:
    """A folder of pictures; its times are text."""
    found, clip = Found(), writer.clip
    files = sorted(writer.path.glob(f"frame_*.{writer.master}"))
    wanted = [f"frame_{writer.start + k:08d}.{writer.master}" for k in range(writer.num_written)]
    found.judge(
        [file.name for file in files] == wanted,
        f"{len(files)} pictures, numbered as in the film.",
        f"There are {len(files)} pictures, not {writer.num_written}.",
    )
    lines = (writer.path / "timestamps.txt").read_text().splitlines()[1:]
    times = [clip.time_sec(writer.start + k) - clip.time_sec(writer.start) for k in range(writer.num_written)]
    in_time = len(lines) == len(times) and all(
        abs(float(line) - 1000 * sec) < 0.001 for line, sec in zip(lines, times, strict=True)
    )
    found.judge(in_time, "timestamps.txt tells when each is shown.", "timestamps.txt does not fit.")
    noted = writer.path / "timecode.txt"
    judge_timecode(found, writer, noted.read_text().strip() if noted.exists() else None)
    gaps, colors = _Gap(), []
    for number, (file, luma) in enumerate(zip(files, _source_lumas(writer), strict=False), writer.start):
        rgb, tagged = _picture(file)
        gaps.add((rgb @ np.array([KR, KG, KB], np.float32) - gray_unit(luma, clip)) * 219)
        if number in writer.samples:
            colors.append(block_gap(rgb * 255, writer.samples[number]))
        if number == writer.start:
            found.judge(
                tagged, _PICTURE_TAGS[file.suffix], f"{file.name} does not say what its colours mean."
            )
        yield (number - writer.start + 1) / writer.num_written
    judge_luma(found, writer, gaps.largest, gaps.rms)
    rgb_rms = judge_gap(found, colors)
    return _readback(found, len(files), (gaps.largest, gaps.rms), rgb_rms)


_PICTURE_TAGS = {
    ".png": "R'G'B' of BT.709, full range, 16 bits.",
    ".exr": "Linear light with the primaries of Rec. 709, half float.",
}


class _Gap:
    """Largest and mean difference over a film."""

    def __init__(self) -> None:
        self.largest, self._squares, self._count = 0.0, 0.0, 0

    def add(self, difference: Array) -> None:
        self.largest = max(self.largest, float(np.abs(difference).max()))
        self._squares += float(np.square(difference, dtype=np.float64).sum())
        self._count += difference.size

    def add_codes(self, old: Array, new: Array, worth: float) -> None:
        """Codes of one kind, of which each is worth so much."""
        self.largest = max(self.largest, worth * cv2.norm(old, new, cv2.NORM_INF))
        self._squares += worth**2 * cv2.norm(old, new, cv2.NORM_L2SQR)
        self._count += old.size

    @property
    def rms(self) -> float:
        return (self._squares / max(self._count, 1)) ** 0.5


def _source_lumas(writer: Writer) -> Iterator[Array]:
    return read_luma(writer.clip, writer.start, writer.start + writer.num_written)


def _luma_gap(writer: Writer, copy: Clip) -> Generator[float, None, tuple[float, float]]:
    """Largest and mean difference of luma, in 8-bit codes; also beyond black and white."""
    gap, pairs = _Gap(), zip(_source_lumas(writer), read_luma(copy), strict=False)
    ranges = [code_range(clip.bit_depth, clip.full_range) for clip in (writer.clip, copy)]
    for number, (old, new) in enumerate(pairs):
        if ranges[0] == ranges[1]:
            gap.add_codes(old, new, 219 / (ranges[0][1] - ranges[0][0]))
        else:
            gap.add((_unit(new, copy) - _unit(old, writer.clip)) * 219)
        yield (number + 1) / writer.num_written
    return gap.largest, gap.rms


def _unit(luma: Array, clip: Clip) -> Array:
    black, white = code_range(clip.bit_depth, clip.full_range)
    return (luma.astype(np.float32) - black) / np.float32(white - black)


def _judge_flat(found: Found, copy: Clip) -> Generator[float, None, None]:
    """The luma of a chroma-only pass is one grey."""
    middle, flat = 1 << (copy.bit_depth - 1), True
    for number, luma in enumerate(read_luma(copy)):
        flat = flat and bool((luma == middle).all())
        yield (number + 1) / copy.num_frames
    found.judge(flat, f"Y is {middle} everywhere.", f"Y is not {middle} everywhere.")


def _picture(path: Path) -> tuple[Array, bool]:
    """One picture of a sequence as R'G'B' in [0, 1], and whether it says what its numbers mean."""
    if path.suffix == ".exr":
        rgb, header = read_exr(path)
        return rgb, "chromaticities" in header
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
    rgb = frame.to_ndarray(format="rgb48le").astype(np.float32) / 65535
    says_709 = (frame.color_primaries, frame.color_trc, frame.color_range) == (BT709, BT709, 2)
    return rgb, frame.format.name == "rgb48be" and says_709


def _readback(found: Found, frames: int, luma: tuple[float, float] | None, rgb_rms: float | None) -> Readback:
    largest, rms = (round(value, 3) for value in luma) if luma else (None, None)
    return Readback(tuple(found.said), tuple(found.faults), frames, largest, rms, rgb_rms)
