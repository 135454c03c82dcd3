"""Ways to colour a clip, so that one run can hold them beside one another: the app as it is, the app without
one of its parts, with a palette or in silence. Another program is a `Peer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol
from zlib import crc32

from lvocal.color.palette import palette_of_picture
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.evaluate.clips.code_prints import code_print, painting_print
from lvocal.evaluate.switches import SWITCHES
from lvocal.media.video import read_rgb
from lvocal.model.bundle import Networks
from lvocal.sample.pipeline import colorize
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, ColorizeResult, Palette, UserError

PaletteSource = Literal["drawn", "words", "truth"]
"""Palette guidance 3.3 and Table II: from the mixture, from what the caption names, from the true first
frame."""

UNHEARD = (("music_strength", 0.0), ("ambience_strength", 0.0))
"""Settings with which no sound moves a colour, to the bit."""


@dataclass(frozen=True)
class Given:
    """What a method is given of one clip."""

    clip: Clip
    """As it was filmed; nobody but `truth` palettes may look at its colours."""
    caption: str
    folder: Path
    """To write into."""


@dataclass(frozen=True)
class Colored:
    """What a method made."""

    video: Path
    """A film, or a folder of numbered pictures."""
    seconds: float
    """From the film to the coloured one, by the wall clock."""
    luma_error: float | None = None
    """Largest |Y written - Y of the source| in 8-bit codes, where the method says it."""
    peak_gb: float | None = None
    """Most memory of a method that is a process of its own."""


class Method(Protocol):
    """One way."""

    @property
    def name(self) -> str:
        """As tables head its line."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What its colours hang on beside the networks and the settings; other facts are other colours."""
        ...

    def changed(self, networks: Networks) -> Networks:
        """The networks as this method uses them."""
        ...

    def paint(self, given: Given, networks: Networks, settings: ColorizeSettings) -> Colored:
        """UserError where it cannot."""
        ...


@dataclass(frozen=True)
class Ours:
    """The app, and what of it is another way than usual."""

    name: str = "ours"
    switch: str | None = None
    """One of SWITCHES: networks that are told something else."""
    palette: PaletteSource | None = None
    is_wordless: bool = False
    settings: tuple[tuple[str, Any], ...] = ()
    """Of ColorizeSettings, instead of those of the run."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """All but the name, and the code that colours, that of the switch among it."""
        own: list[Any] = [SWITCHES[self.switch]] if self.switch in SWITCHES else []
        own += [_PALETTES[self.palette]] if self.palette else []
        return {**asdict(replace(self, name="")), "code": f"{painting_print()} {code_print(*own)}"}

    def changed(self, networks: Networks) -> Networks:
        """Switched, where there is a switch."""
        return _switched(self.switch, networks) if self.switch else networks

    def paint(self, given: Given, networks: Networks, settings: ColorizeSettings) -> Colored:
        """By the straight line of the app, written without loss."""
        request = ColorizeRequest(
            given.clip.path,
            prompt="" if self.is_wordless else given.caption,
            palette=_PALETTES[self.palette](given) if self.palette else None,
            settings=replace(settings, **dict(self.settings)),
            master="ffv1",
        )
        *_, result = colorize(request, networks, given.folder / "painted", lambda: None)
        assert isinstance(result, ColorizeResult), "the straight line ends with its result"
        return Colored(result.video, sum(result.seconds.values()), result.luma_error)


@lru_cache(maxsize=1)
def _switched(name: str, networks: Networks) -> Networks:
    """Kept, since some switches look things up when they are first asked."""
    if name not in SWITCHES:
        raise UserError(f'There is no ablation called "{name}".', f"Choose one of: {', '.join(SWITCHES)}.")
    return SWITCHES[name](networks)


def _drawn(given: Given) -> Palette:
    return random_palette(crc32(given.clip.path.stem.encode()))


def _of_words(given: Given) -> Palette:
    return palette_of_words(given.caption)


def _of_truth(given: Given) -> Palette:
    return palette_of_picture(next(iter(read_rgb(given.clip, 0, 1))))


_PALETTES: dict[PaletteSource, Callable[[Given], Palette]] = {
    "drawn": _drawn,
    "words": _of_words,
    "truth": _of_truth,
}
