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
        raise UserError(
            "The full-size engine has no trained L-VOCAL modules here, and nobody has published any.",
            "Use --engine mini, which ships with the project.",
        )
    if engine != "mini":
        raise UserError(f'There is no engine called "{engine}".', "Choose mini or wan.")
    return load_mini(folder or MINI)
