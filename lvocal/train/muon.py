"""Muon: steepest descent for matrices, whose updates turn every direction by the same amount.

Jordan et al. 2024, https://kellerjordan.github.io/posts/muon; step sizes matched to AdamW's as by Liu et al.
2025, https://arxiv.org/abs/2502.16982, section 2.2, so that one learning rate serves both. Unlike
torch.optim.Muon it orthogonalises in float32 and all matrices of one shape at once: a third of the time on a
processor that does not multiply bfloat16 in hardware.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor, nn

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the iteration (Jordan et al.)."""

ITERATIONS = 5

SMALLEST = 32
"""Matrices with fewer rows or columns, vectors and convolutions are left to AdamW."""


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalised, for matrices (M, N)."""

    def __init__(
        self, matrices: Iterable[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.01
    ) -> None:
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Go one step along the gradients that are there."""
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[Tensor]] = defaultdict(list)
            for matrix in group["params"]:
                if matrix.grad is not None:
                    by_shape[matrix.shape].append(matrix)
            for shape, matrices in by_shape.items():
                ways = torch.stack([self._momentum(matrix, group["momentum"]) for matrix in matrices])
                size = group["lr"] * 0.2 * max(shape) ** 0.5
                torch._foreach_mul_(matrices, 1 - group["lr"] * group["weight_decay"])
                torch._foreach_add_(matrices, list(orthogonal(ways).unbind()), alpha=-size)

    def _momentum(self, matrix: Tensor, momentum: float) -> Tensor:
        """Nesterov's look ahead."""
        assert matrix.grad is not None
        state = self.state[matrix]
        kept = state.setdefault("momentum", torch.zeros_like(matrix))
        kept.lerp_(matrix.grad, 1 - momentum)
        return matrix.grad.lerp(kept, momentum)


def orthogonal(matrices: Tensor) -> Tensor:
    """(B, M, N) -> about the nearest matrices with orthonormal rows or columns."""
    x = matrices / matrices.norm(dim=(1, 2), keepdim=True).clamp_min(1e-12)
    if tall := x.shape[1] > x.shape[2]:
        x = x.mT
    a, b, c = NEWTON_SCHULZ
    for _ in range(ITERATIONS):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return x.mT if tall else x


class MuonWithAdamW:
    """Muon for the matrices among parameters, AdamW for the rest; behaves as one optimiser."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], lr: float, betas: tuple[float, float], weight_decay: float
    ) -> None:
        learning = [p for p in parameters if p.requires_grad]
        matrices = [p for p in learning if p.ndim == 2 and min(p.shape) >= SMALLEST]
        taken = {id(p) for p in matrices}
        rest = [p for p in learning if id(p) not in taken]
        self.parts: list[torch.optim.Optimizer] = []
        if matrices:
            self.parts.append(Muon(matrices, lr, weight_decay=weight_decay))
        if rest:
            self.parts.append(torch.optim.AdamW(rest, lr=lr, betas=betas, weight_decay=weight_decay))

    @property
    def param_groups(self) -> list[dict[str, object]]:
        """Of both parts."""
        return [group for part in self.parts for group in part.param_groups]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients."""
        for part in self.parts:
            part.zero_grad(set_to_none)

    def step(self) -> None:
        """One step of both parts."""
        for part in self.parts:
            part.step()

    def state_dict(self) -> dict[str, object]:
        """Of both parts, by their names."""
        return {type(part).__name__: part.state_dict() for part in self.parts}

    def load_state_dict(self, state: dict[str, dict[str, object]]) -> None:
        """Raises ValueError for the state of another optimiser."""
        if state.keys() != self.state_dict().keys():
            raise ValueError("this run was begun with another optimiser: go on with that, or begin a new run")
        for part in self.parts:
            part.load_state_dict(state[type(part).__name__])
