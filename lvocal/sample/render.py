"""The frames of one film on their way to the file: painted window by window, joined, written.

Shapes: T frames of a window, H, W pixels of the film, h, w pixels of the painted picture.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from lvocal.media.masters import SUFFIX
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.readback import read_back
from lvocal.media.stills import still
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.changes import idle_notes
from lvocal.sample.draft import draft_clip, shrunk
from lvocal.sample.growing import GrowingStill
from lvocal.sample.heard_words import heard_words
from lvocal.sample.kept_colors import ColorKeeper, facts_of
from lvocal.sample.over_take import OverTake
from lvocal.sample.painters import PaintsWindows
from lvocal.sample.plane_math import Planes, ab_of, lights_of, mixed, planes, sized, trim_painted
from lvocal.sample.roads import hear
from lvocal.sample.sidecar import text_inside, write_sidecar
from lvocal.sample.stopwatch import Stopwatch
from lvocal.sample.windows import Crossfade, outward, plan_windows
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Heard,
    Progress,
    Readback,
    Shot,
    Window,
)

Check = Callable[[], None]
"""Raises Cancelled when the person has asked to stop."""

ONE_TRACK = "The film's soundtrack fed both music and ambience, since it was not to be taken apart."

NOT_READ_BACK = "The file was not read back, because the job was stopped."

WRITTEN = 0.95
"""Share of the work after which the film is only read back."""


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
        over: OverTake | None = None,
    ) -> None:
        self.request, self.networks, self.clip, self.watch, self.check = request, networks, clip, watch, check
        self.shots, self.painter, self.over = shots, painter, over
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
        """Paint and write every shot; nothing is carried over a cut. Over a take, its span alone."""
        over = self.over
        if over is None:
            for shot in self.shots:
                yield from self._shot(writer, keeper, shot, shot)
            return
        yield from self._copy(writer, keeper, over, 0, over.start)
        for shot in self.shots:
            if part := over.within(shot):
                yield from self._shot(writer, keeper, part, shot)
        yield from self._copy(writer, keeper, over, over.stop, self.clip.num_frames)

    def _shot(self, writer: Writer, keeper: ColorKeeper, part: Shot, shot: Shot) -> Iterator[Progress]:
        """Paint a part of a shot, from the windows that hold a coloured reference outwards; those that have
        to wait for earlier ones are held in memory."""
        settings, known = self.request.settings, self.painter.known
        self.painter.forget()
        if known.marks.frames:
            with self.watch.measure("following"):
                known.follow(known.stretch(part, shot), self._lights, self.check)
        windows = plan_windows(part, settings.together_frames, settings.overlap_frames)
        fader, lumas = Crossfade(), iter(read_luma(self.clip, part.start, part.stop))
        under = None if self.over is None else self.over.planes(part.start, part.stop)
        waiting: dict[int, np.ndarray] = {}
        due = 0
        for at in outward(windows, [frame for frame, _ in known.references]):
            waiting[at] = yield from self._paint(writer, windows[at])
            while due in waiting:
                ready = fader.push(windows[due], waiting.pop(due))
                due += 1
                yield from self._write(writer, keeper, lumas, ready, under)
        yield from self._write(writer, keeper, lumas, fader.finish(), under)

    def _copy(
        self, writer: Writer, keeper: ColorKeeper, over: OverTake, start: int, stop: int
    ) -> Iterator[Progress]:
        """Frames that keep the colours of the take; of these, what is kept is as fine as what is painted."""
        lumas = read_luma(self.clip, start, stop)
        for number, (luma, both) in enumerate(zip(lumas, over.planes(start, stop), strict=True), start + 1):
            self.check()
            self.painted += 1
            gray = gray_unit(luma, self.clip)
            height, width = self.painter.shrink(gray).shape
            self._keep(keeper, ab_of(gray, both, (height // 2, width // 2)))
            yield from self._put(writer, luma, both, last=number == stop)

    def result(
        self, writer: Writer, sound: MixedSound, heard: Heard, complete: bool
    ) -> Iterator[Progress | ColorizeResult]:
        """Read the film back, write the sidecar and sum up."""
        found = yield from self._read_back(writer)
        one_track = sound.heard is None and self.clip.audio is not None and not self.request.mix.separates
        known = [*self.painter.known.notes, *([self.over.note] if self.over else [])]
        known += idle_notes(hear(sound, self.networks), self.request)
        notes = (
            *known, *self.painter.notes, *self.clip.notes, *writer.notes,
            *([ONE_TRACK] if one_track else []),
            *(found.faults if found else [] if self.request.draft else [NOT_READ_BACK]),
        )  # fmt: skip
        luma_error, words = found.luma_max if found else None, self.painter.report()
        facts = {
            "model": self.model, "shots": [[shot.start, shot.stop] for shot in self.shots],
            "frames": writer.num_written, "complete": complete, "notes": notes, "luma_error": luma_error,
            "heard": heard_words(heard),
            "readback": asdict(found) if found else None,
            "stems": [asdict(level) for level in sound.stems],
            "words": [asdict(thing) for thing in words.things],
            "nearly_grey": {"share": words.gray_share, "where": words.gray_where},
            "relevance": [asdict(stretch) for stretch in self.painter.relevance],
            "seconds": {stage: round(seconds, 2) for stage, seconds in self.watch.seconds.items()},
        }  # fmt: skip
        write_sidecar(self.sidecar, self.request, self.video, facts)
        yield ColorizeResult(
            self.video, self.sidecar, self.stills.middle, self.clip,
            replace(heard, relevance=tuple(self.painter.relevance)), dict(self.watch.seconds), notes,
            luma_error, complete, self.colors if self.colors.is_file() else None, found, words=words,
        )  # fmt: skip

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

    def _lights(self, frames: Sequence[int]) -> Iterator[np.ndarray]:
        return lights_of(self.clip, frames, self.painter.shrink)

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
                self.painted = before + round(done * (len(window) - window.overlap))
                yield self._progress(writer)

    def _write(
        self, writer: Writer, keeper: ColorKeeper, lumas: Iterator[np.ndarray], colors: list[np.ndarray],
        under: Iterator[Planes] | None,
    ) -> Iterator[Progress]:  # fmt: skip
        for count, ab in enumerate(colors, start=1):
            self.check()
            with self.watch.measure("writing"):
                luma = next(lumas)
                gray = gray_unit(shrunk(luma, self.shown), self.shown)
                both, share = planes(gray, ab := trim_painted(self.request.trim, gray, ab)), 1.0
                if self.over is not None and under is not None:
                    share = self.over.share(writer.num_written)
                    both = mixed(sized(next(under), self.shown), both, share)
                self._keep(keeper, ab if share >= 1 else ab_of(gray, both, ab.shape[1:]))
            yield from self._put(writer, luma, both, last=count == len(colors))

    def _keep(self, keeper: ColorKeeper, ab: np.ndarray) -> None:
        if not self.request.draft:
            keeper.add(ab)

    def _put(self, writer: Writer, luma: np.ndarray, both: Planes, last: bool) -> Iterator[Progress]:
        with self.watch.measure("writing"):
            luma, (cb, cr) = shrunk(luma, self.shown), sized(both, self.shown)
            writer.write(luma, cb, cr)
            is_new = self.stills.wants(writer.num_written, last=last)
            if is_new:
                self.stills.keep(writer.num_written, still(luma, cb, cr, self.shown))
        if is_new:
            yield self._progress(writer)

    def _progress(self, writer: Writer) -> Progress:
        total = self.clip.num_frames
        fraction = 0.06 + (WRITTEN - 0.06) * (0.75 * self.painted + 0.25 * writer.num_written) / total
        message = f"Colouring: {self.painted} of {total} frames painted, {writer.num_written} written"
        return Progress("colouring", fraction, message, self.watch.eta_sec(fraction), self.stills.newest)
