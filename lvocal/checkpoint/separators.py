"""Public separators by name, loaded when they are asked for; this project ships none of their weights."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lvocal.model.separator import Separator, TakesApart
from lvocal.model.voice_first import VoiceFirst
from lvocal.values import UserError

DEMUCS = "htdemucs"
"""Hybrid Transformer Demucs (Rouard et al. 2023), trained on songs."""


def load_public(name: str, embedded: Separator) -> TakesApart:
    """A separator by the name a SoundMix has for it. UserError when there is none, or it is not installed."""
    if name != "demucs":
        raise UserError(f'There is no separator called "{name}".', "Choose mini, demucs or none.")
    return VoiceFirst(_demucs(DEMUCS), embedded, "demucs")


@lru_cache(maxsize=1)
def _demucs(name: str) -> Any:
    """The network as its package loads it, from its own cache or its own server."""
    try:
        from demucs.pretrained import get_model
    except ImportError as problem:
        raise UserError("Demucs is not installed.", "Install it: pip install demucs.") from problem
    try:
        return get_model(name).eval()
    except (OSError, SystemExit, RuntimeError) as problem:
        raise UserError(
            f"The weights of Demucs ({name}) are not here and could not be fetched.",
            "Fetch them once where there is a network: "
            f"python -c \"from demucs.pretrained import get_model; get_model('{name}')\".",
        ) from problem
