"""Which networks an engine's name stands for."""

from __future__ import annotations

from pathlib import Path

from lvocal.checkpoint.mini import MINI, load_mini
from lvocal.model.bundle import Networks
from lvocal.values import UserError


def load_networks(engine: str = "mini", folder: Path | None = None) -> Networks:
    """Load all networks of an engine from a folder of weights.

    Raises UserError when weights are missing, with how to get them.
    """
    if engine == "wan":
        from lvocal.checkpoint.wan import load_wan  # transformers take a second that mini need not wait

        return load_wan(folder)
    if engine != "mini":
        raise UserError(f'There is no engine called "{engine}".', "Choose mini or wan.")
    return load_mini(folder or MINI)
