"""LPIPS: how alike two pictures look to a network that learned to see (Zhang et al. 2018, version 0.1).

The features of AlexNet or VGG16 are built here layer by layer, with torchvision's names, so that its weight
files fit: torchvision itself cannot be imported beside a CPU build of torch (lvocal/wheels.py).

Shapes: B pairs of pictures, T frames, K layers looked at, C_k channels of layer k.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from lvocal.values import UserError

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's R'G'B', which both networks were trained on."""

LOOKED_AT = {"alex": (1, 4, 7, 9, 11), "vgg": (3, 8, 15, 22, 29)}
"""Layers after whose ReLU features are compared; what comes later is not built."""

CHANNELS = {"alex": (64, 192, 384, 256, 256), "vgg": (64, 128, 256, 512, 512)}

LEAST_PX = 32
"""Shortest side of which both networks leave something to look at."""

AT_ONCE = 8
"""Pairs of frames in one pass."""


class Lpips(nn.Module):
    """Distance of pictures: features of K layers, one weight for each of their channels."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, net: str = "alex") -> None:
        """`net` is alex, whose figures papers print, or vgg."""
        super().__init__()
        self.looked_at = LOOKED_AT[net]
        self.features = _alexnet() if net == "alex" else _vgg16()
        self.lins = nn.ModuleList(nn.Conv2d(width, 1, 1, bias=False) for width in CHANNELS[net])
        self.register_buffer("mean", torch.tensor(MEAN)[:, None, None], persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION)[:, None, None], persistent=False)

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        """R'G'B' (B, 3, H, W) in [0, 1] both -> (B,)."""
        pairs = zip(self.lins, self._seen(left), self._seen(right), strict=True)
        parts = [lin((one - other) ** 2).mean(dim=(1, 2, 3)) for lin, one, other in pairs]
        return torch.stack(parts).sum(dim=0)

    def _seen(self, picture: Tensor) -> list[Tensor]:
        """(B, 3, H, W) -> K features (B, C_k, H_k, W_k) of length one at every place."""
        x, seen = (picture - self.mean) / self.deviation, []
        for at, layer in enumerate(self.features):
            x = layer(x)
            if at in self.looked_at:
                seen.append(normalize(x, dim=1))
        return seen


@torch.inference_mode()
def lpips(network: nn.Module, film: np.ndarray, truth: np.ndarray) -> float:
    """LPIPS, no unit, 0 (alike) to about 1, lower is nearer; (T, H, W, 3) uint8 both, mean over frames.

    Zhang et al. 2018. `network` is an Lpips with its learned weights. ValueError for films of unlike shapes,
    UserError for pictures of under LEAST_PX.
    """
    if film.shape != truth.shape or film.dtype != np.uint8 or truth.dtype != np.uint8:
        raise ValueError(f"lpips wants uint8 films of one shape, got {film.shape} and {truth.shape}")
    if min(film.shape[1:3]) < LEAST_PX:
        raise UserError(
            f"LPIPS needs pictures of {LEAST_PX} pixels, and these are {film.shape[2]}x{film.shape[1]}.",
            "Leave lpips out of --judges, or measure larger clips.",
        )
    like = next(network.parameters())
    far = [
        network(*(_unit(frames[start : start + AT_ONCE], like) for frames in (film, truth))).cpu()
        for start in range(0, len(film), AT_ONCE)
    ]
    return float(torch.cat(far).double().mean())


def _unit(frames: np.ndarray, like: Tensor) -> Tensor:
    """(T, H, W, 3) uint8 -> (T, 3, H, W) in [0, 1]."""
    return (
        torch.from_numpy(np.ascontiguousarray(frames)).to(like.device).permute(0, 3, 1, 2).to(like.dtype)
        / 255
    )


def _alexnet() -> nn.Sequential:
    """Krizhevsky 2014, as torchvision has it, to its last ReLU."""
    return nn.Sequential(
        nn.Conv2d(3, 64, 11, stride=4, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(),
        nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(),
    )  # fmt: skip


def _vgg16() -> nn.Sequential:
    """Simonyan and Zisserman 2015, configuration D, to its last ReLU."""
    layers: list[nn.Module] = []
    width = 3
    for stage, (wider, times) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))):
        layers += [nn.MaxPool2d(2)] if stage else []
        for _ in range(times):
            layers += [nn.Conv2d(width, wider, 3, padding=1), nn.ReLU()]
            width = wider
    return nn.Sequential(*layers)
