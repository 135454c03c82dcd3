"""The straight line from a request to a finished film: read, listen, paint window by window, write.

Shapes: T frames of a window, H, W pixels of the film, h, w pixels of the painted picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np

from lvocal.color.spaces import srgb_to_lab
from lvocal.media.audio import read_audio
from lvocal.media.mix import MixedSound, render_mix
from lvocal.media.picture_file import read_picture
from lvocal.media.pixels import gray_unit
from lvocal.media.shots import find_shots
from lvocal.media.stills import write_png
from lvocal.media.video import probe, read_luma
from lvocal.media.writer import Writer
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample.known import Known
from lvocal.sample.painter import Painting
from lvocal.sample.painters import PaintsWindows, painter_for
from lvocal.sample.render import Check, Render, Stopwatch, planes
from lvocal.sample.roads import hear
from lvocal.values import (
    Cancelled,
    Clip,
    ColorizeRequest,
    ColorizeResult,
    Heard,
    Progress,
    SoundMix,
    UserError,
    Waveform,
    Window,
)


def colorize(
    request: ColorizeRequest, networks: AnyNetworks, folder: Path, check: Check
) -> Iterator[Progress | ColorizeResult]:
    """Colour a whole film into `folder`; yields Progress, and at last one ColorizeResult.

    When `check` raises Cancelled, the finished part is kept and yielded (complete=False) before Cancelled
    goes on. Raises UserError for what a person can put right."""
    watch = Stopwatch()
    yield Progress("reading", 0.0, "Reading the film")
    with watch.measure("reading"):
        clip = probe(request.source)
        shots = find_shots(clip, check)
    yield Progress("listening", 0.04, "Listening to music and ambience", watch.eta_sec(0.04))
    with watch.measure("listening"):
        sound = render_mix(request.mix, read_audio(request.source), clip.duration_sec)
        painter = _painter(request, networks, clip, sound, check)
        heard = hear(sound, networks)
    render = Render(request, networks, folder, clip, painter, watch, check)
    writer = Writer(render.video, clip, request.master, "copy" if sound.heard is None else sound.heard)
    try:
        with writer:
            yield from render.frames(writer, shots)
    except Cancelled:
        if writer.num_written:
            yield render.result(writer, sound, heard, complete=False)
        raise
    yield render.result(writer, sound, heard, complete=True)


def preview(request: ColorizeRequest, frame: int, networks: AnyNetworks, path: Path, check: Check) -> Path:
    """Colour one frame as a PNG at the film's own size. What was read and heard is kept for the next
    preview."""
    clip = _probed(request.source, _stamp(request.source))
    _check_frame(frame, clip)
    sound = _mixed(request.source, _stamp(request.source), request.mix)
    painter = _painter(request, networks, clip, sound, check)
    luma = next(iter(read_luma(clip, frame, frame + 1)))
    gray = gray_unit(luma, clip)
    ab = end_of(painter.paint(painter.shrink(gray)[None], Window(frame, frame + 1, 0)), check)
    write_png(path, luma, *planes(gray, ab[0]), clip)
    return path


def listen(mix: SoundMix, source: Path, networks: AnyNetworks) -> Heard:
    """What the listener hears in a mix over a film or a sound file."""
    return hear(_mixed(source, _stamp(source), mix), networks)


def end_of(painting: Painting, check: Check) -> np.ndarray:
    """Drive a painting to its end -> a*b*; `check` may raise between its steps."""
    with closing(painting):
        while True:
            check()
            try:
                next(painting)
            except StopIteration as finished:
                return finished.value


def _painter(
    request: ColorizeRequest, networks: AnyNetworks, clip: Clip, sound: MixedSound, check: Check
) -> PaintsWindows:
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


def _stamp(path: Path) -> tuple[int, int]:
    """Changes when the file does, so that nothing stale is kept."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _probed(source: Path, stamp: tuple[int, int]) -> Clip:
    return probe(source)


@lru_cache(maxsize=4)
def _mixed(source: Path, stamp: tuple[int, int], mix: SoundMix) -> MixedSound:
    sound = read_audio(source)
    return render_mix(mix, sound, _length_sec(source, stamp, sound))


def _length_sec(source: Path, stamp: tuple[int, int], sound: Waveform | None) -> float:
    """Of the film; of the sound alone where there is no picture."""
    try:
        return _probed(source, stamp).duration_sec
    except UserError:
        if sound is None:
            raise
        return sound.duration_sec
