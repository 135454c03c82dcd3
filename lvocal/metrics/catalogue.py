"""Every figure in one table: what it is called, which way is better, where it comes from, what it needs.

Reports take their headings from here; what a figure says exactly stands beside the function that measures it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from lvocal.metrics import classic, color_audio, learned, perceptual, steadiness

Need = Literal["truth", "gray", "caption", "sound", "mask", "asked color", "windows"]
"""What a figure wants beside the painted film; gray is the luma of the film that was given."""

Judge = Literal["inception", "i3d", "lpips", "clip", "omni"]
"""Networks by the names that `lvocal.checkpoint.judges.LOADERS` has for them."""

ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "as asked": ""}


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure, as a table heads its column."""

    name: str
    unit: str = ""
    """Empty for plain numbers."""
    better: Literal["higher", "lower", "as asked"]
    source: str
    measure: Callable[..., Any]
    needs: tuple[Need, ...] = ()
    network: Judge | None = None
    over: Literal["film", "set"] = "film"
    """One figure for each film, or one for all films of a run."""
    times: int = 1
    """What papers multiply it by, and a table should."""

    @property
    def heading(self) -> str:
        """Name, factor, unit and direction: "CDC x1000, down"."""
        factor = f" x{self.times}" if self.times > 1 else ""
        unit = f" ({self.unit})" if self.unit else ""
        return f"{self.name}{factor}{unit} {ARROWS[self.better]}".rstrip()


METRICS = (
    Metric(
        name="PSNR",
        unit="dB",
        better="higher",
        source="Huynh-Thu and Ghanbari 2008",
        measure=classic.psnr,
        needs=("truth",),
    ),
    Metric(name="SSIM", better="higher", source="Wang et al. 2004", measure=classic.ssim, needs=("truth",)),
    Metric(
        name="LPIPS",
        better="lower",
        source="Zhang et al. 2018",
        measure=perceptual.lpips,
        needs=("truth",),
        network="lpips",
    ),
    Metric(
        name="FID",
        better="lower",
        source="Heusel et al. 2017",
        measure=learned.fid,
        needs=("truth",),
        network="inception",
        over="set",
    ),
    Metric(
        name="FVD",
        better="lower",
        source="Unterthiner et al. 2019",
        measure=learned.fvd,
        needs=("truth",),
        network="i3d",
        over="set",
    ),
    Metric(
        name="Colorfulness",
        better="higher",
        source="Hasler and Suesstrunk 2003",
        measure=classic.colorfulness,
    ),
    Metric(name="CDC", better="lower", source="Liu et al., TCVC, 2024", measure=classic.cdc, times=1000),
    Metric(
        name="Frame consistency",
        better="higher",
        source="Esser et al. 2023; not the Temp-S of L-VOCAL",
        measure=learned.temporal_score,
        network="clip",
    ),
    Metric(
        name="CAM-S",
        unit="0 to 10",
        better="higher",
        source="L-VOCAL sec. 5, our prompt",
        measure=color_audio.cam_score,
        needs=("sound",),
        network="omni",
    ),
    Metric(
        name="CLIP score",
        better="higher",
        source="Hessel et al. 2021, without 2.5",
        measure=learned.clip_score,
        needs=("caption",),
        network="clip",
    ),
    Metric(
        name="CIEDE2000, mean and 95th percentile",
        unit="dE",
        better="lower",
        source="Sharma, Wu and Dalal 2005",
        measure=classic.ciede2000,
        needs=("truth",),
    ),
    Metric(
        name="Chroma jitter",
        unit="Lab",
        better="lower",
        source="Lai et al. 2018, in colours alone",
        measure=steadiness.chroma_jitter,
        needs=("gray",),
    ),
    Metric(
        name="Border jump",
        unit="dE",
        better="lower",
        source="this project",
        measure=steadiness.border_jump,
        needs=("windows",),
    ),
    Metric(
        name="Luma error",
        unit="codes",
        better="lower",
        source="this project",
        measure=classic.luma_error,
        needs=("gray",),
    ),
    Metric(
        name="Hue error",
        unit="degrees",
        better="lower",
        source="CIE 15:2004",
        measure=classic.hue_error_deg,
        needs=("mask", "asked color"),
    ),
    Metric(
        name="Chroma of the object",
        unit="Lab",
        better="as asked",
        source="CIE 15:2004",
        measure=classic.region_chroma,
        needs=("mask",),
    ),
    Metric(
        name="Spill", unit="dE", better="lower", source="this project", measure=classic.spill, needs=("mask",)
    ),
)


def metric(name: str) -> Metric:
    """By its name. ValueError for another."""
    for one in METRICS:
        if one.name == name:
            return one
    raise ValueError(f"there is no metric {name!r}; there are {', '.join(one.name for one in METRICS)}")
