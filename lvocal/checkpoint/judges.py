"""The networks that judge, by their public names: Inception-v3, I3D, LPIPS, CLIP and Qwen2.5-Omni.

`weights` is a folder with the files, or the file itself; without it files are looked for where torch.hub and
torchvision keep theirs, and CLIP and Qwen by their hub's id. What is missing is an error that says how to
fetch it; no other network ever stands in, since a figure belongs to its network.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import AutoTokenizer, CLIPModel

from lvocal.checkpoint.hub import place, pretrained
from lvocal.metrics.judging import ClipJudge, OmniJudge
from lvocal.metrics.perceptual import Lpips
from lvocal.values import UserError

CLIP_ID = "openai/clip-vit-large-patch14"
OMNI_ID = "Qwen/Qwen2.5-Omni-7B"

INCEPTION_FILE = "inception-2015-12-05.pt"
"""The network that FID is defined by, as TorchScript, translated from TensorFlow for StyleGAN2-ADA."""

I3D_FILE = "i3d_torchscript.pt"
"""The network that FVD is defined by, as TorchScript, translated from TensorFlow for StyleGAN-V."""

BACKBONE_FILES = {"alex": "alexnet-owt-7be5be79.pth", "vgg": "vgg16-397923af.pth"}
"""Of torchvision, trained on ImageNet; LPIPS looks through them."""

FETCH = {
    INCEPTION_FILE: "curl --create-dirs -Lo {} https://nvlabs-fi-cdn.nvidia.com/stylegan2-ada-pytorch/pretrained/"
    "metrics/inception-2015-12-05.pt",
    I3D_FILE: "hf download flateon/FVD-I3D-torchscript i3d_torchscript.pt --local-dir {folder}",
    **{
        name: f"curl --create-dirs -Lo {{}} https://download.pytorch.org/models/{name}"
        for name in BACKBONE_FILES.values()
    },
}
"""How each file is fetched."""


def load_inception(weights: Path | None = None) -> Any:
    """Inception-v3 for `metrics.learned.picture_features`. UserError when it is missing or no TorchScript."""
    return _script(_file(INCEPTION_FILE, weights, "The Inception-v3 of FID"))


def load_i3d(weights: Path | None = None) -> Any:
    """I3D for `metrics.learned.clip_features`. UserError when it is missing or no TorchScript."""
    return _script(_file(I3D_FILE, weights, "The I3D of FVD"))


def load_lpips(weights: Path | None = None, net: str = "alex") -> Lpips:
    """LPIPS over torchvision's alex or vgg, with the channel weights that torchmetrics carries.

    UserError when torchvision's file is missing or holds another network.
    """
    path = _file(BACKBONE_FILES[net], weights, "The network that LPIPS looks through")
    network = Lpips(net)
    try:
        stored = _tensors(path)
        seen = network.features.state_dict()
        network.features.load_state_dict({name: stored[f"features.{name}"] for name in seen})
    except (KeyError, RuntimeError, TypeError) as problem:
        raise UserError(f"{path.name} does not hold torchvision's network.", "Fetch it again.") from problem
    learned = _tensors(_of_torchmetrics(f"functional/image/lpips_models/{net}.pth"))
    network.lins.load_state_dict(
        {name.replace("lin", "").replace("model.1.", ""): value for name, value in learned.items()}
    )
    return network.eval().requires_grad_(False)


def load_clip(where: str = CLIP_ID, weights: Path | None = None) -> ClipJudge:
    """CLIP by hub id, or from a folder of that name in `weights`. UserError when it cannot be loaded."""
    from transformers import CLIPImageProcessorPil  # not torchvision's, whose pixels differ a little

    where, what = _id_or_folder(where, weights), "CLIP"
    network = pretrained(CLIPModel, where, what)
    pictures = pretrained(CLIPImageProcessorPil, where, what)
    return ClipJudge(network.eval(), pictures, pretrained(AutoTokenizer, where, what))


def load_omni(where: str = OMNI_ID, weights: Path | None = None) -> OmniJudge:
    """Qwen2.5-Omni, the part that writes, in the precision it was stored in; 7B takes about 18 GB.

    By hub id, or from a folder of that name in `weights`. UserError when it cannot be loaded, or torchvision,
    which its eyes need, is not usable beside this build of torch.
    """
    try:
        import torchvision  # noqa: F401
    except ImportError as problem:
        raise UserError(
            "Qwen2.5-Omni looks through torchvision, which cannot be used beside this build of torch.",
            "Install torch and torchvision from one index, as requirements.txt does where there is a GPU.",
        ) from problem
    from transformers import Qwen2_5OmniProcessor, Qwen2_5OmniThinkerForConditionalGeneration

    where, what = _id_or_folder(where, weights), "Qwen2.5-Omni"
    network = pretrained(Qwen2_5OmniThinkerForConditionalGeneration, where, what, dtype="auto")
    return OmniJudge(network.eval(), pretrained(Qwen2_5OmniProcessor, where, what))


LOADERS: dict[str, Callable[[Path | None], Any]] = {
    "inception": load_inception,
    "i3d": load_i3d,
    "lpips": load_lpips,
    "clip": lambda weights: load_clip(weights=weights),
    "omni": lambda weights: load_omni(weights=weights),
}
"""Every judge by the name that `evaluate.clips.measures` has for it."""


def _id_or_folder(where: str, weights: Path | None) -> str:
    """`weights` itself where a model was saved into it, else what `place` finds in it."""
    if weights is None:
        return where
    return str(weights) if (weights / "config.json").exists() else place(where, weights)


def _file(name: str, weights: Path | None, what: str) -> Path:
    """Where a weight file lies; UserError with the command that fetches it when it does not."""
    folder = weights or Path(torch.hub.get_dir()) / "checkpoints"
    path = folder / name if not folder.is_file() else folder
    if not path.exists():
        command = FETCH[name].format(path, folder=folder)
        raise UserError(f"{what} is not here: {path} is missing.", f"Fetch it once with: {command}")
    return path


def _script(path: Path) -> Any:
    """A network that carries its own code, ready to use."""
    try:
        return torch.jit.load(path, map_location="cpu").eval()
    except RuntimeError as problem:
        raise UserError(f"{path.name} cannot be read as TorchScript.", "Fetch it again.") from problem


def _tensors(path: Path) -> dict[str, Tensor]:
    """Nothing in the file is run."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as problem:
        raise UserError(f"{path.name} cannot be read as weights.", "Fetch it again.") from problem


def _of_torchmetrics(name: str) -> Path:
    """A file of the package, found without importing it: it imports torchvision."""
    found = find_spec("torchmetrics")
    if found is None or found.origin is None:
        raise UserError("torchmetrics is not installed.", "Install it: pip install -r requirements.txt")
    return Path(found.origin).parent / name
