"""Files of a take for other people: every kind in one pass over the film, without painting it twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from lvocal.media.masters import KINDS, SUFFIX, recipe_for
from lvocal.media.pixels import gray_unit
from lvocal.media.readback import read_back
from lvocal.media.shots import find_shots
from lvocal.media.stills import write_png
from lvocal.media.timeline import listed, write_edl, write_otio
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample import pipeline
from lvocal.sample.kept_colors import KeptColors, kept_for
from lvocal.sample.plane_math import planes
from lvocal.sample.render import Check
from lvocal.sample.sidecar import text_inside, write_sidecar
from lvocal.sample.sounding import probed
from lvocal.sample.stopwatch import Stopwatch
from lvocal.values import (
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Delivered,
    Delivery,
    Heard,
    Master,
    Progress,
    Readback,
    Shot,
    UserError,
)

LISTS = {"otio": write_otio, "edl": write_edl}
"""Kinds that are lists of shots."""

ALL_KINDS = (*KINDS, *LISTS)

PAINTED_ANEW = "The colours of the take were not kept, so it was painted anew, with the same seed."

SILENCE = Heard((), (), ())

MEDIA_FIRST = ("prores", "dnxhr", "ffv1", "exr", "png", "h264")
"""Which of the delivered films the timelines speak of."""


def check_kinds(kinds: Sequence[str], clip: Clip) -> None:
    """UserError for a kind that is none, or that cannot hold this film."""
    if unknown := [kind for kind in kinds if kind not in ALL_KINDS]:
        raise UserError(f'"{unknown[0]}" is no kind of file.', f"Choose among {', '.join(ALL_KINDS)}.")
    if not kinds:
        raise UserError("Nothing is to be delivered.", f"Choose among {', '.join(ALL_KINDS)}.")
    if "dnxhr" in kinds:
        recipe_for(clip, "dnxhr")


def master_of(kind: str) -> Master | None:
    """ "h264" is what a request calls None."""
    return None if kind == "h264" else kind  # type: ignore[return-value]


def file_name(stem: str, kind: str) -> str:
    """What a file of this kind is called."""
    return f"{stem}.{kind}" if kind in LISTS else f"{stem}-{kind}{SUFFIX[master_of(kind)]}"


def carry_out(
    request: ColorizeRequest,
    delivery: Delivery | None,
    networks: Callable[[], AnyNetworks],
    folder: Path,
    check: Check,
) -> Iterator[Progress | ColorizeResult]:
    """Colour the film of a request or, where there is one, make the delivery of it."""
    if delivery is None:
        return pipeline.colorize(request, networks(), folder, check)
    return deliver(replace(delivery, take=request), networks, folder, check)


def deliver(
    delivery: Delivery, networks: Callable[[], AnyNetworks], folder: Path, check: Check
) -> Iterator[Progress | ColorizeResult]:
    """Write every kind into `folder`; yields Progress, and at last one ColorizeResult with `delivered`.

    Networks are asked for only when the colours of the take were not kept. A delivery that is stopped leaves
    nothing. Raises UserError for what a person can put right.
    """
    yield Progress("reading", 0.0, "Reading the film")
    clip = probed(delivery.take.source)
    check_kinds(delivery.kinds, clip)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield from _Handover(delivery, clip, folder, check).run(networks)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class _Handover:
    """One delivery under way."""

    def __init__(self, delivery: Delivery, clip: Clip, folder: Path, check: Check) -> None:
        self.delivery, self.clip, self.folder, self.check = delivery, clip, folder, check
        self.take = replace(delivery.take, master=None, draft=False)
        self.stem = Path(delivery.film).stem or f"{clip.path.stem}-lvocal"
        self.still = folder / f"{self.stem}-still.png"
        self.films = [kind for kind in delivery.kinds if kind not in LISTS]
        self.watch = Stopwatch()
        self.notes: list[str] = []
        self.begun = 0.02

    def run(self, networks: Callable[[], AnyNetworks]) -> Iterator[Progress | ColorizeResult]:
        done: list[Delivered] = []
        shots: tuple[Shot, ...] = ()
        if self.films:
            kept = kept_for(self.take, self.delivery.colors)
            if kept is None:
                kept = yield from self._paint(networks())
            with closing(kept):
                shots = tuple(shot for shot in kept.shots if shot.start < len(kept))
                writers = yield from self._write(kept)
                for kind, writer in zip(self.films, writers, strict=True):
                    found = yield from self._read(kind, writer)
                    done.append(self._sealed(kind, writer, found, kept.facts))
        done += self._lists(shots or find_shots(self.clip, self.check), done)
        shutil.rmtree(self.folder / "painting", ignore_errors=True)
        yield self._result(done)

    def _paint(self, networks: AnyNetworks) -> Generator[Progress, None, KeptColors]:
        """The take once more, for its colours."""
        self.begun = 0.7
        self.notes.append(PAINTED_ANEW)
        with self.watch.measure("colouring"):
            for event in pipeline.colorize(
                self.take, networks, self.folder / "painting", self.check, must_keep=True
            ):
                if isinstance(event, Progress):
                    yield replace(event, fraction=event.fraction * self.begun, eta_sec=None)
                else:
                    kept = kept_for(self.take, event.colors)
        assert kept is not None
        return kept

    def _write(self, kept: KeptColors) -> Generator[Progress, None, list[Writer]]:
        """All films at once, in one pass."""
        sound, total = kept.sound, len(kept)
        model = kept.facts["model"]
        with ExitStack() as open_films:
            writers = []
            for kind in self.films:
                request = replace(self.take, master=master_of(kind))
                path, text = self.folder / file_name(self.stem, kind), text_inside(request, model)
                writer = Writer(
                    path, self.clip, request.master, "copy" if sound is None else sound, text=text
                )
                writers.append(open_films.enter_context(writer))
            frames = zip(read_luma(self.clip, 0, total), kept.frames(), strict=True)
            for number, (luma, ab) in enumerate(frames):
                self.check()
                with self.watch.measure("writing"):
                    cb, cr = planes(gray_unit(luma, self.clip), ab)
                    for writer in writers:
                        writer.write(luma, cb, cr)
                    if number == total // 3:
                        write_png(self.still, luma, cb, cr, self.clip, text_inside(self.take, model))
                if number % 10 == 0:
                    yield self._progress(
                        "writing", 0.7 * number / total, f"Writing: {number} of {total} frames"
                    )
        return writers

    def _read(self, kind: str, writer: Writer) -> Generator[Progress, None, Readback]:
        """Read one film back."""
        reading, nth = read_back(writer), self.films.index(kind)
        with closing(reading):
            while True:
                self.check()
                try:
                    with self.watch.measure("reading back"):
                        share = next(reading)
                except StopIteration as finished:
                    return finished.value
                done = 0.7 + 0.3 * (nth + share) / len(self.films)
                yield self._progress("checking", done, f"Reading back {KINDS[kind].title}")

    def _sealed(self, kind: str, writer: Writer, found: Readback, about: dict[str, Any]) -> Delivered:
        """A finished film with its sidecar."""
        notes = (*self.clip.notes, *writer.notes, *found.faults)
        sidecar = writer.path.with_name(f"{self.stem}-{kind}.json")
        facts = {
            "model": about["model"], "shots": about["shots"], "frames": writer.num_written,
            "complete": writer.num_written == self.clip.num_frames, "notes": notes,
            "luma_error": found.luma_max, "readback": asdict(found),
        }  # fmt: skip
        write_sidecar(sidecar, replace(self.take, master=master_of(kind)), writer.path, facts)
        return Delivered(kind, writer.path, sidecar, found, notes)

    def _lists(self, shots: Sequence[Shot], films: Sequence[Delivered]) -> Iterator[Delivered]:
        """The lists of shots, which speak of a film that is delivered with them, or of the take's own."""
        by_kind = {item.kind: item.path for item in films}
        media = next((by_kind[kind] for kind in MEDIA_FIRST if kind in by_kind), None)
        media = media or self.folder / (self.delivery.film or self.clip.path.name)
        items = listed(self.stem, shots, [words_of(self.take, shot) for shot in shots])
        for kind in self.delivery.kinds:
            if kind in LISTS:
                path = self.folder / file_name(self.stem, kind)
                LISTS[kind](path, self.clip, items, media)
                said = Readback((f"{len(items)} shots, cut from {media.name}.",), (), self.clip.num_frames)
                yield Delivered(kind, path, None, said)

    def _progress(self, stage: str, share: float, message: str) -> Progress:
        fraction = self.begun + (1 - self.begun) * share
        still = self.still if self.still.exists() else None
        return Progress(stage, fraction, message, self.watch.eta_sec(fraction), still)

    def _result(self, done: list[Delivered]) -> ColorizeResult:
        order = {kind: place for place, kind in enumerate(self.delivery.kinds)}
        done.sort(key=lambda item: order[item.kind])
        first = done[0]
        notes = tuple(dict.fromkeys([*self.notes, *(note for item in done for note in item.notes)]))
        return ColorizeResult(
            first.path,
            first.sidecar or first.path,
            self.still,
            self.clip,
            SILENCE,
            dict(self.watch.seconds),
            notes,
            delivered=tuple(done),
        )


def words_of(take: ColorizeRequest, shot: Shot) -> str:
    """What was said of the colours of a shot, or of the whole film where it has no words of its own."""
    own = [words for words in take.shot_words if shot.start <= words.frame < shot.stop]
    prompt, said = (own[0].prompt, own[0].rows) if own else (take.prompt, take.rows)
    rows = ", ".join(f"{row.object} = {row.color}" for row in said)
    return "; ".join(part for part in (prompt.strip(), rows) if part)
