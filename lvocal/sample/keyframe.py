"""The frame that leads the others of its window (CoolColor 3.4), as a person chose it or as it is found.

Shapes: F latent frames, h, w latent pixels, H, W painted pixels.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, Literal

import cv2
import numpy as np
from einops import rearrange
from torch import Tensor

from lvocal.color.lexicon import Lab
from lvocal.color.spaces import lab_to_srgb
from lvocal.metrics.classic import colorfulness
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.sample.canvas import Canvas
from lvocal.sample.conditions import Brief
from lvocal.sample.flow import noise, walk_as
from lvocal.sample.guidance import guided_as
from lvocal.settings import ColorizeSettings, Keyframe
from lvocal.values import Conditions, Marked, Offer, Window, Words

FIND_SHARE = 0.25
"""Of the time of a window, what finding its best frame takes."""

PRESENT_SHARE = 0.02
"""A colour is in a picture when at least this share of its pixels has it."""

NEARNESS = 20.0
"""Lab units of a*b* between the colour asked for and the one present that make a frame e times worse."""


def leader(keyframe: Keyframe, window: Window, frames: Sequence[int]) -> int | Literal["best"] | None:
    """Which latent frame leads a window whose latent frames stand at `frames` of the film.

    A frame chosen by a person leads the windows that hold it, through the latent frame nearest to it. It is
    not in the attention of any other window, so there the best frame is looked for. A window of one latent
    frame has nothing to lead."""
    if keyframe == "none" or len(frames) == 1:
        return None
    if keyframe == "best" or not window.start <= keyframe < window.stop:
        return "best"
    return min(range(len(frames)), key=lambda at: abs(frames[at] - keyframe))


def find_best(
    network: LVocalTransformer3DModel,
    canvas: Canvas,
    conditions: Conditions,
    brief: Brief,
    light: np.ndarray,
    settings: ColorizeSettings,
) -> Generator[float, None, int]:
    """Colour every latent frame on its own, as a still is coloured, and give the number of the best.

    light (F, H, W) L* of the latent frames. Yields the share of the window's work that is done after every
    solver step, up to FIND_SHARE."""
    alone = apart(conditions)
    count, _, _, height, width = alone.gray.shape
    velocity = guided_as(settings, network, alone, brief.no_text)
    start = noise((1, network.config.in_channels, 1, height, width), settings.seed, alone.gray.device)
    latent = start.expand(count, -1, -1, -1, -1)
    for step, nearer in enumerate(walk_as(settings, velocity, latent), start=1):
        latent = nearer
        yield FIND_SHARE * step / settings.steps
    coarse = canvas.colors(latent)
    return int(np.argmax([merit(frame, ab, brief.asked) for frame, ab in zip(light, coarse, strict=True)]))


def apart(conditions: Conditions) -> Conditions:
    """What a window of F latent frames is told, as F windows of one frame each, along the batch."""
    count = conditions.gray.shape[2]
    whole = {name: getattr(conditions, name) for name in ("text", "mood", "palette")}
    split = {name: getattr(conditions, name) for name in ("gray", "reference")}
    for name, value in whole.items():
        whole[name] = _for_all(value, count)
    for name, value in split.items():
        split[name] = None if value is None else rearrange(value, "1 c f h w -> f c 1 h w")
    env = None if conditions.env is None else rearrange(conditions.env, "1 f a d -> f 1 a d")
    offer = None if conditions.offer is None else _offer_apart(conditions.offer)
    return replace(conditions, **whole, **split, env=env, offer=offer, keyframe=None)


def _offer_apart(offer: Offer) -> Offer:
    count = offer.light.shape[1]
    light = rearrange(offer.light, "1 f y x -> f 1 y x")
    detail = rearrange(offer.detail, "1 c f y x -> f c 1 y x")
    names = ("shades", "said", "strength")
    words: dict[str, Any] = {name: _for_all(getattr(offer, name), count) for name in names}
    if offer.fewer:
        fewer: dict[str, Any] = {name: _for_all(value, count) for name, value in vars(offer.fewer).items()}
        words["fewer"] = Words(**fewer)
    return Offer(light, detail, **words, marks=None if offer.marks is None else _marks_apart(offer.marks))


def _marks_apart(marks: Marked) -> Marked:
    group, size = (rearrange(part, "1 f m n -> f 1 m n") for part in (marks.group, marks.size))
    return Marked(group, size, rearrange(marks.away, "1 g f y x -> f g 1 y x"))


def _for_all(value: Tensor | None, count: int) -> Tensor | None:
    return None if value is None else value.expand(count, *value.shape[1:])


def merit(lightness: np.ndarray, ab: np.ndarray, asked: Sequence[Lab]) -> float:
    """How well one frame is coloured: colourfulness times agreement with the words, 0 upwards.

    CoolColor judges by colourfulness (Hasler and Suesstrunk 2003) and by the CLIP score, without saying how
    it joins them. There is no CLIP at this size, and ours reads only the colours that the words name: 1 when
    each is present, less the farther the nearest present colour lies; 1 when no colour is named. So a frame
    can win by a colour on the wrong thing, which CLIP might notice. They are joined by their product, which
    needs no common scale.

    lightness L* (H, W), ab (2, H', W') at any coarser size; the colours are those before the decoder.
    """
    light = cv2.resize(lightness, ab.shape[:0:-1], interpolation=cv2.INTER_AREA)
    rgb = np.clip(lab_to_srgb(np.stack([light, *ab], axis=-1).astype(np.float64)), 0, 1)
    return colorfulness(rgb) * agreement(ab, asked)


def agreement(ab: np.ndarray, asked: Sequence[Lab]) -> float:
    """How far the colours asked for are present in a*b* (2, H, W), 0 to 1; lightness is the film's, not ours.

    The distance to a colour is the one within which PRESENT_SHARE of the picture lies."""
    if not asked:
        return 1.0
    far = [np.quantile(np.hypot(ab[0] - a, ab[1] - b), PRESENT_SHARE) for _, a, b in asked]
    return float(np.mean(np.exp(-np.array(far) / NEARNESS)))
