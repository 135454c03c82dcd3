"""A graphics card on loan, as ZeroGPU of Hugging Face Spaces lends it: for one call, for so many seconds.

On such a Space the program itself has no card. What needs one runs in a process forked from it that does; its
progress comes back as from anywhere, and closing it gives the card back. Time is charged to the visitor, so
the embedded size, which needs no card, never borrows one, and what can be checked is checked before.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.estimate import passes
from lvocal.machine import settled
from lvocal.model.vace_networks import AnyNetworks
from lvocal.sample import pipeline
from lvocal.sample.draft import painting_settings
from lvocal.sample.painter import painted_size
from lvocal.sample.windows import plan_windows
from lvocal.values import Clip, ColorizeRequest, ColorizeResult, Progress, Shot, Still, UserError, Weights

PASS_TFLOP, PASS_TOKENS, PASS_POWER = 292.3, 21 * 30 * 52, 1.51
"""One pass of the full size over 81 frames at 480x832, counted by `bench --engine wan`, its tokens, and how
it grows with them (36.1 TFLOP for a quarter of the tokens)."""

CARD_TFLOPS = 200.0
"""What a card is taken to reach in a second. Not measured: less than half of what makers of such cards
state, so that a film does not end before its last frame."""

START_SEC, CODEC_SEC = 20.0, 4.0
"""Bringing the networks onto the card, and coding one window there and back; as cautious."""

WORDS = {
    "ZeroGPU quota exceeded": (
        "Your time on the graphics card is used up for now.",
        "Sign in to Hugging Face for more of it, come back later, or shorten the film.",
    ),
    "ZeroGPU illegal duration": (
        "This film needs the graphics card for longer than one visitor may have it.",
        "Shorten the film, take fewer steps, or paint it smaller.",
    ),
    "ZeroGPU pending credits exceeded": (
        "Your time on the graphics card is all given to films that run already.",
        "Wait until one of them has ended.",
    ),
    "ZeroGPU queue timeout": ("No graphics card came free.", "Try again in a few minutes."),
    "ZeroGPU client error": ("No graphics card was to be had.", "Try again in a few minutes."),
    "ZeroGPU worker error": (
        "The graphics card stopped in the middle of the film.",
        "Try again; if it stops once more, shorten the film.",
    ),
}
"""What the lender calls its refusals, and what is said instead."""

_at_hand: dict[Weights, AnyNetworks] = {}
"""Networks of this process, which the forked one finds as they are."""


class Loan:
    """Films and stills on a borrowed card."""

    def __init__(self, lend: Callable[..., Any]) -> None:
        """`lend(duration=f)` decorates what needs the card; f tells its seconds from the same arguments."""
        self._film = lend(duration=_film_sec)(_film)
        self._still = lend(duration=_still_sec)(_still)

    def colorize(self, request: ColorizeRequest, folder: Path) -> Iterator[Progress | ColorizeResult]:
        """As pipeline.colorize. UserError in plain words when no card is lent."""
        clip = pipeline.probed(request.source)  # what is no film is said before time is charged
        return _in_words(self._film(request, clip, folder))

    def still(self, request: ColorizeRequest, frame: int, path: Path) -> Still:
        """As pipeline.still."""
        *_, still = _in_words(self._still(request, frame, path))
        return still

    @staticmethod
    def keep(weights: Weights, networks: AnyNetworks) -> None:
        """Networks on the processor that a forked process shall find."""
        _at_hand.clear()
        _at_hand[weights] = networks


def loan_here() -> Loan | None:
    """The loan of this machine; None where no cards are lent."""
    if os.environ.get("SPACES_ZERO_GPU", "").lower() not in ("1", "t", "true"):
        return None
    if importlib.util.find_spec("spaces") is None:
        return None
    return Loan(importlib.import_module("spaces").GPU)


def film_sec(request: ColorizeRequest, clip: Clip) -> float:
    """Seconds to borrow a card for a film."""
    settings = painting_settings(request)
    windows = plan_windows(Shot(0, clip.num_frames), settings.together_frames, settings.overlap_frames)
    shape = (float(clip.width * clip.sample_aspect), clip.height, settings.paint_px)
    painting = sum(passes(settings) * _pass_sec(len(window), *shape) + CODEC_SEC for window in windows)
    return round(START_SEC + painting, 1)


def still_sec(request: ColorizeRequest) -> float:
    """Seconds to borrow a card for one frame of a film of any shape up to 16:9."""
    settings = request.settings
    return round(START_SEC + passes(settings) * _pass_sec(1, 16, 9, settings.paint_px), 1)


def _film_sec(request: ColorizeRequest, clip: Clip, folder: Path) -> float:
    return film_sec(request, clip)


def _still_sec(request: ColorizeRequest, frame: int, path: Path) -> float:
    return still_sec(request)


def _pass_sec(frames: int, width: float, height: float, paint_px: int) -> float:
    rows, columns = painted_size(width, height, paint_px)
    tokens = (1 + (frames - 1 + 3) // 4) * (rows / 16) * (columns / 16)
    return PASS_TFLOP * (tokens / PASS_TOKENS) ** PASS_POWER / CARD_TFLOPS


@torch.inference_mode()
def _film(request: ColorizeRequest, clip: Clip, folder: Path) -> Iterator[Progress | ColorizeResult]:
    """In the process that has the card; whoever iterates stops it by closing."""
    yield from pipeline.colorize(request, _on_card(request.weights), folder, lambda: None)


@torch.inference_mode()
def _still(request: ColorizeRequest, frame: int, path: Path) -> Iterator[Still]:
    yield pipeline.still(request, frame, _on_card(request.weights), path, lambda: None)


def _on_card(weights: Weights) -> AnyNetworks:
    networks = _at_hand.get(weights) or load_networks(weights)
    return settled(networks, torch.device("cuda" if torch.cuda.is_available() else "cpu"))


def _in_words(events: Iterator[Any]) -> Iterator[Any]:
    try:
        yield from events
    except Exception as problem:
        if (said := WORDS.get(getattr(problem, "title", ""))) is None:
            raise
        raise UserError(*said) from problem
