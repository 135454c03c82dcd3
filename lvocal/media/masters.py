"""What is delivered: the encoder settings of every kind of file, each tagged and converted as BT.709.

| kind | for | codec | sampling | bits | range |
|---|---|---|---|---|---|
| None | browsers | H.264 in MP4 | 4:2:0 (odd sizes 4:4:4) | 8 | limited |
| prores | editing | ProRes 422 HQ in MOV | 4:2:2 | 10 | limited |
| ffv1 | archives | FFV1 in Matroska | 4:2:0 | as the film | as the film: its luma is kept to the bit |
| png | compositing | RGB pictures and a WAV | 4:4:4 | 16 | full |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from av.video.stream import VideoStream

from lvocal.values import Clip

Master = Literal["prores", "ffv1", "png"]

SUFFIX: dict[str | None, str] = {None: ".mp4", "prores": ".mov", "ffv1": ".mkv", "png": ""}
"""The ending of each kind of file; a PNG sequence is a folder."""

BT709 = 1
SRGB_CURVE = 13
"""IEC 61966-2-1: the tag under which all browsers show the same brightness; Safari shows "bt709" darker."""

GOP_SEC = 1.0
"""Distance of key frames in H.264, so that stepping through the film in a browser is quick."""


@dataclass(frozen=True)
class Recipe:
    """How planes become a stream."""

    container: Literal["mp4", "mov", "matroska"]
    codec: str
    pixel_format: str
    bit_depth: int
    full_range: bool
    curve: int
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    gop: int = 1

    @property
    def keeps_half_rows(self) -> bool:
        """Chroma is stored at half height (4:2:0)."""
        return self.pixel_format.startswith("yuv420")

    @property
    def keeps_half_columns(self) -> bool:
        """Chroma is stored at half width (4:2:0 and 4:2:2)."""
        return not self.pixel_format.startswith("yuv444")


def recipe_for(clip: Clip, master: Master | None) -> Recipe:
    """The settings for one film; ValueError for "png", which is no stream."""
    if master is None:
        return _browser(clip)
    if master == "prores":
        # Room for every block: the luma then stays within 4 of 1023 codes, not within 38.
        options = {"profile": "hq", "vendor": "apl0", "bits_per_mb": "8000"}
        clock = {"movie_timescale": str(clip.time_base.denominator)}
        return Recipe("mov", "prores_ks", "yuv422p10le", 10, False, BT709, options, clock)
    if master == "ffv1":
        depth = clip.bit_depth
        pixels = "yuv420p" if depth == 8 else f"yuv420p{depth}le"
        options = {"level": "3", "slicecrc": "1"}
        return Recipe("matroska", "ffv1", pixels, depth, clip.full_range, BT709, options)
    raise ValueError(f"{master} is not a stream")


def _browser(clip: Clip) -> Recipe:
    """8 bits, because browsers decode no 10-bit H.264.

    H.264 cuts 4:2:0 pictures by whole chroma samples, so only 4:4:4 can show an odd size as it is.
    """
    odd = clip.width % 2 or clip.height % 2
    return Recipe(
        container="mp4",
        codec="libx264",
        pixel_format="yuv444p" if odd else "yuv420p",
        bit_depth=8,
        full_range=False,
        curve=SRGB_CURVE,
        # With its macroblock tree x264 165 gives another file every few runs, even on one thread; without it
        # the same job gives the same file (40 runs each way).
        options={"preset": "veryfast", "crf": "18", "mbtree": "0"},
        # The edit list counts in the movie's own clock; at its usual 1/1000 s late starts would be rounded.
        container_options={"movflags": "+faststart", "movie_timescale": str(clip.time_base.denominator)},
        gop=max(1, min(250, round(float(clip.fps) * GOP_SEC))),
    )


def shape_stream(stream: VideoStream, recipe: Recipe, clip: Clip) -> None:
    """Give a fresh output stream the size, clock and colour tags of the film."""
    context = stream.codec_context
    context.width, context.height, context.pix_fmt = clip.width, clip.height, recipe.pixel_format
    context.sample_aspect_ratio = clip.sample_aspect
    context.time_base = clip.time_base
    context.framerate = clip.fps
    context.gop_size = recipe.gop
    context.color_range = 2 if recipe.full_range else 1
    context.colorspace = context.color_primaries = BT709
    context.color_trc = recipe.curve
    context.thread_type = "AUTO"
    stream.time_base = clip.time_base
