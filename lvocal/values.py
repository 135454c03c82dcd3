"""The nouns of the project: small frozen records that every level may read.

Units and shapes stand beside the fields. Nothing here computes, opens a file or knows a network.

Shapes: T frames, H, W pixels of the source; B batch, F latent frames, h, w latent pixels, C latent channels,
L words, A sound tokens per latent frame, D width of the sound features.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from torch import Tensor

    from lvocal.settings import ColorizeSettings

EMOTIONS = ("amusement", "awe", "contentment", "excitement", "anger", "disgust", "fear", "sadness")
"""Mikels' eight emotions (Mikels et al. 2005), in the order every vector of this project uses."""

LANES = ("music", "ambience", "speech")
"""What a mix is made of: the two roads of sound, and the speech that no road listens to."""


Master = Literal["prores", "dnxhr", "ffv1", "png", "exr", "burnin", "chroma"]
"""Kinds of files beside H.264 for browsers; what each is stands in media.masters."""


class UserError(Exception):
    """Something a person can put right: one sentence on what is wrong, one on what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class Cancelled(Exception):
    """The person stopped the job; whatever was finished is kept."""


@dataclass(frozen=True)
class Waveform:
    """Sound; media.audio says where long sound lies."""

    samples: np.ndarray
    """(channels, N) float32 in [-1, 1]."""

    rate_hz: int

    @property
    def duration_sec(self) -> float:
        return self.samples.shape[1] / self.rate_hz


@dataclass(frozen=True)
class Stems:
    """A soundtrack taken apart; the three add up to it."""

    speech: Waveform
    """Stays audible in the film; says nothing about its colours."""
    music: Waveform
    """What the music road listens to."""
    effects: Waveform
    """What the ambience road listens to."""
    separator: str = "mini"
    """What took it apart, as SoundMix names it."""


@dataclass(frozen=True)
class StemLevel:
    """How loud one stem of a film is."""

    name: str
    """"speech", "music" or "effects"."""
    level_db: float
    """Root mean square over the whole film, dB full scale."""
    is_silent: bool
    """It counts as silence from beginning to end."""


@dataclass(frozen=True)
class AudioTrack:
    """What the container says about the first sound stream."""

    codec: str
    rate_hz: int
    channels: int
    duration_sec: float | None
    start_sec: float = 0.0


@dataclass(frozen=True)
class Clip:
    """A film on disk: everything known about it, none of its frames (read those with
    media.video.read_luma)."""

    path: Path
    width: int
    """Displayed width in pixels, after rotation."""
    height: int
    fps: Fraction
    """Average rate as the container states it; only `pts` tells the truth for variable rates."""
    time_base: Fraction
    """Seconds per tick of `pts`."""
    pts: tuple[int, ...]
    """Presentation time of every frame, in ticks, ascending."""
    pixel_format: str
    bit_depth: int
    """Bits of one luma sample: 8, 10, 12 or 16."""
    full_range: bool
    matrix: str
    """"bt709", "bt601", "bt2020" or "rgb"."""
    has_color: bool
    """The source holds chroma; it is treated as grey all the same."""
    rotation: int = 0
    """Degrees clockwise to turn the coded picture: 0, 90, 180, 270. Frames are handed out turned."""
    sample_aspect: Fraction = Fraction(1)
    interlaced: bool = False
    has_alpha: bool = False
    timecode: str | None = None
    audio: AudioTrack | None = None
    notes: tuple[str, ...] = ()
    """Plain sentences about the source that the person should read (treated as grey, sound stops at ...)."""

    @property
    def num_frames(self) -> int:
        return len(self.pts)

    @property
    def duration_sec(self) -> float:
        """Until the end of the last frame, by pts."""
        if len(self.pts) < 2:
            return float(1 / self.fps)
        last = self.pts[-1] - self.pts[-2]
        return float((self.pts[-1] - self.pts[0] + last) * self.time_base)

    def time_sec(self, frame: int) -> float:
        """When a frame is shown, counted from the first one."""
        return float((self.pts[frame] - self.pts[0]) * self.time_base)


@dataclass(frozen=True)
class Shot:
    """Frames start (included) to stop (excluded) between two cuts."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Window:
    """Frames coloured together; the first `overlap` of them are shared with the window before."""

    start: int
    stop: int
    overlap: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True)
