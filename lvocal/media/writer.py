"""The finished film: the luma that came in, new chroma, every time stamp, and the sound.

Shapes: H, W pixels of the film; luma (H, W) in the codes of the film, as `read_luma` gives it; Cb and Cr
(ceil(H/2), ceil(W/2)) signed in [-0.5, 0.5].
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import numpy as np

from lvocal.media.burnin import BurnIn
from lvocal.media.container import FilmFile, Sound
from lvocal.media.masters import SUFFIX, recipe_for
from lvocal.media.pixels import Array, decoded, rgb_from_planes
from lvocal.media.sequence import PictureSequence
from lvocal.values import Cancelled, Clip, Master

SAMPLES = 3
"""Frames over the film that are remembered as they were written, to be compared with the finished file."""

CHROMA_NOTE = (
    "The chroma-only pass is silent, and its brightness is all one grey: take Y from the source, Cb and Cr "
    "from the pass."
)


class Writer:
    """Writes frames start.. of a clip, in order, as a context manager.

    Nothing is at `path` until the film is whole; one that was stopped (Cancelled) is finished with what it
    has, one that failed is removed. Times are kept tick for tick; a piece of a film starts at zero.
    `audio` is "copy" for the film's own sound untouched, a Waveform to replace it (second 0 is the first
    picture of the film), or None. `text` is stored inside the file. `notes` are sentences for the person,
    complete after the `with` block.
    """

    def __init__(
        self,
        path: Path,
        clip: Clip,
        master: Master | None = None,
        audio: Sound = "copy",
        start: int = 0,
        text: str = "",
    ) -> None:
        if path.suffix != SUFFIX[master]:
            raise ValueError(
                f"{master or 'a film for browsers'} is written to *{SUFFIX[master]}, not {path.name}"
            )
        if not 0 <= start < clip.num_frames:
            raise ValueError(f"start must lie in 0..{clip.num_frames - 1}, got {start}")
        self.path, self.clip, self.master, self.start = path, clip, master, start
        self.audio = None if master == "chroma" else audio
        self.num_written = 0
        self.notes: list[str] = []
        self.samples: dict[int, Array] = {}
        """R'G'B' (H, W, 3) uint8 as they were written, by the number of the frame."""
        self._sampled = {start + (clip.num_frames - start) * part // SAMPLES for part in range(SAMPLES)}
        self._burn = BurnIn(clip) if master == "burnin" else None
        self.shown = self._burn.clip if self._burn else clip
        """The film as it is written; a small one is enlarged for review."""
        draft = path.with_name(f".{path.stem}.part{path.suffix}")
        self._sink: FilmFile | PictureSequence
        if master in ("png", "exr"):
            self._sink = PictureSequence(path, draft, clip, master, self.audio, start, text)
        else:
            recipe = recipe_for(self.shown, master)
            self._sink = FilmFile(path, draft, self.shown, recipe, self.audio, start, text)

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
        if self._burn:
            luma, cb, cr = self._burn.draw(number, luma, cb, cr)
        if self.master == "chroma":
            luma = np.full_like(luma, 1 << (clip.bit_depth - 1))
        if number in self._sampled:
            rgb = (rgb_from_planes if self.path.suffix == "" else decoded)(luma, cb, cr, self.shown)
            self.samples[number] = np.round(rgb * 255).astype(np.uint8)
        self._sink.write(number, luma, cb, cr)
        self.num_written += 1

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.num_written and (kind is None or issubclass(kind, Cancelled)):
            self._sink.finish(self.start + self.num_written)
            self.notes += [*self._own_notes(), *self._sink.notes]
        else:
            self._sink.discard()

    def _own_notes(self) -> list[str]:
        """Of the kinds that are meant to differ from the film."""
        if self.master == "chroma":
            return [CHROMA_NOTE]
        if self._burn and self._burn.factor > 1:
            return [f"The review copy is enlarged {self._burn.factor} times, so that its words can be read."]
        return []
