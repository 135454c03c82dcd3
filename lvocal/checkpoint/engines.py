"""Which networks a size and a folder stand for."""

from __future__ import annotations

from pathlib import Path

from lvocal.checkpoint.mini import MINI, load_mini
from lvocal.model.vace_networks import AnyNetworks
from lvocal.values import UserError, Weights

STANDARD = Weights()


def load_networks(weights: Weights = STANDARD) -> AnyNetworks:
    """Load all networks of a size. Raises UserError when weights are missing, with how to get them."""
    if weights.engine == "wan":
        from lvocal.checkpoint.wan import load_wan  # transformers take a second that mini need not wait

        return load_wan(weights.folder)
    if weights.engine == "vace":
        return _vace(weights.folder)
    if weights.engine != "mini":
        raise UserError(f'There is no engine called "{weights.engine}".', "Choose mini, wan or vace.")
    return load_mini(weights.folder or MINI)


def _vace(folder: Path | None) -> AnyNetworks:
    """Public VACE, where the library that runs it is new enough."""
    try:
        from lvocal.checkpoint.vace import load_vace
    except ImportError as problem:
        raise UserError(
            "The diffusers that is installed here cannot run VACE.",
            "Bring it up to date with: pip install -r requirements.txt",
        ) from problem
    return load_vace(folder)