class Lane:
    """One road of sound into the colours: a source, or a cross-fade between two.

    A source is "original", "silence", "preset:NAME" or a path to a sound or video file. "original" is the
    film's own music or its own effects where a separator takes its soundtrack apart, else all of it.
    """

    a: str = "original"
    b: str | None = None
    blend: float = 0.0
    """0 is all `a`, 1 is all `b`."""
    gain_db: float = 0.0
    offset_sec: float = 0.0
    """The lane starts this much later (positive) or earlier (negative)."""

    def __post_init__(self) -> None:
        if not 0 <= self.blend <= 1:
            raise ValueError(f"blend must lie in 0..1, got {self.blend}")

    @property
    def is_original(self) -> bool:
        """The lane plays the film's own sound unchanged."""
        return self == Lane()


@dataclass(frozen=True)
class SoundMix:
    """What is heard, and what each road of sound listens to."""

    music: Lane = Lane()
    ambience: Lane = Lane()
    speech_db: float = 0.0
    """Gain of the film's own speech, which no road listens to."""
    separator: Literal["mini", "demucs", "none"] = "mini"
    """Who takes the film's own sound apart; with "none" the whole of it is music and ambience at once."""
    muted: tuple[str, ...] = ()
    """Names of LANES that are neither heard nor coloured by."""
    soloed: tuple[str, ...] = ()
    """Names of LANES; where there are any, all others are as if muted. A muted lane stays mute."""

    def __post_init__(self) -> None:
        for name in ("muted", "soloed"):
            said = tuple(getattr(self, name))
            if unknown := set(said) - set(LANES):
                raise ValueError(f"there is no lane {sorted(unknown)}; the lanes are {', '.join(LANES)}")
            object.__setattr__(self, name, tuple(lane for lane in LANES if lane in said))
        if not self.separates and (self.speech_db or "speech" in self.muted + self.soloed):
            raise ValueError("speech is no lane of its own while nothing takes the sound apart")

    @property
    def separates(self) -> bool:
        """The film's own sound is taken apart."""
        return self.separator != "none"

    @property
    def is_original(self) -> bool:
        """The film keeps its own soundtrack, bit for bit."""
        as_it_is = self.music.is_original and self.ambience.is_original and not self.speech_db
        return as_it_is and not self.muted and not self.soloed

    def plays(self, lane: str) -> bool:
        """Whether one of LANES is heard, and may colour."""
        return lane not in self.muted and (not self.soloed or lane in self.soloed)


@dataclass(frozen=True)
class Mood:
    """The emotion dial (L-VOCAL Fig. 10): a mix of two of EMOTIONS in the place of what the music says."""

    start: str
    end: str
    amount: float = 0.0
    """0 is all `start`, 1 is all `end`."""

    def __post_init__(self) -> None:
        if unknown := {self.start, self.end} - set(EMOTIONS):
            raise ValueError(f"there is no emotion {sorted(unknown)}; there are {', '.join(EMOTIONS)}")
        if not 0 <= self.amount <= 1:
            raise ValueError(f"amount must lie in 0..1, got {self.amount}")


@dataclass(frozen=True)
class Change:
    """Something heard that the person says is something else, or nothing."""

    heard: str
    """One of EMOTIONS, or a label of the surroundings ("sea waves")."""
    by: str | None = None
    """Another emotion, or the name of a preset of surroundings ("rain"); None is a veto."""


@dataclass(frozen=True)
class Hearing:
    """What the person puts in the place of what is heard; by default everything is as heard."""

    mood: Mood | None = None
    """Where the dial stands; None is "as heard"."""
    emotions: tuple[Change, ...] = ()
    """At most one for each emotion. What a veto takes away goes to the other emotions in proportion."""
    places: tuple[Change, ...] = ()
    """At most one for each label."""

    def __post_init__(self) -> None:
        if self.mood and self.emotions:
            raise ValueError("the dial takes the place of every emotion heard; there is none left to change")
        for changes in (self.emotions, self.places):
            if len({change.heard for change in changes}) < len(changes):
                raise ValueError("something heard is changed twice")
            if any(change.heard == change.by for change in changes):
                raise ValueError("something heard is replaced by itself")
        named = {name for change in self.emotions for name in (change.heard, change.by) if name}
        if unknown := named - set(EMOTIONS):
            raise ValueError(f"there is no emotion {sorted(unknown)}; there are {', '.join(EMOTIONS)}")
        if len(self.emotions) == len(EMOTIONS) and not any(change.by for change in self.emotions):
            raise ValueError("of eight emotions at least one must stay; mute the music instead")


