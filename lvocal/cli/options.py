"""Options that say what a film shall look and sound like, and where it goes.

Nothing heavy is imported here, so that --help answers at once.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

WORDS, SOUND, LOOK, DELIVERY = "Words and colours", "Sound", "Look", "Delivery"
"""Panels of the help page."""


class Master(StrEnum):
    """What is delivered instead of H.264 for the browser."""

    prores = "prores"
    dnxhr = "dnxhr"
    ffv1 = "ffv1"
    png = "png"
    exr = "exr"
    burnin = "burnin"
    chroma = "chroma"


class EngineName(StrEnum):
    """Which size of the network paints."""

    mini = "mini"
    wan = "wan"
    vace = "vace"


Film = Annotated[Path, Argument(metavar="FILM", help="The black-and-white film. Colour in it is ignored.")]
Prompt = Annotated[
    str,
    Option(
        help='The scene in a sentence: "a woman in a red coat beside a green car".', rich_help_panel=WORDS
    ),
]
Colors = Annotated[
    list[str],
    Option(
        "--color", metavar="THING=COLOUR[@STRENGTH]", rich_help_panel=WORDS,
        help='Give a thing its colour by word or code: "coat=red", "car=#c9a227". "coat=red@0.5" goes half '
        "way there, 2 is more than said, 0 leaves it out. Repeat for more things.",
    ),
]  # fmt: skip
Shots = Annotated[
    list[str],
    Option(
        "--shot", metavar="FRAME=CAPTION", rich_help_panel=WORDS,
        help='Words of one shot, in place of --prompt and --color: of the shot that holds a frame, "120=a '
        'street at night". Repeat for more shots; the others keep the words of the film.',
    ),
]  # fmt: skip
ShotColors = Annotated[
    list[str],
    Option(
        "--shot-color", metavar="FRAME:THING=COLOUR", rich_help_panel=WORDS,
        help='As --color, for the shot that holds a frame: "120:coat=dark blue". Use the frame of its '
        "--shot.",
    ),
]  # fmt: skip
PaletteFlag = Annotated[
    str | None,
    Option(
        metavar="COLOURS|IMAGE|words:TEXT|random:N", rich_help_panel=WORDS,
        help='Up to five colours that belong in the picture: "#aa3322,mustard,navy", those of an image, of '
        '"words:a beach at sunset", or drawn from a number, random:7.',
    ),
]  # fmt: skip
References = Annotated[
    list[str],
    Option(
        "--reference", metavar="FRAME=IMAGE", rich_help_panel=WORDS,
        help="A coloured still of one frame, which the film shall follow. Repeat for more frames.",
    ),
]  # fmt: skip
Music = Annotated[
    str | None,
    Option(
        metavar="SOUND", rich_help_panel=SOUND,
        help="Music that sets the tone: a file, preset:NAME, original or silence. It is heard in the film.",
    ),
]  # fmt: skip
MusicB = Annotated[
    str | None, Option(metavar="SOUND", help="A second music to fade towards, A to B.", rich_help_panel=SOUND)
]
MusicBlend = Annotated[
    float | None,
    Option(
        min=0,
        max=1,
        help="How far from A to B: 0 is all --music, 1 all --music-b [0.5].",
        rich_help_panel=SOUND,
    ),
]
MusicStrength = Annotated[
    float | None,
    Option(
        help="How far music may pull the tone, 0 to 2; 0 is words alone, to the bit [1].",
        rich_help_panel=SOUND,
    ),
]
Ambience = Annotated[
    str | None,
    Option(
        metavar="SOUND", rich_help_panel=SOUND,
        help="Surroundings that colour the place: a file, preset:NAME, original or silence. Heard, too.",
    ),
]  # fmt: skip
AmbienceB = Annotated[
    str | None, Option(metavar="SOUND", help="Second surroundings to fade towards.", rich_help_panel=SOUND)
]
AmbienceBlend = Annotated[
    float | None,
    Option(min=0, max=1, help="How far from --ambience to --ambience-b [0.5].", rich_help_panel=SOUND),
]
AmbienceStrength = Annotated[
    float | None,
    Option(help="How far ambience may pull the colours of the place, 0 to 2 [1].", rich_help_panel=SOUND),
]
Seed = Annotated[
    int | None,
    Option(help="Another seed is another take; the same seed is the same film.", rich_help_panel=LOOK),
]
Steps = Annotated[
    int | None,
    Option(
        help="Solver steps for each window. One is closest to the words; more is slower and more vivid.",
        rich_help_panel=LOOK,
    ),
]
Guidance = Annotated[
    float | None,
    Option(help="How hard words are pushed; 1 as learned, more is bolder.", rich_help_panel=LOOK),
]
Saturation = Annotated[
    float | None,
    Option(help="Factor on the colours of the result; 0 leaves the film grey.", rich_help_panel=LOOK),
]
KeyframeFlag = Annotated[
    str | None,
    Option(
        "--keyframe", metavar="none|best|FRAME", rich_help_panel=LOOK,
        help="A frame that leads the colours of the frames around it: the best of every window, or one of "
        "your choice [none].",
    ),
]  # fmt: skip
MasterFlag = Annotated[
    Master | None,
    Option(
        rich_help_panel=DELIVERY,
        help="prores: ProRes 422 HQ in .mov. dnxhr: DNxHR HQX in .mov. ffv1: lossless in .mkv. png: a folder "
        "of 16-bit pictures and a WAV. exr: the same in linear light, half float. burnin: a review copy with "
        "timecode in the picture, .mp4. chroma: the two colour planes alone, .mkv. Without it: H.264 in "
        ".mp4, for any browser.",
    ),
]  # fmt: skip
DraftFlag = Annotated[
    bool,
    Option(
        "--draft",
        rich_help_panel=DELIVERY,
        help="A quick look at the whole film first: painted at half the size into a small H.264 file.",
    ),
]
BurnIn = Annotated[
    bool,
    Option("--burn-in", help="Also write NAME-burnin.mp4: timecode, frame and name in the picture.",
           rich_help_panel=DELIVERY),
]  # fmt: skip
Chroma = Annotated[
    bool,
    Option("--chroma", help="Also write NAME-chroma.mkv: the two colour planes, to lay over the original.",
           rich_help_panel=DELIVERY),
]  # fmt: skip
Otio = Annotated[
    bool,
    Option(
        "--otio", help="Also write NAME.otio: the shots, for editing programmes.", rich_help_panel=DELIVERY
    ),
]
Edl = Annotated[
    bool, Option("--edl", help="Also write NAME.edl: the shots as CMX 3600.", rich_help_panel=DELIVERY)
]
KeepColors = Annotated[
    bool,
    Option("--keep-colors", rich_help_panel=DELIVERY,
           help="Also keep the painted colours in NAME.colors (about 210 MB a minute), from which `deliver` "
           "writes further files without painting again."),
]  # fmt: skip
BeginFrom = Annotated[
    Path | None,
    Option("--from", metavar="FILE", rich_help_panel=LOOK,
           help="Begin from the settings inside a film or still that this program made, or its sidecar; "
           "other flags win."),
]  # fmt: skip
EngineFlag = Annotated[
    EngineName,
    Option(
        help="mini runs on any computer; wan is full size and wants a GPU and trained modules; vace is "
        "public Wan2.1-VACE, which wants a GPU, was not trained with sound, and is told of it in words.",
        rich_help_panel=DELIVERY,
    ),
]
ModelFlag = Annotated[
    Path | None,
    Option(
        metavar="FOLDER",
        help="Weights to use instead of those that ship (mini) or those of the hub (vace); wan needs some.",
        rich_help_panel=DELIVERY,
    ),
]
Force = Annotated[
    bool, Option("--force", help="Replace the output when it exists.", rich_help_panel=DELIVERY)
]
