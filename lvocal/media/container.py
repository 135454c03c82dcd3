"""One output container with a picture and perhaps a sound stream."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lvocal.media.exr import TEXT
from lvocal.media.masters import BT709, Recipe, shape_stream
from lvocal.media.pixels import Array, chroma_codes, fill, fit_luma, stretch_columns, stretch_rows
from lvocal.media.soundtrack import Soundtrack, copied, encoded
from lvocal.media.timecode import later_timecode
from lvocal.values import Clip, Waveform

Sound = Literal["copy"] | Waveform | None

FAR_SEC = 1.0
"""A film whose clock starts later than this was cut out of a broadcast; its copy starts at zero."""


class FilmFile:
    """An MP4, MOV or Matroska file in the making; `write` frames in order, then `finish` or `discard`."""

    def __init__(
        self, path: Path, draft: Path, clip: Clip, recipe: Recipe, audio: Sound, start: int, text: str = ""
    ) -> None:
        self.path, self.draft, self.clip, self.recipe = path, draft, clip, recipe
        self.notes: list[str] = []
        self._zero_tick = zero_tick(clip, start)
        # bitexact: no random ids, so the same job gives the same file.
        options = {"fflags": "+bitexact", **recipe.container_options}
        self._out = av.open(str(draft.absolute()), "w", format=recipe.container, container_options=options)
        if text:
            self._out.metadata[TEXT] = text
        stream = self._out.add_stream(recipe.codec, rate=clip.fps, options=dict(recipe.options))
        assert isinstance(stream, VideoStream)
        shape_stream(stream, recipe, clip)
        if clip.timecode:
            stream.metadata["timecode"] = later_timecode(clip.timecode, start, clip.fps)
        self._stream = stream
        self._sound = self._add_sound(audio, start)
        self._say_what_differs()

    def write(self, number: int, luma: Array, cb: Array, cr: Array) -> None:
        """Add frame `number` of the clip."""
        recipe = self.recipe
        frame = VideoFrame(self.clip.width, self.clip.height, recipe.pixel_format)
        fill(frame, 0, fit_luma(luma, self.clip, recipe.bit_depth, recipe.full_range))
        for index, plane in ((1, cb), (2, cr)):
            plane = plane if recipe.keeps_half_rows else stretch_rows(plane, self.clip.height)
            plane = plane if recipe.keeps_half_columns else stretch_columns(plane, self.clip.width)
            fill(frame, index, chroma_codes(plane, recipe.bit_depth, recipe.full_range))
        frame.colorspace, frame.color_range = BT709, 2 if recipe.full_range else 1
        frame.color_primaries, frame.color_trc = BT709, recipe.curve
        frame.pts, frame.time_base = self.clip.pts[number] - self._zero_tick, self.clip.time_base
        self._mux(self._stream.encode(frame))
        if self._sound:
            self._sound.advance(self._shown_sec(number))

    def finish(self, stop: int) -> None:
        """Drain the encoder, bring the sound to its end, and put the file in its place.

        A whole film keeps all of its sound, also what outlasts the picture; a piece ends with its last frame.
        """
        self._mux(self._stream.encode(None))
        if self._sound:
            whole = stop == self.clip.num_frames
            self._sound.advance(float("inf") if whole else self._shown_sec(stop))
            self._sound.close()
            self.notes += self._sound.notes
        self._out.close()
        self.draft.replace(self.path)

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._sound:
            self._sound.close()
        try:
            self._out.close()
        except av.FFmpegError:
            pass  # the draft is thrown away all the same
        self.draft.unlink(missing_ok=True)

    def _add_sound(self, audio: Sound, start: int) -> Soundtrack | None:
        clip, zero_sec = self.clip, float(self._zero_tick * self.clip.time_base)
        if isinstance(audio, Waveform):
            return encoded(clip, audio, self._out, start, zero_sec)
        if audio is None or clip.audio is None:
            return None
        if not (clip.audio.rate_hz and clip.audio.channels):
            self.notes.append("The sound of the film is too damaged to be copied; the result is silent.")
            return None
        track = copied(clip, self._out, zero_sec)
        if track is None:
            kind = "AAC at 320 kbit/s" if self.recipe.container == "mp4" else "24-bit PCM"
            self.notes.append(
                f"{self.path.suffix[1:].upper()} cannot carry sound in {clip.audio.codec}; it became {kind}."
            )
            track = encoded(clip, None, self._out, start, zero_sec)
        return track

    def _say_what_differs(self) -> None:
        if self.recipe.codec == "libx264" and self.recipe.pixel_format == "yuv444p":
            self.notes.append(
                f"{self.clip.width}x{self.clip.height} is an odd size, so it is written as H.264 4:4:4: "
                "Chrome plays it, Safari and some players do not. The masters have no such limit."
            )
        if self.recipe.codec == "prores_ks" and self.recipe.pixel_format == "yuv444p10le":
            self.notes.append("An odd width does not fit ProRes 422, so the master is ProRes 4444.")
        if self.recipe.container != "matroska":
            return
        ticks_per_ms = 1 / (self.clip.time_base * 1000)
        if any(pts % ticks_per_ms for pts in self.clip.pts):
            self.notes.append("Matroska counts in milliseconds; every frame time is rounded to the nearest.")
        if (shape := self.clip.sample_aspect) != 1:
            # PyAV gives no access to the field that Matroska's display size is made from.
            self.notes.append(
                f"The shape of the pixels ({shape.numerator}:{shape.denominator}) is not stored in Matroska; "
                "set it where the master is used."
            )
        if self._sound and (lead_sec := self._sound.lead_sec):
            self.notes.append(
                "Matroska knows no time before zero and the copied sound needs a run-up, so the film starts "
                f"{1000 * lead_sec:.0f} ms later, picture and sound in step."
            )

    def _mux(self, packets: Iterable[Packet]) -> None:
        """Tell every packet how long its frame is shown; encoders only know the average."""
        clip = self.clip
        for packet in packets:
            if packet.pts is not None and packet.time_base:
                tick = round(packet.pts * packet.time_base / clip.time_base) + self._zero_tick
                number = min(bisect_left(clip.pts, tick), clip.num_frames - 1)
                packet.duration = round(_ticks_shown(clip, number) * clip.time_base / packet.time_base)
            self._out.mux(packet)

    def _shown_sec(self, number: int) -> float:
        return float((self.clip.pts[number] - self._zero_tick) * self.clip.time_base)


def zero_tick(clip: Clip, start: int) -> int:
    """The tick that becomes 0: none in a whole film, the first frame in a piece or a recorded broadcast."""
    first_sec = clip.pts[start] * clip.time_base
    return clip.pts[start] if start or not 0 <= first_sec <= FAR_SEC else 0


def _ticks_shown(clip: Clip, number: int) -> int:
    if clip.num_frames == 1:
        return max(round(1 / (clip.fps * clip.time_base)), 1)
    number = min(number, clip.num_frames - 2)
    return clip.pts[number + 1] - clip.pts[number]