@dataclass(frozen=True)
class Relevance:
    """How much each road of sound had to do with the picture in a stretch of film (AIAIC eq. 8 to 11)."""

    start_sec: float
    stop_sec: float
    music: float | None
    """r in (0, 1) as the network's gate gave it; None where the road was silent or off."""
    ambience: float | None


@dataclass(frozen=True)
class Heard:
    """What the listener made of the two roads of sound."""

    times_sec: tuple[float, ...]
    """Start of each listened segment."""
    emotions: tuple[tuple[float, ...], ...]
    """One probability per emotion of EMOTIONS, per segment; empty when there is no music."""
    ambience: tuple[tuple[tuple[str, float], ...], ...]
    """The likeliest ambience labels with their probability, per segment, none where they are vetoed; empty
    when there is no ambience."""
    stems: tuple[StemLevel, ...] = ()
    """Of the film's own sound; empty where it was not taken apart."""
    relevance: tuple[Relevance, ...] = ()
    """Where the network has looked at the picture; unknown elsewhere."""


@dataclass(frozen=True)
class ColorRow:
    """An object and the colour it shall have: a colour word ("mustard") or "#rrggbb"."""

    object: str
    color: str
    strength: float = 1.0
    """How far the thing follows its colour: 0 is as if the row were not there, 1 is the colour as said, up to
    2 is more of it."""

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 2:
            raise ValueError(f"strength must lie in 0..2, got {self.strength}")


@dataclass(frozen=True)
class ShotWords:
    """Words of one shot, in place of the film's: of the shot that holds `frame`, wherever its cuts are
    found."""

    frame: int
    prompt: str = ""
    rows: tuple[ColorRow, ...] = ()


@dataclass(frozen=True)
class Palette:
    """Up to five colours, each "#rrggbb", that shall appear in the picture."""

    colors: tuple[str, ...]


NEUTRAL = "#808080"
"""The colour of a mark that keeps its place grey."""


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must lie in {low:g}..{high:g}, got {value:g}")


@dataclass(frozen=True)
class HueBand:
    """Colours around one hue that change together; the change is whole in the middle and fades to the edges.

    Hues are degrees of a*b*: red 35, yellow 95, green 140, teal 195, blue 275, violet 315."""

    hue: float
    width: float = 45.0
    """Degrees from the middle to where nothing changes any more."""
    saturation: float = 1.0
    """Factor; 0 makes them neutral."""
    rotation: float = 0.0
    """Degrees by which the middle turns, from red towards yellow."""

    def __post_init__(self) -> None:
        _within("hue", self.hue, 0, 360)
        _within("width", self.width, 5, 180)
        _within("saturation of a hue band", self.saturation, 0, 3)
        _within("rotation", self.rotation, -90, 90)


