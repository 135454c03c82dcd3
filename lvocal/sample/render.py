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
from lvocal.media.readback import read_back
from lvocal.media.stills import still
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.draft import draft_clip, shrunk
from lvocal.sample.growing import GrowingStill
from lvocal.sample.heard_words import heard_words
from lvocal.sample.kept_colors import ColorKeeper, facts_of
from lvocal.sample.painters import PaintsWindows
from lvocal.sample.sidecar import text_inside, write_sidecar
from lvocal.sample.windows import Crossfade, plan_windows
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Heard,
    Progress,
    Readback,
    Shot,
    Trim,
    Window,
)

Check = Callable[[], None]
"""Raises Cancelled when the person has asked to stop."""

ONE_TRACK = "The film's soundtrack fed both music and ambience, since it was not to be taken apart."

NOT_READ_BACK = "The file was not read back, because the job was stopped."

WRITTEN = 0.95
"""Share of the work after which the film is only read back."""


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
        shots: tuple[Shot, ...],
        painter: PaintsWindows,
        watch: Stopwatch,
        check: Check,
    ) -> None:
        self.request, self.networks, self.clip, self.watch, self.check = request, networks, clip, watch, check
        self.shots, self.painter = shots, painter
        folder.mkdir(parents=True, exist_ok=True)
        self.shown = draft_clip(clip) if request.draft else clip
        """The film as it is written: smaller, when it is a draft."""
        name = f"{request.source.stem}-lvocal{'-draft' if request.draft else ''}"
        self.video = folder / f"{name}{SUFFIX[request.master]}"
        self.sidecar = folder / f"{name}.json"
        self.colors = folder / f"{name}.colors"
        self.model = {"name": networks.name, "fingerprint": networks.fingerprint}
        self.text = text_inside(request, self.model)
        self.stills = GrowingStill(folder, name, clip.num_frames, self.text)
        self.painted = 0

    def keeper(self, sound: MixedSound, must: bool) -> ColorKeeper:
        """For the colours of this take, and for its sound where that is not the film's own."""
        facts = facts_of(self.request, self.model, self.shots)
        return ColorKeeper(self.colors, facts, sound.heard, self.clip.num_frames, must)

    def frames(self, writer: Writer, keeper: ColorKeeper) -> Iterator[Progress]:
        """Paint and write every shot; nothing is carried over a cut."""
        settings = self.request.settings
        for shot in self.shots:
            fader, lumas = Crossfade(), iter(read_luma(self.clip, shot.start, shot.stop))
            self.painter.forget()
            for window in plan_windows(shot, settings.together_frames, settings.overlap_frames):
                ab = yield from self._paint(writer, window)
                yield from self._write(writer, keeper, lumas, fader.push(window, ab))
            yield from self._write(writer, keeper, lumas, fader.finish())

    def result(
        self, writer: Writer, sound: MixedSound, heard: Heard, complete: bool
    ) -> Iterator[Progress | ColorizeResult]:
        """Read the film back, write the sidecar and sum up."""
        found = yield from self._read_back(writer)
        one_track = sound.heard is None and self.clip.audio is not None and not self.request.mix.separates
        notes = (
            *self.painter.notes, *self.clip.notes, *writer.notes, *([ONE_TRACK] if one_track else []),
            *(found.faults if found else [] if self.request.draft else [NOT_READ_BACK]),
        )  # fmt: skip
        luma_error = found.luma_max if found else None
        facts = {
            "model": self.model, "shots": [[shot.start, shot.stop] for shot in self.shots],
            "frames": writer.num_written, "complete": complete, "notes": notes, "luma_error": luma_error,
            "heard": heard_words(heard),
            "readback": asdict(found) if found else None,
            "stems": [asdict(level) for level in sound.stems],
            "seconds": {stage: round(seconds, 2) for stage, seconds in self.watch.seconds.items()},
        }  # fmt: skip
        write_sidecar(self.sidecar, self.request, self.video, facts)
        yield ColorizeResult(
            self.video,
            self.sidecar,
            self.stills.middle,
            self.clip,
            heard,
            dict(self.watch.seconds),
            notes,
            luma_error,
            complete,
            self.colors if self.colors.is_file() else None,
            found,
        )

    def _read_back(self, writer: Writer) -> Generator[Progress, None, Readback | None]:
        """What the finished file holds; None of a draft, and when nobody wants to wait for it."""
        if self.request.draft:
            return None
        reading = read_back(writer)
        with closing(reading):
            while True:
                try:
                    self.check()
                    with self.watch.measure("reading back"):
                        share = next(reading)
                except StopIteration as finished:
                    return finished.value
                except Cancelled:
                    return None
                fraction = WRITTEN + (1 - WRITTEN) * share
                yield Progress(
                    "checking",
                    fraction,
                    "Reading the film back",
                    self.watch.eta_sec(fraction),
                    self.stills.newest,
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
        self, writer: Writer, keeper: ColorKeeper, lumas: Iterator[np.ndarray], colors: list[np.ndarray]
    ) -> Iterator[Progress]:
        for count, ab in enumerate(colors, start=1):
            self.check()
            with self.watch.measure("writing"):
                luma = next(lumas)
                if not self.request.draft:
                    keeper.add(ab)
                luma = shrunk(luma, self.shown)
                cb, cr = planes(gray_unit(luma, self.shown), ab, self.request.trim)
                writer.write(luma, cb, cr)
                is_new = self.stills.wants(writer.num_written, last=count == len(colors))
                if is_new:
                    self.stills.keep(writer.num_written, still(luma, cb, cr, self.shown))
            if is_new:
                yield self._progress(writer)

    def _progress(self, writer: Writer) -> Progress:
        total = self.clip.num_frames
        fraction = 0.06 + (WRITTEN - 0.06) * (0.75 * self.painted + 0.25 * writer.num_written) / total
        message = f"Colouring: {self.painted} of {total} frames painted, {writer.num_written} written"
        return Progress("colouring", fraction, message, self.watch.eta_sec(fraction), self.stills.newest)


def planes(gray: np.ndarray, ab: np.ndarray, trim: Trim = AS_PAINTED) -> tuple[np.ndarray, np.ndarray]:
    """Grey (H, W) in [0, 1] and painted a*b* (2, h/2, w/2) -> trimmed Cb, Cr (ceil(H/2), ceil(W/2))."""
    height, width = gray.shape
    guide = cv2.resize(gray, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    small = cv2.resize(gray, ab.shape[:0:-1], interpolation=cv2.INTER_AREA)
    return chroma_planes(gray, trimmed(trim, guide, guided_upsample(ab, small, guide)))
