"""Keeps torchvision and torchaudio out of the way where they cannot be loaded.

laion-clap brings both. Their wheels on PyPI are compiled for the CUDA build of torch; beside a CPU build,
importing them raises, and transformers and diffusers, which import whatever is there, fall over with them.
"""

import sys
from importlib.metadata import PackageNotFoundError, version

COMPANIONS = ("torchvision", "torchaudio")


def hide_unusable_companions() -> None:
    """Make Python treat them as not installed when torch is a CPU build and they are not."""
    if not _is_cpu_build("torch"):
        return
    for name in COMPANIONS:
        if name not in sys.modules and _is_cpu_build(name) is False:
            sys.modules[name] = None  # type: ignore[assignment]  # how Python spells "not there"


def _is_cpu_build(name: str) -> bool | None:
    """None when it is not installed at all."""
    try:
        return version(name).endswith("+cpu")
    except PackageNotFoundError:
        return None
