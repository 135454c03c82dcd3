"""The straight line from a request to a finished film: read, listen, paint window by window, write.

Shapes: T frames of a window, H, W pixels of the film, h, w pixels of the painted picture.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from lvocal.color.spaces import srgb_to_lab
from lvocal.media.container import Sound
from lvocal.media.mix import MixedSound
from lvocal.media.picture_file import read_picture
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.stills import write_png
from lvocal.media.video import read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.draft import draft_settings
from lvocal.sample.known import Known
from lvocal.sample.painters import PaintsWindows, painter_for
from lvocal.sample.render import Check, Render, Stopwatch, planes
from lvocal.sample.roads import hear
from lvocal.sample.sounding import mixed_sound, probed, stems_of
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Heard,
    Progress,
    SoundMix,
    Stems,
    UserError,
    Window,
)

Result = TypeVar("Result")


def colorize(
    request: ColorizeRequest, networks: AnyNetworks, folder: Path, check: Check, must_keep: bool = False
) -> Iterator[Progress | ColorizeResult]:
    """Colour a whole film into `folder`; yields Progress, and at last one ColorizeResult.

    The painted colours are kept beside the film (see kept_colors), with `must_keep` however full the disk is.
    When `check` raises Cancelled, the finished part is kept and yielded (complete=False) before Cancelled
    goes on. Raises UserError for what a person can put right."""
    watch = Stopwatch()
    settings = draft_settings(request.settings) if request.draft else request.settings
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
        painter = painter_of(replace(request, settings=settings), networks, clip, sound, check)
        heard = hear(sound, networks)
    render = Render(request, networks, folder, clip, shots, painter, watch, check)
    audio: Sound = "copy" if sound.heard is None else sound.heard
    writer = Writer(render.video, render.shown, request.master, audio, text=render.text)
    try:
        with writer, render.keeper(sound, must_keep) as keeper:
            yield from render.frames(writer, keeper)
    except Cancelled:
        if writer.num_written:
            yield from render.result(writer, sound, heard, complete=False)
        raise
    yield from render.result(writer, sound, heard, complete=True)


def preview(request: ColorizeRequest, frame: int, networks: AnyNetworks, path: Path, check: Check) -> Path:
    """Colour one frame as a PNG at the film's own size. What was read and heard is kept for the next
    preview."""
    clip = probed(request.source)
    _check_frame(frame, clip)
    sound = end_of(mixed_sound(request.source, request.mix, networks, check), check)
    painter = painter_of(request, networks, clip, sound, check)
    luma = next(iter(read_luma(clip, frame, frame + 1)))
    gray = gray_unit(luma, clip)
    ab = end_of(painter.paint(painter.shrink(gray)[None], Window(frame, frame + 1, 0)), check)
    write_png(path, luma, *planes(gray, ab[0], request.trim), clip)
    return path


def listen(mix: SoundMix, source: Path, networks: AnyNetworks, check: Check = lambda: None) -> Heard:
    """What the listener hears in a mix over a film or a sound file."""
    return hear(end_of(mixed_sound(source, mix, networks, check), check), networks)


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
    request: ColorizeRequest, networks: AnyNetworks, clip: Clip, sound: MixedSound, check: Check
) -> PaintsWindows:
    """Who paints this request, with its pins and coloured frames. UserError for a frame the film has not."""
    frames = [hint.frame for hint in request.hints] + [item.frame for item in request.references]
    if isinstance(request.settings.keyframe, int):
        frames.append(request.settings.keyframe)
    for frame in frames:
        _check_frame(frame, clip)
    references = [(item.frame, _ab_of(item.path)) for item in request.references]
    return painter_for(request, networks, clip, sound, Known(request.hints, references), check)


def _check_frame(frame: int, clip: Clip) -> None:
    if not 0 <= frame < clip.num_frames:
        raise UserError(
            f"{clip.path.name} has no frame {frame}.", f"Choose one from 0 to {clip.num_frames - 1}."
        )


def _ab_of(path: Path) -> np.ndarray:
    lab = srgb_to_lab(read_picture(path).astype(np.float32) / 255)
    return np.ascontiguousarray(lab[..., 1:].transpose(2, 0, 1), dtype=np.float32)
