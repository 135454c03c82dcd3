"""From a Wan transformer to an L-VOCAL one: what is Wan's, what is new, and how the first becomes the second.

Whatever is new starts silent, so that the grown network answers as Wan did until it has learned something
(L-VOCAL 4.2.2: W_gamma and W_beta start at zero).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from diffusers import WanTransformer3DModel
from torch import Tensor, nn

from lvocal.model.transformer import LVocalTransformer3DModel

if TYPE_CHECKING:
    from diffusers import WanVACETransformer3DModel

NEW_PARTS = (
    "gray_embedding", "reference_embedding", "palette_embedding", "env_gate", "mood_gate", "fusion",
    "color_copy", "env_attn", "emo_mod", "temporal",
)  # fmt: skip
"""Names of the modules that Wan does not have, at the top or within a block."""

NEW_SETTINGS = (
    "gray_channels", "audio_dim", "prediction", "fusion_layers", "temporal", "temporal_rates",
    "temporal_reach", "copy_width", "detail_channels",
)  # fmt: skip
"""What a config says of them."""

PAPER_TRAINABLE = 1.52e9
"""Trainable parameters that L-VOCAL reports for its own network (Table 2)."""


def is_new(name: str) -> bool:
    """Whether a weight, by its name, belongs to a module that Wan does not have."""
    return any(part in NEW_PARTS for part in name.split("."))


def grown(wan: WanTransformer3DModel, **new: Any) -> LVocalTransformer3DModel:
    """A network with the weights of `wan`, and silent new modules as `new` of NEW_SETTINGS shapes them.

    Raises ValueError when a weight of Wan finds no place, or a place that is Wan's stays empty.
    """
    own = {name: value for name, value in wan.config.items() if name in _WAN_SETTINGS}
    with torch.device(wan.device):
        network = LVocalTransformer3DModel(**own, **new)
    missing, unexpected = network.load_state_dict(wan.state_dict(), strict=False, assign=True)
    for name, weight in network.named_parameters():
        if is_new(name):
            weight.data = weight.data.to(wan.dtype)
    astray = [*unexpected, *(name for name in missing if not is_new(name))]
    if astray:
        raise ValueError(f"this is not a Wan transformer that can grow: {', '.join(sorted(astray)[:4])}")
    return network


def new_weights(network: nn.Module) -> dict[str, Tensor]:
    """The weights that Wan does not have, by name: all that an adapter holds."""
    return {name: value for name, value in network.state_dict().items() if is_new(name)}


def take_new_weights(network: nn.Module, weights: dict[str, Tensor]) -> None:
    """Put an adapter's weights into a grown network. Raises ValueError when they are not exactly those."""
    if weights.keys() != new_weights(network).keys():
        astray = sorted(weights.keys() ^ new_weights(network).keys())
        raise ValueError(f"the adapter is of another network: {', '.join(astray[:4])}")
    network.load_state_dict(weights, strict=False)


def new_settings(network: LVocalTransformer3DModel) -> dict[str, Any]:
    """The part of the config that an adapter brings."""
    return {name: network.config[name] for name in NEW_SETTINGS}


def halve(network: LVocalTransformer3DModel | WanVACETransformer3DModel) -> None:
    """Cast to bfloat16 all but what Wan keeps in float32 (norms, the time embedding, the modulation)."""
    for name, weight in network.named_parameters():
        if not any(part in name for part in network._keep_in_fp32_modules):
            weight.data = weight.data.to(torch.bfloat16)


def trainable(network: nn.Module) -> int:
    """How many numbers training may change."""
    return sum(weight.numel() for weight in network.parameters() if weight.requires_grad)


_WAN_SETTINGS = frozenset(
    "patch_size num_attention_heads attention_head_dim in_channels out_channels text_dim freq_dim ffn_dim "
    "num_layers cross_attn_norm qk_norm eps rope_max_seq_len".split()
)
