"""What the suites measure: one line a measure, with its unit, its source and what it needs.

A new one is a function of one painted clip, here in `clip_figures.py` or elsewhere, and a line in MEASURES.
Where what it needs is not there, it is left out, and reports say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lvocal.evaluate.clips import clip_figures as figures
from lvocal.evaluate.clips.clip_figures import Pair
from lvocal.evaluate.clips.painted_clip import PaintedClip
from lvocal.metrics.learned import fid, fvd

Better = Literal["higher", "lower", "none"]
Need = Literal["truth", "sound", "caption", "lpips", "clip", "inception", "i3d", "omni"]
"""The last five are networks, by their names in `checkpoint.judges.LOADERS`."""

NETWORKS = ("lpips", "clip", "inception", "i3d", "omni")


@dataclass(frozen=True)
class Measure:
    """One column of the tables."""

    name: str
    unit: str
    """Empty for plain numbers."""
    better: Better
    needs: tuple[Need, ...]
    of: Callable[[PaintedClip], float | Pair | None]
    """A figure; for a distance of sets, what a network sees in a clip, or None in one that is too short."""
    source: str
    """Who published it."""
    distance: Callable[[np.ndarray, np.ndarray], float] | None = None
    """Between all that was seen in painted clips and in true ones (N, D): there is one figure for a run.
    UserError of too few."""

    @property
    def heading(self) -> str:
        """Name and unit."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def about(self) -> str:
        """One sentence, and the source."""
        return f"{(self.of.__doc__ or self.name).strip().splitlines()[0]} {self.source}."

    @property
    def judges(self) -> frozenset[str]:
        """The networks it needs."""
        return frozenset(self.needs) & frozenset(NETWORKS)

    def over(self, pairs: Sequence[Pair]) -> float:
        """The distance over many clips. UserError of too few, and where this is no distance of sets."""
        assert self.distance is not None, "only distances of sets have one figure for a run"
        painted, truth = (np.concatenate(side) for side in zip(*pairs, strict=True))
        return self.distance(painted, truth)


OURS = "This project"
SHARMA = "Sharma, Wu and Dalal 2005"
HASLER = "Hasler and Suesstrunk 2003"
TCVC = "Liu et al., TCVC, 2024"
LAI = "After Lai et al. 2018, in colours alone"

MEASURES = (
    Measure("CIEDE2000", "ΔE", "lower", ("truth",), figures.color_difference, SHARMA),
    Measure("CIEDE2000, 95 %", "ΔE", "lower", ("truth",), figures.worst_difference, SHARMA),
    Measure("PSNR", "dB", "higher", ("truth",), figures.signal_to_noise, "Huynh-Thu and Ghanbari 2008"),
    Measure("SSIM", "", "higher", ("truth",), figures.likeness, "Wang et al. 2004"),
    Measure("PSNR over grey", "dB", "higher", ("truth",), figures.gain_over_gray, OURS),
    Measure("LPIPS", "", "lower", ("truth", "lpips"), figures.perceived_difference, "Zhang et al. 2018"),
    Measure(
        "FID", "", "lower", ("truth", "inception"), figures.picture_looks, "Heusel et al. 2017", distance=fid
    ),
    Measure(
        "FVD", "", "lower", ("truth", "i3d"), figures.film_looks, "Unterthiner et al. 2019", distance=fvd
    ),
    Measure("hue error", "°", "lower", ("truth",), figures.hue_error, "CIE 15:2004"),
    Measure("colourfulness", "M3", "none", (), figures.vividness, HASLER),
    Measure("colourfulness / truth", "share", "none", ("truth",), figures.share_of_vividness, HASLER),
    Measure("CDC", "x1000", "lower", (), figures.consistency, TCVC),
    Measure("CDC over truth", "x1000", "lower", ("truth",), figures.excess_consistency, TCVC),
    Measure("chroma jitter", "ΔE", "lower", (), figures.jitter, LAI),
    Measure("jitter over truth", "ΔE", "lower", ("truth",), figures.excess_jitter, LAI),
    Measure("border jump", "ΔE", "lower", (), figures.join_jump, OURS),
    Measure("luma error", "codes", "lower", (), figures.luma_kept, OURS),
    Measure(
        "CLIP score", "", "higher", ("caption", "clip"), figures.fit_to_caption,
        "Hessel et al. 2021, without their factor of 2.5",
    ),
    Measure("frame consistency", "", "higher", ("clip",), figures.frame_consistency, "Esser et al. 2023"),
    Measure("CAM-S", "0 to 10", "higher", ("sound", "omni"), figures.fit_to_sound, "After L-VOCAL sec. 5"),
)  # fmt: skip
"""In the order of the tables."""