@dataclass(frozen=True)
class Trim:
    """The global part of a look: what happens to every painted colour, wherever it stands. Luma stays.

    A function of L*, a*, b* alone. Greys leave neutral by warmth, tint and the two tints only."""

    warmth: float = 0.0
    """Shift along b*: towards yellow, below 0 towards blue."""
    tint: float = 0.0
    """Shift along a*: towards magenta, below 0 towards green."""
    saturation: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Factors on chroma in shadows, mid-tones and highlights."""
    shadow_tint: tuple[float, float] = (0.0, 0.0)
    """a*, b* added in full at black, and not at all from middle grey on."""
    highlight_tint: tuple[float, float] = (0.0, 0.0)
    """a*, b* added in full at white, and not at all up to middle grey."""
    bands: tuple[HueBand, ...] = ()
    two_color: float = 0.0
    """How far colours are brought to one axis from `axis` to its opposite; 1 is two-strip Technicolor."""
    axis: float = 40.0
    """Hue of that axis: 40 runs from red-orange to cyan-green."""

    def __post_init__(self) -> None:
        for name, values, reach in (
            ("warmth", (self.warmth,), 60), ("tint", (self.tint,), 60),
            ("shadow_tint", self.shadow_tint, 80), ("highlight_tint", self.highlight_tint, 80),
        ):  # fmt: skip
            for value in values:
                _within(name, value, -reach, reach)
        for value in self.saturation:
            _within("saturation of a zone", value, 0, 9)
        _within("two_color", self.two_color, 0, 1)
        _within("axis", self.axis, 0, 360)


@dataclass(frozen=True)
class Hint:
    """A colour pinned to a place; pinned NEUTRAL, the place stays grey."""

    frame: int
    x: float
    """0 is the left edge, 1 the right."""
    y: float
    """0 is the top edge, 1 the bottom."""
    color: str
    radius: float = 0.02
    """Of the shorter side."""


@dataclass(frozen=True)
class Stroke:
    """A colour painted along a path over one frame; of strokes that overlap, the later wins."""

    frame: int
    points: tuple[tuple[float, float], ...]
    """x and y as shares of width and height, in the order of the hand; one point is a dab."""
    color: str | None
    """None erases what was painted there before."""
    radius: float = 0.02
    """Of the shorter side."""


@dataclass(frozen=True)
class PaintedFrame:
    """A picture of one frame whose opaque pixels are paint; strokes lie over it."""

    frame: int
    path: Path


@dataclass(frozen=True)
class ReferenceFrame:
    """A coloured picture of one frame of the film."""

    frame: int
    path: Path


@dataclass(frozen=True)
class Words:
    """Sentences, encoded."""

    text: Tensor
    """(B, L, Dt)"""
    color_words: Tensor | None = None
    """(B, L) bool, where a word names a colour; None where nobody knows"""
    shades: Tensor | None = None
    """(B, L, K, 2) the colour of each word's phrase, as Offer has it"""
    said: Tensor | None = None
    """(B, L) bool, where there is one"""
    strength: Tensor | None = None
    """(B, L) how far each word's colour counts; None is 1 for all"""


@dataclass(frozen=True)
class Repaint:
    """Only these frames are painted; all others keep the colours of a take, as its file holds them."""

    take: Path
    """A film that was coloured from the same source."""
    start: int
    stop: int
    """Excluded."""


@dataclass(frozen=True)
class Offer:
    """Colours that words offer for copying, and the picture at the scale at which a place decides for one."""

    light: Tensor
    """(B, F, 2h, 2w) L* in 0..100"""
    detail: Tensor
    """(B, Cd, F, 2h, 2w) what the luminance encoder saw at a quarter of the size"""
    shades: Tensor | None = None
    """(B, L, K, 2) a*b* of each word's colour on things of K lightnesses from 0 to 100, in units of the
    latent."""
    said: Tensor | None = None
    """(B, L) bool, True where a word has a colour."""
    strength: Tensor | None = None
    """(B, L) how far each word's colour counts; None is 1 for all."""
    fewer: Words | None = None
    """The words without those that count less than 1: what is painted where these yield. None where none
    does."""
    marks: Marked | None = None
    """Which known places a person marked, for these yield to words; None where none is marked."""
    taken: Taken | None = None
    """Where the network writes down which word each place took its colour from; None asks for nothing."""


@dataclass(frozen=True)
class Marked:
    """Tokens that a person marked, G colours in all."""

    group: Tensor
    """(B, F, m, n) int64, the number of its colour, from 0; -1 where there is no mark"""
    size: Tensor
    """(B, F, m, n) tokens that the mark covers in its frame; 1 where there is none"""
    away: Tensor
    """(B, G, F, 2h, 2w) how far each cell is from the nearest mark of a colour: 1 is the way across an even
    picture, or an edge of 10 L*."""


@dataclass
class Taken:
    """The answer to a question in an Offer; the last one stays."""

    words: Tensor | None = None
    """(B, P, L) which part of each cell's colour came from which word; P = F * 2h * 2w cells of 4x4
    pixels."""
    likely: Tensor | None = None
    """(B, P, L) how likely it belonged there, before doubt was settled"""


@dataclass(frozen=True)
class Reach:
    """How the latent frames of a long window look at one another: within clips, fused frame by frame."""

    frames: int
    """Latent frames of a clip."""
    overlap: int
    """Latent frames that neighbouring clips share; clips that skip share none."""
    skips: bool
    """Clips of every frame, every second, every fourth ... (L-C4 3.4); else of neighbours only."""


