"""What is delivered: the encoder settings of every kind of file, each tagged and converted as BT.709.

| kind | for | codec | sampling | bits | range |
|---|---|---|---|---|---|
| None | browsers | H.264 in MP4 | 4:2:0 (odd sizes 4:4:4) | 8 | limited |
| prores | editing | ProRes 422 HQ in MOV (odd widths 4444) | 4:2:2 | 10 | limited |
| dnxhr | editing in Avid | DNxHR HQX in MOV | 4:2:2 | 10 | limited |
| ffv1 | archives | FFV1 in Matroska | 4:2:0 | as the film | as the film: its luma is kept to the bit |
| png | compositing | RGB pictures and a WAV | 4:4:4 | 16 | full |
| exr | compositing in linear light | RGB pictures and a WAV | 4:4:4 | 16, half float | linear (media/exr) |
| burnin | review | H.264 in MP4, timecode, frame and name in the picture | 4:2:0 | 8 | limited |
| chroma | compositing | FFV1 in Matroska: Cb and Cr of ffv1, Y mid-grey | 4:2:0 | as the film | as the film |
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from av.video.stream import VideoStream

from lvocal.values import Clip, Master, UserError

SUFFIX: dict[str | None, str] = {
    None: ".mp4", "prores": ".mov", "dnxhr": ".mov", "ffv1": ".mkv", "png": "", "exr": "", "burnin": ".mp4",
    "chroma": ".mkv",
}  # fmt: skip
"""The ending of each kind of file; a picture sequence is a folder."""


class Kind(NamedTuple):
    """A kind of file in words."""

    title: str
    who: str
    """Who needs it, and why."""


KINDS: dict[str, Kind] = {
    "h264": Kind("H.264 (MP4)", "Plays in every browser."),
    "prores": Kind("ProRes 422 HQ (MOV)", "For the edit; 10 bits."),
    "dnxhr": Kind("DNxHR HQX (MOV)", "For Avid; 10 bits, even sizes."),
    "ffv1": Kind("FFV1 (MKV)", "For the archive; lossless."),
    "png": Kind("PNG, 16 bits", "For compositing; a folder, and a WAV."),
    "exr": Kind("OpenEXR, half float", "The same in linear light."),
    "chroma": Kind("Chroma pass (MKV)", "Colours to lay over the original."),
    "burnin": Kind("Review copy (MP4)", "Timecode and frame in the picture."),
}
"""Every kind of film, in the order of a list to choose from."""


def short_title(kind: str) -> str:
    """In a word or two: "ProRes", "EDL"."""
    return KINDS[kind].title.split(" (")[0].split(",")[0] if kind in KINDS else kind.upper()


BT709 = 1
SRGB_CURVE = 13
"""IEC 61966-2-1: the tag under which all browsers show the same brightness; Safari shows "bt709" darker."""

GOP_SEC = 1.0
"""Distance of key frames in H.264, so that stepping through the film in a browser is quick."""

DNXHR_LEAST = (256, 120)
"""Smallest picture that the codec knows."""

KEEPS_TEXT = "use_metadata_tags"
"""MP4 and MOV then take texts of any name and length; their older tags end at 64 KB."""


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
    """The settings for one film; ValueError for picture sequences, which are no stream. Raises UserError for
    a size that the codec does not know."""
    if master in (None, "burnin"):
        return _browser(clip)
    if master in ("prores", "dnxhr"):
        return _for_editing(clip, master)
    if master in ("ffv1", "chroma"):
        depth = clip.bit_depth
        pixels = "yuv420p" if depth == 8 else f"yuv420p{depth}le"
        options = {"level": "3", "slicecrc": "1"}
        return Recipe("matroska", "ffv1", pixels, depth, clip.full_range, BT709, options)
    raise ValueError(f"{master} is not a stream")


def _for_editing(clip: Clip, master: str) -> Recipe:
    clock = {"movie_timescale": str(clip.time_base.denominator), "movflags": KEEPS_TEXT}
    if master == "prores":
        # Room for every block: the luma then stays within 4 of 1023 codes, not within 38.
        options = {"profile": "hq", "vendor": "apl0", "bits_per_mb": "8000"}
        if clip.width % 2:  # at 4:2:2 FFmpeg leaves out the last half sample of chroma: a green edge
            deep = {**options, "profile": "4444"}
            return Recipe("mov", "prores_ks", "yuv444p10le", 10, False, BT709, deep, clock)
        return Recipe("mov", "prores_ks", "yuv422p10le", 10, False, BT709, options, clock)
    width, height = DNXHR_LEAST
    if clip.width % 2 or clip.height % 2 or clip.width < width or clip.height < height:
        raise UserError(
            f"DNxHR takes even sizes from {width}x{height}, and this film is {clip.width}x{clip.height}.",
            "Choose ProRes or FFV1, which take every size.",
        )
    return Recipe("mov", "dnxhd", "yuv422p10le", 10, False, BT709, {"profile": "dnxhr_hqx"}, clock)


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
        container_options={
            "movflags": f"+faststart+{KEEPS_TEXT}",
            "movie_timescale": str(clip.time_base.denominator),
        },
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
