"""The straight line from a request to a finished film: read, listen, paint window by window, write.

Shapes: T frames of a window, H, W pixels of the film, h, w pixels of the painted picture.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from lvocal.media.container import Sound
from lvocal.media.mix import MixedSound
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.stills import write_png
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.changes import hear_as, hearing_of
from lvocal.sample.draft import painting_settings
from lvocal.sample.handed_in import check_frame, known_of, over_take
from lvocal.sample.over_take import OverTake
from lvocal.sample.painters import PaintsWindows, painter_for
from lvocal.sample.plane_math import lights_of, planes, trim_painted
from lvocal.sample.render import Check, Render
from lvocal.sample.sounding import mixed_sound, probed, stems_of
from lvocal.sample.stopwatch import Stopwatch
from lvocal.sample.wording import shots_where_needed
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Heard,
    Hearing,
    Progress,
    Shot,
    SoundMix,
    Stems,
    Still,
    Window,
    WordReport,
)

Result = TypeVar("Result")

NOTHING_PAINTED = WordReport((), 0.0)
"""What became of the words in a frame that keeps the colours of a take."""

STILL_REACH = 100
"""Frames: a still shows the marks of other frames as far away as this, so that it is there in a moment."""
AS_HEARD = Hearing()


def colorize(
    request: ColorizeRequest, networks: AnyNetworks, folder: Path, check: Check, must_keep: bool = False
) -> Iterator[Progress | ColorizeResult]:
    """Colour a whole film into `folder`; yields Progress, and at last one ColorizeResult.

    The painted colours are kept beside the film (see kept_colors), with `must_keep` however full the disk is.
    When `check` raises Cancelled, the finished part is kept and yielded (complete=False) before Cancelled
    goes on. Raises UserError for what a person can put right."""
    watch = Stopwatch()
    settings = painting_settings(request)
    yield Progress("reading", 0.0, "Reading the film")
    with watch.measure("reading"):
        clip = probed(request.source)
        shots = find_shots(clip, check)
    yield Progress("listening", 0.04, "Listening to music and ambience", watch.eta_sec(0.04))
    separating = mixed_sound(request.source, request.mix, networks, check)
    while True:
        try:
            with watch.measure("listening"):
                share = next(separating)
        except StopIteration as finished:
            sound = finished.value
            break
        yield Progress("listening", 0.04 + 0.015 * share, f"Taking the sound apart: {share:.0%}")
    with watch.measure("listening"):
        over = over_take(request, clip, shots)
        painter = painter_of(replace(request, settings=settings), networks, clip, sound, check, shots, over)
        heard = hear_as(sound, hearing_of(request.hearing, request.mix), networks)
    render = Render(request, networks, folder, clip, shots, painter, watch, check, over)
    audio: Sound = "copy" if sound.heard is None else sound.heard
    writer = Writer(render.video, render.shown, request.master, audio, text=render.text)
    yield Progress("colouring", 0.06, "Colouring the first window")  # its first step may take long
    try:
        with writer, render.keeper(sound, must_keep) as keeper:
            yield from render.frames(writer, keeper)
    except Cancelled:
        if writer.num_written:
            yield from render.result(writer, sound, heard, complete=False)
        raise
    yield from render.result(writer, sound, heard, complete=True)


def preview(request: ColorizeRequest, frame: int, networks: AnyNetworks, path: Path, check: Check) -> Path:
    """The picture of `still` alone."""
    return still(request, frame, networks, path, check).path


def still(request: ColorizeRequest, frame: int, networks: AnyNetworks, path: Path, check: Check) -> Still:
    """Colour one frame as a PNG at the film's own size, and tell what became of the words in it. What was
    read and heard is kept for the next still. Marks of other frames are followed to it, from STILL_REACH
    frames away at most; a frame outside a repainted span has the colours of the take."""
    clip = probed(request.source)
    check_frame(frame, clip)
    over = over_take(request, clip, ())
    luma = next(iter(read_luma(clip, frame, frame + 1)))
    if over is not None and not over.share(frame):
        write_png(path, luma, *next(iter(over.planes(frame, frame + 1))), clip)
        return Still(path, NOTHING_PAINTED)
    sound = end_of(mixed_sound(request.source, request.mix, networks, check), check)
    shots = shots_where_needed(request, clip, check)
    painter = painter_of(request, networks, clip, sound, check, shots)
    near = painter.known.stretch(Shot(frame, frame + 1), Shot(frame - STILL_REACH, frame + STILL_REACH + 1))
    painter.known.follow(near, lambda frames: lights_of(clip, frames, painter.shrink), check)
    gray = gray_unit(luma, clip)
    ab = end_of(painter.paint(painter.shrink(gray)[None], Window(frame, frame + 1, 0)), check)
    write_png(path, luma, *planes(gray, trim_painted(request.trim, gray, ab[0])), clip)
    return Still(path, painter.report())


def listen(
    mix: SoundMix,
    source: Path,
    networks: AnyNetworks,
    check: Check = lambda: None,
    hearing: Hearing = AS_HEARD,
) -> Heard:
    """What the listener hears in a mix over a film or a sound file, and what of it a person has changed."""
    sound = end_of(mixed_sound(source, mix, networks, check), check)
    return hear_as(sound, hearing_of(hearing, mix), networks)


def separate(mix: SoundMix, source: Path, networks: AnyNetworks, check: Check = lambda: None) -> Stems:
    """The film's own sound, taken apart as a mix says. Raises UserError for a film without sound."""
    return end_of(stems_of(source, mix, networks, check), check)


def end_of(steps: Generator[Any, None, Result], check: Check) -> Result:
    """Drive what goes step by step, such as a painting, to its end; `check` may raise between its steps."""
    with closing(steps):
        while True:
            check()
            try:
                next(steps)
            except StopIteration as finished:
                return finished.value


def painter_of(
    request: ColorizeRequest, networks: AnyNetworks, clip: Clip, sound: MixedSound, check: Check,
    shots: Sequence[Shot] = (), over: OverTake | None = None,
) -> PaintsWindows:  # fmt: skip
    """Who paints this request, with its marks and coloured frames; `shots` may be left away where none has
    words of its own. UserError for a frame the film has not."""
    frames = [words.frame for words in request.shot_words]
    if isinstance(request.settings.keyframe, int):
        frames.append(request.settings.keyframe)
    for frame in frames:
        check_frame(frame, clip)
    return painter_for(request, networks, clip, sound, known_of(request, clip, over), check, shots)
