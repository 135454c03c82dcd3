"""How long a film will take, told before it starts: its amount of work times this machine's measured speed.

| stage | unit of work |
|---|---|
| reading | megapixels of the film, over all frames |
| listening | seconds of sound |
| colouring | painted megapixels over the frames of all windows, times passes of the network (and its codec) |
| writing | megapixels of the film, over all frames, read once more and written |

Attention grows faster than the frames of a window, and what was heard before is not heard again, so this is
an estimate and no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lvocal.jobs import Job
from lvocal.sample.draft import draft_clip, painting_settings
from lvocal.sample.painter import painted_size
from lvocal.sample.windows import plan_windows
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Shot

if TYPE_CHECKING:
    from lvocal.speeds import Speeds

CODEC_PASSES = 0.4
"""What encoding and decoding a window cost, in passes of the embedded network."""


@dataclass(frozen=True)
class Estimate:
    """Seconds a film takes."""

    seconds: float
    is_rough: bool
    """Some of it was never measured on this machine."""


def estimate(request: ColorizeRequest, clip: Clip, speeds: Speeds) -> Estimate | None:
    """Of a request before it starts; None while nothing is known of an engine."""
    work = work_of(request, clip)
    found = [(units, speeds.sec_per_unit(request.weights.engine, stage)) for stage, units in work.items()]
    if any(speed is None for _, speed in found):
        return None
    known = [(units, speed) for units, speed in found if speed is not None]
    total_sec = sum(units * speed.sec for units, speed in known)
    return Estimate(total_sec, any(speed.is_rough for units, speed in known if units))


Told = Callable[[ColorizeRequest], Estimate | None]


def wait_sec(job: Job, line: Sequence[Job], told: Told) -> float | None:
    """Until a waiting job begins: what is left of all that stands before it in the line. None when that
    cannot be told of one of them; `told` estimates a request."""
    total_sec = 0.0
    for other in line:
        if other is job:
            return total_sec
        left_sec = _left_sec(other, told)
        if left_sec is None:
            return None
        total_sec += left_sec
    return 0.0


def _left_sec(job: Job, told: Told) -> float | None:
    if job.progress is not None and job.progress.eta_sec is not None:
        return job.progress.eta_sec
    found = None if job.delivery else told(job.request)
    return None if found is None else max(0.0, found.seconds - (job.spent_sec or 0.0))


def work_of(request: ColorizeRequest, clip: Clip) -> dict[str, float]:
    """Units of work by stage; writing by kind of file."""
    settings = painting_settings(request)
    shown = draft_clip(clip) if request.draft else clip
    return {
        "reading": megapixels(clip),
        "listening": clip.duration_sec if clip.audio else 0.0,
        "colouring": painted_megapixels(clip, settings) * (passes(settings) + CODEC_PASSES),
        stage_of_writing(request): megapixels(shown),
    }


def stage_of_writing(request: ColorizeRequest) -> str:
    """Kinds of files are written at very different speeds."""
    return f"writing {request.master or 'h264'}"


def megapixels(clip: Clip) -> float:
    """Of all frames."""
    return clip.width * clip.height * clip.num_frames / 1e6


def painted_megapixels(clip: Clip, settings: ColorizeSettings) -> float:
    """Of all frames of all windows, as if the film had no cut; overlaps are painted twice."""
    height, width = painted_size(float(clip.width * clip.sample_aspect), clip.height, settings.paint_px)
    windows = plan_windows(Shot(0, clip.num_frames), settings.together_frames, settings.overlap_frames)
    return sum(len(window) for window in windows) * height * width / 1e6


def passes(settings: ColorizeSettings) -> int:
    """How often the network looks at a window."""
    return settings.steps * (1 + (settings.guidance != 1) + (settings.sound_guidance != 1))
