"""The shots of a film for editing programmes: OpenTimelineIO, and EDL (CMX 3600).

The film lies on the timeline whole, cut where its shots change. Source timecode is that of the film, or
00:00:00:00 where it has none; the record begins at 01:00:00:00, the hour at which programmes begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange

from lvocal.media.burnin import NO_TIMECODE
from lvocal.media.timecode import frame_of, later_timecode
from lvocal.values import Clip, Shot, UserError

RECORD_HOUR = "01:00:00:00"

REEL_LETTERS = 8
"""Of a reel's name in an EDL."""

MOST_EVENTS = 999
"""An EDL numbers its events with three digits."""


@dataclass(frozen=True)
class Listed:
    """One shot on the timeline."""

    name: str
    shot: Shot
    words: str
    """What was said of its colours."""


def listed(stem: str, shots: Sequence[Shot], words: Sequence[str]) -> list[Listed]:
    """Shots with names that sort."""
    pairs = enumerate(zip(shots, words, strict=True), 1)
    return [Listed(f"{stem} shot {number:03d}", shot, said) for number, (shot, said) in pairs]


def write_otio(path: Path, clip: Clip, items: Sequence[Listed], media: Path) -> None:
    """A timeline with one track, its clips cut from `media`, named without its folder, and a marker with the
    words on the first frame of each."""
    rate, first = float(clip.fps), frame_of(clip.timecode or NO_TIMECODE, clip.fps)
    timeline = otio.schema.Timeline(media.stem)
    timeline.global_start_time = RationalTime(frame_of(_record_start(clip), clip.fps), rate)
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    whole = TimeRange(RationalTime(first, rate), RationalTime(clip.num_frames, rate))
    for item in items:
        start = RationalTime(first + item.shot.start, rate)
        cut = otio.schema.Clip(
            item.name, _reference(media, whole, clip), TimeRange(start, RationalTime(len(item.shot), rate))
        )
        if item.words:
            moment = TimeRange(start, RationalTime(1, rate))
            cut.markers.append(
                otio.schema.Marker("Words", moment, metadata={"lvocal": {"words": item.words}})
            )
            cut.markers[-1].comment = item.words
        track.append(cut)
    timeline.tracks.append(track)
    timeline.metadata["lvocal"] = {"timecode": clip.timecode or NO_TIMECODE, "frame_rate": str(clip.fps)}
    otio.adapters.write_to_file(timeline, str(path), "otio_json")


def write_edl(path: Path, clip: Clip, items: Sequence[Listed], media: Path) -> None:
    """Events with source and record timecode, the names of shot and file, and the words as locators. Raises
    UserError for more shots than an EDL can hold."""
    if len(items) > MOST_EVENTS:
        raise UserError(
            f"The film has {len(items)} shots, and an EDL holds {MOST_EVENTS}.", "Choose OpenTimelineIO."
        )
    path.write_text("\n".join(_edl_lines(clip, items, media)) + "\n")


def _edl_lines(clip: Clip, items: Sequence[Listed], media: Path) -> Iterator[str]:
    source, record = clip.timecode or NO_TIMECODE, _record_start(clip)
    reel = re.sub(r"[^A-Z0-9]", "", clip.path.stem.upper())[:REEL_LETTERS] or "AX"
    yield f"TITLE: {_plain(media.stem)}"
    yield "FCM: DROP FRAME" if ";" in source else "FCM: NON-DROP FRAME"
    for number, item in enumerate(items, 1):
        times = (
            later_timecode(start, frame, clip.fps)
            for start in (source, record)
            for frame in (item.shot.start, item.shot.stop)
        )
        yield ""
        yield f"{number:03d}  {reel:<8} V     C        {' '.join(times)}"
        yield f"* FROM CLIP NAME: {_plain(item.name)}"
        yield f"* SOURCE FILE: {_plain(media.name)}"
        if item.words:
            yield f"* LOC: {later_timecode(record, item.shot.start, clip.fps)} GREEN   {_plain(item.words)}"


def _record_start(clip: Clip) -> str:
    """In the manner of counting that the film has."""
    drops = clip.timecode is not None and ";" in clip.timecode
    return RECORD_HOUR.replace(":00:00:00", ":00:00;00") if drops else RECORD_HOUR


def _reference(media: Path, whole: TimeRange, clip: Clip) -> otio.core.MediaReference:
    """A film, or a folder of pictures numbered from 0."""
    pictures = sorted(media.glob("frame_*")) if media.is_dir() else []
    if not pictures:
        return otio.schema.ExternalReference(media.name, whole)
    return otio.schema.ImageSequenceReference(
        f"{media.name}/", "frame_", pictures[0].suffix, 0, 1, float(clip.fps), 8, available_range=whole
    )


def _plain(text: str) -> str:
    """On one line."""
    return " ".join(text.split())
