"""Networks made ready for a machine: device, precision, what waits elsewhere, how attention is computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import torch
from accelerate import cpu_offload_with_hook

from lvocal.model.bundle import WanNetworks
from lvocal.model.growth import halve
from lvocal.model.vace_networks import AnyNetworks, VaceNetworks
from lvocal.values import Machine, UserError

if TYPE_CHECKING:
    from diffusers import AutoencoderKLWan, WanVACETransformer3DModel

    from lvocal.model.transformer import LVocalTransformer3DModel

    Painters: TypeAlias = LVocalTransformer3DModel | WanVACETransformer3DModel

AS_IS = Machine()


def settled(networks: AnyNetworks, device: torch.device, machine: Machine = AS_IS) -> AnyNetworks:
    """The networks as they run on `device`; they are changed, and cannot be settled otherwise later.

    Raises UserError for what this machine, or the embedded size, cannot do."""
    if isinstance(networks, VaceNetworks):
        fit(networks.transformer, networks.vae, device, machine)
        networks.listener.to(device)
        return replace(networks, works_on=device)
    if isinstance(networks, WanNetworks):
        networks.codec.to(device)
        fit(networks.transformer, networks.codec.vae, device, machine)
        networks.listener.to(device)
        networks.aligner.to(device)
        return replace(networks, works_on=device)
    if machine != AS_IS:
        raise UserError(
            "The embedded size always runs as it is.",
            "Leave the flags of the machine away, or use --engine wan.",
        )
    return networks if networks.device.type == device.type else networks.to(device)


def fit(transformer: Painters, vae: AutoencoderKLWan, device: torch.device, machine: Machine = AS_IS) -> None:
    """Fit the two large networks to `device`, in place. Raises UserError for attention that is not here."""
    _set_precision(transformer, device, machine)
    _set_attention(transformer, machine)
    if machine.tiling:
        vae.enable_tiling()
    if machine.compiles:
        transformer.compile_repeated_blocks()
    vae.to(device)
    if machine.offload == "none":
        transformer.to(device)
    else:
        _let_wait(transformer, vae, device, machine)


def _set_precision(transformer: Painters, device: torch.device, machine: Machine) -> None:
    precision = machine.precision
    if precision == "auto":
        precision = "bf16" if device.type == "cuda" else "fp32"
    if precision != "fp32":
        halve(transformer)
    if precision == "fp8":
        transformer.enable_layerwise_casting(torch.float8_e4m3fn, torch.bfloat16)


def _set_attention(transformer: Painters, machine: Machine) -> None:
    if machine.attention == "native":
        return
    try:
        transformer.set_attention_backend(machine.attention)
    except (ValueError, RuntimeError, ImportError) as problem:
        raise UserError(
            f'Attention cannot be computed by "{machine.attention}" here: {problem}',
            "Leave --attention away.",
        ) from problem


def _let_wait(transformer: Painters, vae: AutoencoderKLWan, device: torch.device, machine: Machine) -> None:
    _, seen = cpu_offload_with_hook(vae, device)
    if machine.offload == "blocks":
        transformer.enable_group_offload(
            device, offload_type="block_level", num_blocks_per_group=1, use_stream=device.type == "cuda"
        )
    else:
        _, painted = cpu_offload_with_hook(transformer, device, prev_module_hook=seen)
        seen.hook.prev_module_hook = painted
