"""One window of frames painted by Wan2.1-VACE: the public road's part of the straight line.

VACE takes a control video and a mask. The grey film is the control, free to change everywhere (mask 1): that
is how VACE was trained to colour (its task "gray"). Colours that are known, from a pin, a coloured frame or
the window before, stand in the control video with mask 0: VACE keeps those. Of what comes out only a*b* are
taken.

Shapes: T frames of a window, T' is T rounded up to 4k + 1, H, W painted pixels, L words, Dt width of the
text.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from lvocal.model.prompt import sentence
from lvocal.model.vace_networks import VaceNetworks
from lvocal.model.video_codec import SPACE_STRIDE
from lvocal.sample.known import Known
from lvocal.sample.painter import Painting, lightness, painted_size
from lvocal.sample.stepping import Tell, stepped
from lvocal.sample.tone_words import Weighed, palette_words, spoken
from lvocal.sample.video_canvas import at_size, chroma_of, filled, frames_of, pictures, stands_at
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Heard, Relevance, UserError, Window

if TYPE_CHECKING:
    from diffusers import SchedulerMixin

STEPS_SHARE = 0.95
"""Of the time of a window, what the solver steps take; the rest decodes."""


class VacePainter:
    """Paints windows of one clip under one request."""

    def __init__(
        self, networks: VaceNetworks, request: ColorizeRequest, known: Known, clip: Clip, heard: Heard
    ) -> None:
        if request.settings.fusion != "fade":
            raise UserError("Public VACE cannot fuse windows inside the network.", "Leave --fusion away.")
        self.networks, self.settings, self.known = networks, request.settings, known
        self.size = painted_size(float(clip.width * clip.sample_aspect), clip.height, self.settings.paint_px)
        self.said = spoken(request, heard)
        self.notes = _notes(request, self.said)
        self.text, self.no_text = encoded(networks, written(request), self.said)
        self.relevance: list[Relevance] = []
        self.before: dict[int, np.ndarray] = {}
        """a*b* (2, H/2, W/2) of the frames of the last window."""

    def shrink(self, gray: np.ndarray) -> np.ndarray:
        """Grey picture in [0, 1] -> lightness L* (H, W) at painting size."""
        return lightness(cv2.resize(gray, self.size[::-1], interpolation=cv2.INTER_AREA))

    def forget(self) -> None:
        """A cut."""
        self.before = {}
        self.known.forget()

    def paint(self, light: np.ndarray, window: Window) -> Painting:
        """Lightness (T, H, W) of a window -> a*b* (T, 2, H/2, W/2), float32; yields after every step."""
        whole = filled(light)
        ab, free = self._control(whole, window)
        video = yield from stepped(lambda tell: self._run(pictures(whole, ab), free, tell))
        colors = chroma_of(video)[: len(light)]
        self.before = dict(zip(range(window.start, window.stop), colors, strict=True))
        return colors * np.float32(self.settings.saturation)

    def _control(self, light: np.ndarray, window: Window) -> tuple[np.ndarray, Tensor]:
        """What is known of L* (T', H, W): a*b* (T', 2, H, W), and a mask (T', 1, H, W) that is 0 there."""
        size = light.shape[1:]
        ab, free = np.zeros((len(light), 2, *size), np.float32), torch.ones(len(light), 1, *size)
        for at in range(window.overlap):
            if (painted := self.before.get(window.start + at)) is not None:
                ab[at], free[at] = at_size(torch.from_numpy(painted), size), 0
        stands = stands_at(len(light))
        for told in self.known.told([window.start + frame for frame in stands], light[stands]):
            where = told.where.repeat_interleave(SPACE_STRIDE, 0).repeat_interleave(SPACE_STRIDE, 1)
            shown = at_size(told.color, size)
            for frame in {*frames_of(told.at), asked_frame(told.at, len(light))}:
                ab[frame][:, where.numpy()] = shown[:, where.numpy()]
                free[frame, 0, where] = 0
        return ab, free

    def _run(self, control: Tensor, free: Tensor, tell: Tell) -> Tensor:
        """The control video (T', 3, H, W) and its mask (T', 1, H, W) -> rgb (3, T', H, W) in [0, 1]."""
        from diffusers import WanVACEPipeline  # it takes a second that the other sizes need not wait

        settings, networks = self.settings, self.networks
        scheduler = _scheduler(networks, settings)
        pipeline = WanVACEPipeline(
            tokenizer=None, text_encoder=None, vae=networks.vae,
            scheduler=scheduler, transformer=networks.transformer,
        )  # fmt: skip
        pipeline.set_progress_bar_config(disable=True)

        def on_step_end(_: Any, step: int, time: Tensor, values: dict[str, Tensor]) -> dict[str, Tensor]:
            tell(STEPS_SHARE * (step + 1) / settings.steps)
            return values

        video: Tensor = pipeline(
            video=control[None], mask=free[None], height=self.size[0], width=self.size[1],
            num_frames=len(control), num_inference_steps=settings.steps, guidance_scale=settings.guidance,
            prompt_embeds=self.text, negative_prompt_embeds=self.no_text,
            generator=torch.Generator().manual_seed(settings.seed), output_type="pt",
            callback_on_step_end=on_step_end,
        ).frames[0]  # fmt: skip
        return video.permute(1, 0, 2, 3)


def written(request: ColorizeRequest) -> str:
    """What the person wrote, as one sentence: rows, prompt, and the names of the palette's colours."""
    said = [sentence(request.prompt, request.rows)]
    if request.palette is not None:
        said.append(palette_words(request.palette))
    return ". ".join(filter(None, said))


def encoded(networks: VaceNetworks, base: str, said: list[Weighed]) -> tuple[Tensor, Tensor]:
    """What is told and its absence, (1, L, Dt) each. Every sentence that sound says is added to those before
    it, and the difference it makes is weighed: 1 is the text as written, 2 is twice as far."""
    texts = [base]
    for words, _ in said:
        texts.append(". ".join(filter(None, (texts[-1], words))))
    no_text, *steps = (text.to(networks.device).float() for text in networks.encode_sentences(["", *texts]))
    told = steps[0]
    for (_, weight), (before, after) in zip(said, pairwise(steps), strict=True):
        told = told + weight * (after - before)
    return told, no_text


def asked_frame(at: int, count: int) -> int:
    """The frame of `count` whose mask VACE reads for a latent frame: it takes the nearest, not all four."""
    index = torch.arange(count, dtype=torch.float32)[None, None]
    return int(interpolate(index, size=len(stands_at(count)), mode="nearest-exact")[0, 0, at])


def _scheduler(networks: VaceNetworks, settings: ColorizeSettings) -> SchedulerMixin:
    """A fresh one, for it holds the state of a walk: VACE's own, or Euler, as the settings say."""
    if settings.solver == "euler":
        from diffusers import FlowMatchEulerDiscreteScheduler

        return FlowMatchEulerDiscreteScheduler(shift=settings.shift)
    return type(networks.scheduler).from_config(networks.scheduler.config, flow_shift=settings.shift)


def _notes(request: ColorizeRequest, said: list[Weighed]) -> tuple[str, ...]:
    """What the person should know: what this road is, what sound became, and what could not be used."""
    settings = request.settings
    words = "; ".join(f'"{text}" (weight {weight:g})' for text, weight in said)
    notes = [f"Painted with {request.weights.label}."]
    notes.append(
        f"Heard over the whole film and told as words: {words}." if said else "Sound added no words."
    )
    if request.palette is not None:
        notes.append(f'The palette acts by the names of its colours: "{palette_words(request.palette)}".')
    if settings.keyframe != "none":
        notes.append("VACE follows no keyframe, so that setting was not used.")
    if settings.sound_guidance != 1:
        notes.append("Sound is words here, so it was pushed with them; its own guidance was not used.")
    if settings.reuse:
        notes.append("VACE runs every block at every step, so reuse was not used.")
    if settings.guidance < 1:
        notes.append("A weight of the words below 1 counts as 1 here.")
    return tuple(notes)
