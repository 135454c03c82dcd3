"""The luma contract, measured: a film of noise through the whole pipeline into FFV1 and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lvocal.evaluate.bars.table import Row, Trial
from lvocal.evaluate.speed.bench import make_film
from lvocal.model.bundle import MiniNetworks
from lvocal.sample.pipeline import colorize
from lvocal.settings import ColorizeSettings
from lvocal.values import ColorizeRequest, ColorizeResult


def luma(trial: Trial) -> list[Row]:
    """Luma: a film of noise through the whole pipeline and back."""
    error = luma_error_of_ffv1(trial.networks)
    return [Row("luma error in the FFV1 master, 8-bit codes", f"{error:g}", "0", error == 0)]


def luma_error_of_ffv1(networks: MiniNetworks) -> float:
    """Largest |Y of the master - Y of the source| in 8-bit codes, over nine frames of noise and texture."""
    with tempfile.TemporaryDirectory() as name:
        source = make_film(Path(name) / "noise.mp4", frames=9, height=96, width=128)
        request = ColorizeRequest(
            source, prompt="a red car", settings=ColorizeSettings(steps=1, paint_px=64), master="ffv1"
        )
        *_, result = colorize(request, networks, Path(name) / "out", lambda: None)
    assert isinstance(result, ColorizeResult) and result.luma_error is not None
    return result.luma_error
