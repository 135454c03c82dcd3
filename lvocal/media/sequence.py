"""A folder of pictures, with the sound as WAV and the times as text beside them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal

import numpy as np

from lvocal.media.audio import read_audio
from lvocal.media.container import Sound
from lvocal.media.exr import write_exr
from lvocal.media.inlay import with_text
from lvocal.media.pixels import Array, rgb_from_planes
from lvocal.media.soundtrack import write_wav24
from lvocal.media.stills import png_bytes
from lvocal.media.timecode import later_timecode
from lvocal.values import Clip, UserError, Waveform


class PictureSequence:
    """frame_00000000.png …, 16 bits, or .exr, half float; numbered as in the film. Beside them sound.wav,
    timestamps.txt (Matroska's format v2) and, where the film has one, timecode.txt of the first picture.

    Every picture carries `text`, so that any one of them tells how it was made.
    """

    def __init__(
        self,
        path: Path,
        draft: Path,
        clip: Clip,
        kind: Literal["png", "exr"],
        audio: Sound,
        start: int,
        text: str = "",
    ) -> None:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UserError(f"{path.name} is there already and holds something.", "Choose a new folder.")
        self.path, self.draft, self.clip, self.kind = path, draft, clip, kind
        self.audio, self.start, self.text = audio, start, text
        self.notes: list[str] = []
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()

    def write(self, number: int, luma: Array, cb: Array, cr: Array) -> None:
        """Add frame `number` of the clip."""
        rgb, clip = rgb_from_planes(luma, cb, cr, self.clip), self.clip
        path = self.draft / f"frame_{number:08d}.{self.kind}"
        if self.kind == "exr":
            write_exr(path, rgb, clip.sample_aspect, self.text)
            return
        png = png_bytes(np.round(rgb * 65535).astype(np.uint16), says_709=True)
        path.write_bytes(with_text(png, self.text) if self.text else png)

    def finish(self, stop: int) -> None:
        """Add sound and times, and put the folder in its place."""
        times = [self.clip.time_sec(number) for number in range(self.start, stop)]
        lines = ["# timestamp format v2", *(f"{1000 * (time - times[0]):.3f}" for time in times)]
        (self.draft / "timestamps.txt").write_text("\n".join(lines) + "\n")
        if self.clip.timecode:
            first = later_timecode(self.clip.timecode, self.start, self.clip.fps)
            (self.draft / "timecode.txt").write_text(f"{first}\n")
        sound = read_audio(self.clip.path) if self.audio == "copy" and self.clip.audio else self.audio
        if isinstance(sound, Waveform):
            write_wav24(self.draft / "sound.wav", self._piece(sound, stop))
            self.notes.append("A picture sequence carries no sound; sound.wav, in 24 bits, lies beside it.")
        if self.path.exists():
            self.path.rmdir()
        self.draft.replace(self.path)

    def discard(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.draft, ignore_errors=True)

    def _piece(self, sound: Waveform, stop: int) -> Waveform:
        """The sound of frames start..stop."""
        clip = self.clip
        end_sec = clip.duration_sec if stop == clip.num_frames else clip.time_sec(stop)
        begin, end = (round(sec * sound.rate_hz) for sec in (clip.time_sec(self.start), end_sec))
        return Waveform(sound.samples[:, begin:end], sound.rate_hz)
