"""One window of frames, from lightness to colour: the network's part of the straight line.

Shapes: T frames, F = 1 + (T' - 1)/4 latent frames (T' is T rounded up to 4k + 1), H, W painted pixels.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import torch
from einops import rearrange
from torch import Tensor

from lvocal.model.bundle import Networks
from lvocal.model.codec import MULTIPLE, TIME_STRIDE
from lvocal.sample.canvas import Told, View
from lvocal.sample.canvases import canvas_for
from lvocal.sample.conditions import Brief
from lvocal.sample.flow import noise, walk_as
from lvocal.sample.gates import Gates
from lvocal.sample.guidance import guided_as
from lvocal.sample.keyframe import FIND_SHARE, find_best, leader
from lvocal.sample.known import Known
from lvocal.sample.landing import CELL, Landing
from lvocal.sample.mark_ways import marked_places
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, Conditions, Reach, Relevance, Taken, Window, WordReport

FLOW_SHARE = 0.7
"""Of the time of a window, what finding the keyframe and the solver steps take."""

GRAYS = 65535
"""Steps of the table of lightnesses."""

Painting = Generator[float, None, np.ndarray]
"""Yields the share done, returns a*b*."""


def painted_size(width: float, height: float, paint_px: int) -> tuple[int, int]:
    """(height, width) of the painted picture: `paint_px` on the shorter side, both sides multiples of 16."""
    scale = paint_px / min(width, height)
    return tuple(max(MULTIPLE, round(side * scale / MULTIPLE) * MULTIPLE) for side in (height, width))  # type: ignore[return-value]


class Painter:
    """Paints windows of one clip under one brief."""

    notes: tuple[str, ...] = ()

    def __init__(
        self, networks: Networks, settings: ColorizeSettings, brief: Brief, known: Known, clip: Clip
    ) -> None:
        self.networks, self.settings, self.brief, self.known, self.clip = (
            networks,
            settings,
            brief,
            known,
            clip,
        )
        self.relevance: list[Relevance] = []
        self.canvas = canvas_for(networks)
        tells = networks.transformer.color_copy is not None
        self.landing = Landing(tells, networks.most_words)
        self.size = painted_size(float(clip.width * clip.sample_aspect), clip.height, settings.paint_px)

    def shrink(self, gray: np.ndarray) -> np.ndarray:
        """Grey picture in [0, 1] -> lightness L* (H, W) at painting size."""
        return lightness(cv2.resize(gray, self.size[::-1], interpolation=cv2.INTER_AREA))

    def forget(self) -> None:
        """A cut."""
        self.known.forget()

    @torch.inference_mode()
    def paint(self, light: np.ndarray, window: Window) -> Painting:
        """Lightness (T, H, W) of a window -> a*b* (T, 2, H/2, W/2), float32.

        Yields the share of the work done after every solver step and every few decoded frames, so that
        whoever drives it can tell, stop, or let somebody else in between; returns the colours."""
        frames = [window.start + frame for frame in self.canvas.stands_at(len(light))]
        view, taken = _asking(self.canvas.look(light))
        latent = yield from self._latent(light, view, frames, window)
        showing = self.canvas.show(latent, light)
        while True:
            try:
                yield FLOW_SHARE + (1 - FLOW_SHARE) * next(showing)
            except StopIteration as finished:
                colors: np.ndarray = finished.value
                break
        if not self.known.is_empty:
            self.known.remember(frames, self.canvas.recall(latent, colors))
        colors *= np.float32(self.settings.saturation)
        self._note(light, colors, window, taken)
        return colors

    def report(self) -> WordReport:
        """What became of the words so far."""
        return self.landing.report()

    def _note(self, light: np.ndarray, colors: np.ndarray, window: Window, taken: Taken) -> None:
        """Add the latent frames that no window before has painted to what became of the words."""
        stands = self.canvas.stands_at(len(light))
        new = [at for at, frame in enumerate(stands) if frame >= window.overlap]
        frames, shares = [stands[at] for at in new], None
        if taken.words is not None and taken.likely is not None:
            height, width = (side // CELL for side in light.shape[1:])
            both = rearrange([taken.words, taken.likely], "two 1 (f y x) l -> two f y x l", y=height, x=width)
            shares = both[:, new].float().cpu().numpy()
        self.landing.add(self.brief.at(window.start).wording, light[frames], colors[frames], shares)

    def _latent(
        self, light: np.ndarray, view: View, frames: list[int], window: Window
    ) -> Generator[float, None, Tensor]:
        networks, device = self.networks, self.networks.device
        brief = self.brief.at(window.start)
        conditions = brief.for_window(view, self.clip, window, networks)
        shape = (1, networks.transformer.config.in_channels, *view.gray.shape[2:])
        seen = light[self.canvas.stands_at(len(light))]
        if not self.known.is_empty:
            conditions = self._with_known(conditions, self.known.told(frames, seen), light)
        found, keyframe = 0.0, leader(self.settings.keyframe, window, frames)
        if keyframe == "best":
            found = FIND_SHARE
            keyframe = yield from find_best(
                networks.transformer, self.canvas, conditions, brief, seen, self.settings
            )
        conditions = replace(conditions, keyframe=keyframe, reach=reach_of(self.settings))
        velocity = guided_as(self.settings, networks.transformer, conditions, brief.no_text)
        gates = Gates(networks.transformer)
        velocity = gates.watching(velocity)
        latent = noise(shape, self.settings.seed, device)
        for step, nearer in enumerate(walk_as(self.settings, velocity, latent), start=1):
            latent = nearer
            yield found + (FLOW_SHARE - found) * step / self.settings.steps
        start, stop = self.clip.time_sec(window.start), self.clip.time_sec(window.stop - 1)
        self.relevance.append(Relevance(start, stop + float(1 / self.clip.fps), gates.music, gates.ambience))
        return latent

    def _with_known(self, conditions: Conditions, told: Sequence[Told], light: np.ndarray) -> Conditions:
        reference, offer = self.canvas.reveal(told, light), conditions.offer
        if offer is not None:
            patch = self.networks.transformer.config.patch_size[-1]
            offer = replace(offer, marks=marked_places(told, reference, offer.light, patch))
        return replace(conditions, reference=reference, offer=offer)


def _asking(view: View) -> tuple[View, Taken]:
    """The same, with the question which word each place takes its colour from."""
    taken = Taken()
    return (view._replace(offer=replace(view.offer, taken=taken)) if view.offer else view), taken


def reach_of(settings: ColorizeSettings) -> Reach | None:
    """The clips in which the frames of a window look at one another; None is one of all frames."""
    if settings.fusion == "fade":
        return None
    frames, overlap = (
        -(-count // TIME_STRIDE) for count in (settings.window_frames, settings.overlap_frames)
    )
    return Reach(frames, overlap, settings.fusion == "skip")


def lightness(gray: np.ndarray) -> np.ndarray:
    """Grey value of sRGB in [0, 1] -> CIE L* in 0..100, float32, to a thousandth (a grey has one value in all
    three channels)."""
    return _light_of_gray()[np.rint(gray * GRAYS).astype(np.uint16)]


@cache
def _light_of_gray() -> np.ndarray:
    """(GRAYS + 1,) L*."""
    grays = np.linspace(0, 1, GRAYS + 1, dtype=np.float32)
    return np.ascontiguousarray(cv2.cvtColor(np.dstack([grays[None]] * 3), cv2.COLOR_RGB2Lab)[0, :, 0])
