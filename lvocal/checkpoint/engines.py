"""Which networks a size and a folder stand for."""

from __future__ import annotations

from lvocal.checkpoint.mini import MINI, load_mini
from lvocal.model.bundle import Networks
from lvocal.values import UserError, Weights

STANDARD = Weights()


def load_networks(weights: Weights = STANDARD) -> Networks:
    """Load all networks of a size. Raises UserError when weights are missing, with how to get them."""
    if weights.engine == "wan":
        from lvocal.checkpoint.wan import load_wan  # transformers take a second that mini need not wait

        return load_wan(weights.folder)
    if weights.engine != "mini":
        raise UserError(f'There is no engine called "{weights.engine}".', "Choose mini or wan.")
    return load_mini(weights.folder or MINI)
