"""The frames of one film on their way to the file: painted window by window, joined, written.

Shapes: T frames of a window, H, W pixels of the film, h, w pixels of the painted picture.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import cv2
import numpy as np

from lvocal.color.spaces import chroma_planes
from lvocal.color.trim import AS_PAINTED, trimmed
from lvocal.color.upsample import guided_upsample
from lvocal.media.masters import SUFFIX
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.stills import still
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.draft import draft_clip, shrunk
from lvocal.sample.growing import GrowingStill
from lvocal.sample.heard_words import heard_words
from lvocal.sample.painters import PaintsWindows
from lvocal.sample.sidecar import write_sidecar
from lvocal.sample.windows import Crossfade, plan_windows
from lvocal.values import Clip, ColorizeRequest, ColorizeResult, Heard, Progress, Shot, Trim, Window

Check = Callable[[], None]
"""Raises Cancelled when the person has asked to stop."""

ONE_TRACK = "The film's soundtrack fed both music and ambience, since it was not to be taken apart."


class Stopwatch:
    """Seconds by stage, and a guess of what is left."""

    def __init__(self) -> None:
        self.started, self.seconds = time.perf_counter(), dict[str, float]()

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add the time spent inside to a stage."""
        since = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - since

    def eta_sec(self, fraction: float) -> float | None:
        """Seconds left if the rest goes as the beginning did."""
        return (time.perf_counter() - self.started) * (1 - fraction) / fraction if fraction > 0.03 else None


class Render:
    """The frames of one job on their way to the file."""

    def __init__(
        self,
        request: ColorizeRequest,
        networks: AnyNetworks,
        folder: Path,
        clip: Clip,
        painter: PaintsWindows,
        watch: Stopwatch,
        check: Check,
    ) -> None:
        self.request, self.networks, self.clip, self.watch, self.check = request, networks, clip, watch, check
        self.painter = painter
        folder.mkdir(parents=True, exist_ok=True)
        self.shown = draft_clip(clip) if request.draft else clip
        """The film as it is written: smaller, when it is a draft."""
        name = f"{request.source.stem}-lvocal{'-draft' if request.draft else ''}"
        self.video = folder / f"{name}{SUFFIX[request.master]}"
        self.sidecar = folder / f"{name}.json"
        self.stills = GrowingStill(folder, name, clip.num_frames)
        self.painted = 0

    def frames(self, writer: Writer, shots: tuple[Shot, ...]) -> Iterator[Progress]:
        """Paint and write every shot; nothing is carried over a cut."""
        settings = self.request.settings
        for shot in shots:
            fader, lumas = Crossfade(), iter(read_luma(self.clip, shot.start, shot.stop))
            self.painter.forget()
            for window in plan_windows(shot, settings.together_frames, settings.overlap_frames):
                ab = yield from self._paint(writer, window)
                yield from self._write(writer, lumas, fader.push(window, ab))
            yield from self._write(writer, lumas, fader.finish())

    def result(self, writer: Writer, sound: MixedSound, heard: Heard, complete: bool) -> ColorizeResult:
        """Write the sidecar and sum up."""
        one_track = sound.heard is None and self.clip.audio is not None and not self.request.mix.separates
        notes = (*self.painter.notes, *self.clip.notes, *writer.notes, *([ONE_TRACK] if one_track else []))
        luma_error = luma_difference(self.clip, self.video) if self.request.master == "ffv1" else None
        facts = {
            "model": {"name": self.networks.name, "fingerprint": self.networks.fingerprint},
            "frames": writer.num_written, "complete": complete, "notes": notes, "luma_error": luma_error,
            "heard": heard_words(heard), "stems": [asdict(level) for level in sound.stems],
            "seconds": {stage: round(seconds, 2) for stage, seconds in self.watch.seconds.items()},
        }  # fmt: skip
        write_sidecar(self.sidecar, self.request, self.video, facts)
        return ColorizeResult(
            self.video,
            self.sidecar,
            self.stills.middle,
            self.clip,
            heard,
            dict(self.watch.seconds),
            notes,
            luma_error,
            complete,
        )

    def _shrunk(self, luma: np.ndarray) -> np.ndarray:
        return self.painter.shrink(gray_unit(luma, self.clip))

    def _paint(self, writer: Writer, window: Window) -> Generator[Progress, None, np.ndarray]:
        with self.watch.measure("colouring"):
            light = np.stack([self._shrunk(luma) for luma in read_luma(self.clip, window.start, window.stop)])
        painting, before = self.painter.paint(light, window), self.painted
        with closing(painting):  # at once, also when `check` raises, for it may hold a thread
            while True:
                self.check()
                try:
                    with self.watch.measure("colouring"):
                        done = next(painting)
                except StopIteration as finished:
                    return finished.value
                self.painted = before + round(done * (window.stop - before))
                yield self._progress(writer)

    def _write(
        self, writer: Writer, lumas: Iterator[np.ndarray], colors: list[np.ndarray]
    ) -> Iterator[Progress]:
        for count, ab in enumerate(colors, start=1):
            self.check()
            with self.watch.measure("writing"):
                luma = shrunk(next(lumas), self.shown)
                cb, cr = planes(gray_unit(luma, self.shown), ab, self.request.trim)
                writer.write(luma, cb, cr)
                is_new = self.stills.wants(writer.num_written, last=count == len(colors))
                if is_new:
                    self.stills.keep(writer.num_written, still(luma, cb, cr, self.shown))
            if is_new:
                yield self._progress(writer)

    def _progress(self, writer: Writer) -> Progress:
        total = self.clip.num_frames
        fraction = 0.06 + 0.93 * (0.75 * self.painted + 0.25 * writer.num_written) / total
        message = f"Colouring: {self.painted} of {total} frames painted, {writer.num_written} written"
        return Progress("colouring", fraction, message, self.watch.eta_sec(fraction), self.stills.newest)


def luma_difference(clip: Clip, video: Path) -> float:
    """Largest |Y of the written file - Y of the source| in 8-bit codes, read back frame by frame."""
    written = probe(video)
    pairs = zip(read_luma(clip), read_luma(written), strict=False)
    gaps = (np.abs(gray_unit(old, clip) - gray_unit(new, written)).max() for old, new in pairs)
    return round(float(max(gaps)) * 219, 3)


def planes(gray: np.ndarray, ab: np.ndarray, trim: Trim = AS_PAINTED) -> tuple[np.ndarray, np.ndarray]:
    """Grey (H, W) in [0, 1] and painted a*b* (2, h/2, w/2) -> trimmed Cb, Cr (ceil(H/2), ceil(W/2))."""
    height, width = gray.shape
    guide = cv2.resize(gray, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    small = cv2.resize(gray, ab.shape[:0:-1], interpolation=cv2.INTER_AREA)
    return chroma_planes(gray, trimmed(trim, guide, guided_upsample(ab, small, guide)))
