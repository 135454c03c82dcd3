"""CAM-S: how well colours fit what is heard, as a model that looks and listens says (L-VOCAL sec. 5)."""

from __future__ import annotations

import re
from typing import Protocol

import numpy as np

from lvocal.values import Waveform

PROMPT = (
    "You see a film clip and hear its sound. Judge its colours only, not its story, motion or sharpness: "
    "how well do their hue, saturation and brightness fit the emotion of the music and the surroundings that "
    "the sounds tell of? Answer with one number from 0 (the colours contradict the sound) to 10 (the colours "
    "fit the sound perfectly) and with nothing else."
)
"""Ours: L-VOCAL does not print its own, so that figures compare only where this prompt was asked."""

ANSWER = re.compile(r"([0-9]{1,2}(?:\.[0-9]+)?)\.?")
"""A number and no other word; a full stop may end it."""


class LooksAndListens(Protocol):
    """An audio-language model, such as `lvocal.metrics.judging.OmniJudge`."""

    def ask(self, film: np.ndarray, fps: float, sound: Waveform, prompt: str) -> str:
        """The answer to a prompt about a film (T, H, W, 3) uint8 and its sound."""
        ...


def cam_score(judge: LooksAndListens, film: np.ndarray, fps: float, sound: Waveform) -> float:
    """Colour-audio matching score, 0 to 10, higher is better; film (T, H, W, 3) uint8.

    L-VOCAL sec. 5 asks Qwen2.5-Omni 7B for 0 to 10 and prints 0.38 to 0.51, so presumably a tenth of it.
    ValueError when the answer is no such number.
    """
    return read_score(judge.ask(film, fps, sound, PROMPT))


def read_score(answer: str) -> float:
    """ "7" or "7.5" -> 7.0 or 7.5. ValueError for anything but one number from 0 to 10."""
    found = ANSWER.fullmatch(answer.strip())
    if not found or float(found[1]) > 10:
        raise ValueError(f"one number from 0 to 10 was asked for, the answer was {answer!r}")
    return float(found[1])
