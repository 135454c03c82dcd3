"""The finished film: the luma that came in, new chroma, every time stamp, and the sound.

Shapes: H, W pixels of the film; luma (H, W) in the codes of the film, as `read_luma` gives it; Cb and Cr
(ceil(H/2), ceil(W/2)) signed in [-0.5, 0.5].
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from lvocal.media.container import FilmFile, Sound
from lvocal.media.masters import SUFFIX, Master, recipe_for
from lvocal.media.pixels import Array
from lvocal.media.sequence import PictureSequence
from lvocal.values import Cancelled, Clip


class Writer:
    """Writes frames start.. of a clip, in order, as a context manager.

    Nothing is at `path` until the film is whole; one that was stopped (Cancelled) is finished with what it
    has, one that failed is removed. Times are kept tick for tick; a piece of a film starts at zero.
    `audio` is "copy" for the film's own sound untouched, a Waveform to replace it (second 0 is the first
    picture of the film), or None. `notes` are sentences for the person, complete after the `with` block.
    """

    def __init__(
        self, path: Path, clip: Clip, master: Master | None = None, audio: Sound = "copy", start: int = 0
    ) -> None:
        if path.suffix != SUFFIX[master]:
            raise ValueError(
                f"{master or 'a film for browsers'} is written to *{SUFFIX[master]}, not {path.name}"
            )
        if not 0 <= start < clip.num_frames:
            raise ValueError(f"start must lie in 0..{clip.num_frames - 1}, got {start}")
        self.path, self.clip, self.start = path, clip, start
        self.num_written = 0
        self.notes: list[str] = []
        draft = path.with_name(f".{path.stem}.part{path.suffix}")
        self._sink: FilmFile | PictureSequence
        if master == "png":
            self._sink = PictureSequence(path, draft, clip, audio, start)
        else:
            self._sink = FilmFile(path, draft, clip, recipe_for(clip, master), audio, start)

    def __enter__(self) -> Writer:
        return self

    def write(self, luma: Array, cb: Array, cr: Array) -> None:
        """Add the next frame."""
        clip, number = self.clip, self.start + self.num_written
        if number >= clip.num_frames:
            raise ValueError(f"the clip has {clip.num_frames} frames, this would be one more")
        full, half = (clip.height, clip.width), ((clip.height + 1) // 2, (clip.width + 1) // 2)
        if luma.shape != full or cb.shape != half or cr.shape != half:
            raise ValueError(
                f"planes must be {full}, {half}, {half}, got {luma.shape}, {cb.shape}, {cr.shape}"
            )
        self._sink.write(number, luma, cb, cr)
        self.num_written += 1

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.num_written and (kind is None or issubclass(kind, Cancelled)):
            self._sink.finish(self.start + self.num_written)
            self.notes += self._sink.notes
        else:
            self._sink.discard()