@dataclass(frozen=True)
class Conditions:
    """Everything the network is told that does not depend on the time step; encoded once per window.

    None means absent. "No text" and "no sound" are values of this same type, so guidance is arithmetic.
    """

    gray: Tensor
    """(B, Cg, F, h, w) latent of the luminance."""
    text: Tensor
    """(B, L, Dt) encoded words."""
    mood: Tensor | None = None
    """A_emo (B, D): the emotion heard in the music."""
    env: Tensor | None = None
    """A_env (B, F, A, D): the surroundings heard, one segment per latent frame."""
    palette: Tensor | None = None
    """(B, 15) five colours as Lab / 100."""
    reference: Tensor | None = None
    """(B, C + 1, F, h, w) known colour latents and, last, a mask of where they are known."""
    color_words: Tensor | None = None
    """(B, L) bool, True where a word names a colour; None where nobody knows, or nothing is named."""
    music_strength: float | Tensor = 1.0
    """Multiplies the relevance gate of the music; 0 is no music at all. A tensor (B, 1, 1) while training."""
    ambience_strength: float | Tensor = 1.0
    reach: Reach | None = None
    """The clips in which frames look at one another; None is one of all frames."""
    keyframe: int | None = None
    """The latent frame whose keys and values all frames use in the last blocks (CoolColor 3.4)."""
    offer: Offer | None = None
    """For networks that copy colours."""


ENGINES = {
    "mini": "mini, embedded",
    "wan": "wan, full size",
    "vace": "public Wan2.1-VACE weights, which were not trained with sound: it acts as words alone",
}
"""Every engine, and what it is in a few honest words."""


@dataclass(frozen=True)
class Weights:
    """Which networks: a size, and the folder of its trained weights."""

    engine: Literal["mini", "wan", "vace"] = "mini"
    folder: Path | None = None
    """None is the folder that ships with the project, which holds the embedded size only; for vace it is the
    public hub."""

    @property
    def label(self) -> str:
        """What the networks are, wherever a person reads of them."""
        return ENGINES[self.engine]


@dataclass(frozen=True)
class Machine:
    """How the full size runs on the machine at hand; changes time and memory, and colours hardly."""

    precision: Literal["auto", "fp32", "bf16", "fp8"] = "auto"
    """Of the transformer's weights; fp8 is stored so and computed in bf16. "auto" is bf16 on a graphics card,
    fp32 elsewhere."""
    offload: Literal["none", "parts", "blocks"] = "none"
    """What waits in the computer's memory: the network that is not at work, or all blocks but the one at
    work."""
    tiling: bool = False
    """The autoencoder works tile by tile."""
    attention: str = "native"
    """A backend of diffusers: native, flash, _flash_3, sage, ..."""
    compiles: bool = False
    """Compile the blocks at the first step, which takes minutes once."""


@dataclass(frozen=True)
class ColorizeRequest:
    """One job, complete: the same request with the same seed gives the same file."""

    source: Path
    prompt: str = ""
    rows: tuple[ColorRow, ...] = ()
    shot_words: tuple[ShotWords, ...] = field(default=(), kw_only=True)
    """Of shots that have words of their own; a shot without any has `prompt` and `rows`."""
    mix: SoundMix = SoundMix()
    palette: Palette | None = None
    hints: tuple[Hint, ...] = ()
    references: tuple[ReferenceFrame, ...] = ()
    settings: ColorizeSettings = field(default_factory=lambda: _default_settings())
    """Of the embedded size unless said; settings.standard() has those of the others."""
    weights: Weights = Weights()
    master: Master | None = None
    """None writes H.264 for the browser."""
    trim: Trim = Trim()
    """Happens to every painted colour."""
    draft: bool = False
    """A quick look at the whole clip: painted at half the size into a small H.264 file."""
    hearing: Hearing = Hearing()

    strokes: tuple[Stroke, ...] = ()
    paints: tuple[PaintedFrame, ...] = ()
    repaint: Repaint | None = None
    """None paints the whole film."""

    def __post_init__(self) -> None:
        if self.draft and self.master:
            raise ValueError("a draft is a small H.264 file and never a master")


