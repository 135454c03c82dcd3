"""The relevance gates, looked at while the network works (AIAIC eq. 8 to 11).

r rests on the sound and on the grey picture alone, so every solver step gives the same.
"""

from __future__ import annotations

from torch import Tensor

from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.model.watched import watched
from lvocal.sample.flow import Velocity


class Gates:
    """r of each road as the network gave it last; None before, and where a road is silent or off."""

    def __init__(self, network: LVocalTransformer3DModel) -> None:
        self.network = network
        self.music: float | None = None
        self.ambience: float | None = None

    def watching(self, velocity: Velocity) -> Velocity:
        """The same velocity, looked at."""

        def watched_velocity(x: Tensor, sigma: Tensor) -> Tensor:
            with watched(self.network.mood_gate) as music, watched(self.network.env_gate) as ambience:
                answer = velocity(x, sigma)
            self.music, self.ambience = (float(r[0].mean()) if r else None for r in (music, ambience))
            return answer

        return watched_velocity