@dataclass(frozen=True)
class Progress:
    """How far a job is; small enough to mail to a browser."""

    stage: str
    """"reading", "listening", "colouring", "writing"."""
    fraction: float
    message: str
    eta_sec: float | None = None
    still: Path | None = None
    """The newest frame that is written, to look at meanwhile."""


@dataclass(frozen=True)
class Readback:
    """What a finished file was found to hold when it was read again, frame by frame."""

    said: tuple[str, ...]
    """What is as it should be, a sentence each."""
    faults: tuple[str, ...]
    """What is not, a sentence each."""
    frames: int
    luma_max: float | None = None
    """Largest |Y of the file - Y of the source| in 8-bit codes; None where the picture's luma was meant to
    change."""
    luma_rms: float | None = None
    """Its root mean square over all pixels of all frames."""
    rgb_rms: float | None = None
    """Distance of R'G'B', decoded by the file's own tags, from what was written; 8-bit codes, over blocks of
    8x8 pixels of a few frames."""


@dataclass(frozen=True)
class Delivered:
    """One file of a delivery."""

    kind: str
    """A Master, "h264", "otio" or "edl"."""
    path: Path
    """A file, or the folder of a picture sequence."""
    sidecar: Path | None = None
    readback: Readback | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivery:
    """What shall be written of a take."""

    take: ColorizeRequest
    kinds: tuple[str, ...]
    """As Delivered names them."""
    colors: Path | None = None
    """The colours that were kept when the take was painted; without them it is painted anew."""
    film: str = ""
    """Name of the take's own film, which a timeline speaks of where no film is delivered beside it."""
    of: str = ""
    """How whoever asked knows the take; nothing here reads it."""


State = Literal["found", "doubtful", "grey", "missing", "overruled", "unread", "off", "unknown"]


@dataclass(frozen=True)
class Landed:
    """What became of one thing whose colour was said."""

    object: str
    color: str
    """As they were written."""
    state: State
    """Painted; painted where it may well not be; painted, but hardly more than grey; nowhere in the picture;
    nowhere, for a row colours the thing that the caption speaks of; behind the last word that the network
    reads; at strength 0; or not known, for networks that do not tell where a colour went."""
    is_row: bool = True
    """A row; else a colour of the caption."""
    frame: int | None = None
    """Of the ShotWords it was said in; None is the film's words."""
    share: float | None = None
    """Of the picture that it took, the mean over the frames its words hold for."""
    delta_e: float | None = None
    """CIEDE2000 from the asked colour, as sample.landing defines it."""
    chroma: float | None = None
    """Mean chroma of what it took."""
    sureness: float | None = None
    """How likely it is in the picture at all, as the network learned to say, 0 to 1."""


@dataclass(frozen=True)
class WordReport:
    """What became of the words."""

    things: tuple[Landed, ...]
    gray_share: float
    """Of the picture that stayed nearly grey, as sample.landing defines it."""
    gray_where: str = ""
    """The ninth of the picture that holds most of that ("bottom left"); empty where it is everywhere or
    none."""


@dataclass(frozen=True)
class Still:
    """One coloured frame."""

    path: Path
    words: WordReport


@dataclass(frozen=True)
class ColorizeResult:
    """What a job leaves behind."""

    video: Path
    """The film, or the folder of a picture sequence; of a delivery, the first file."""
    sidecar: Path
    """JSON with all that is needed to repeat the job."""
    still: Path
    """The frame in the middle of the film; of a stopped one that ends before, its last."""
    clip: Clip
    heard: Heard
    seconds: dict[str, float]
    """Wall-clock time by stage."""
    notes: tuple[str, ...] = ()
    luma_error: float | None = None
    """Largest |output Y - input Y| in 8-bit codes, where the master was read back to check it."""
    complete: bool = True
    """False when the job was stopped and this is the finished part."""
    colors: Path | None = None
    """The painted colours, kept so that further files can be written without painting again."""
    readback: Readback | None = None
    delivered: tuple[Delivered, ...] = ()
    """Every file of a delivery."""
    words: WordReport | None = None
    """What became of the words, as far as the film was painted; None where nothing was."""


def _default_settings() -> Any:
    from lvocal.settings import ColorizeSettings

    return ColorizeSettings()
