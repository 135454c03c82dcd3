"""One window of frames painted by Wan2.1-VACE: the public road's part of the straight line.

VACE takes a control video and a mask. The grey film is the control, free to change everywhere (mask 1): that
is how VACE was trained to colour (its task "gray"). Colours that are known, from a pin, a coloured frame or
the window before, stand in the control video with mask 0: VACE keeps those. Of what comes out only a*b* are
taken.

Shapes: T frames of a window, T' is T rounded up to 4k + 1, H, W painted pixels, L words, Dt width of the
text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from lvocal.model.prompt import Weighed, apart, counted, grown, sentence
from lvocal.model.vace_networks import VaceNetworks
from lvocal.model.video_codec import SPACE_STRIDE, TIME_STRIDE
from lvocal.sample.known import Known
from lvocal.sample.landing import Landing, Wording
from lvocal.sample.painter import Painting, lightness, painted_size
from lvocal.sample.stepping import Tell, stepped
from lvocal.sample.tone_words import palette_words, spoken
from lvocal.sample.video_canvas import at_size, chroma_of, filled, frames_of, pictures, stands_at
from lvocal.sample.wording import OwnWords, own_words, wording_of
from lvocal.settings import ColorizeSettings
from lvocal.values import Clip, ColorizeRequest, Heard, Relevance, Shot, UserError, Window, WordReport

if TYPE_CHECKING:
    from diffusers import SchedulerMixin

STEPS_SHARE = 0.95
"""Of the time of a window, what the solver steps take; the rest decodes."""


class VacePainter:
    """Paints windows of one clip under one request."""

    def __init__(
        self, networks: VaceNetworks, request: ColorizeRequest, known: Known, clip: Clip, heard: Heard,
        shots: Sequence[Shot] = (),
    ) -> None:  # fmt: skip
        if request.settings.fusion != "fade":
            raise UserError("Public VACE cannot fuse windows inside the network.", "Leave --fusion away.")
        self.networks, self.settings, self.known = networks, request.settings, known
        self.size = painted_size(float(clip.width * clip.sample_aspect), clip.height, self.settings.paint_px)
        self.said = spoken(request, heard)
        self.notes = _notes(request, self.said)
        self.text, self.no_text = encoded(networks, *worded(request, self.said))
        self.wording, self.landing = wording_of(request), Landing(tells=False, most_words=0)
        self.own = [self._own(own) for own in own_words(request, shots)]
        """Shots with words of their own."""
        self.relevance: list[Relevance] = []
        self.before: dict[int, np.ndarray] = {}
        """a*b* (2, H/2, W/2) of the frames of the last window; with a coloured reference, of all before."""

    def _own(self, own: OwnWords) -> tuple[Shot, Wording, Tensor]:
        text, _ = encoded(self.networks, *worded(own.request, self.said))
        return own.shot, wording_of(own.request, own.frame), text

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
        wording, text = self.told(window.start)
        video = yield from stepped(lambda tell: self._run(pictures(whole, ab), free, text, tell))
        colors = chroma_of(video)[: len(light)]
        kept = self.before if self.known.references else {}
        self.before = kept | dict(zip(range(window.start, window.stop), colors, strict=True))
        colors = colors * np.float32(self.settings.saturation)
        new = slice(window.overlap, None, TIME_STRIDE)
        self.landing.add(wording, light[new], colors[new])
        return colors

    def told(self, frame: int) -> tuple[Wording, Tensor]:
        """What the shot of a frame is told, and that encoded (1, L, Dt)."""
        own = ((words, text) for shot, words, text in self.own if shot.start <= frame < shot.stop)
        return next(own, (self.wording, self.text))

    def report(self) -> WordReport:
        """What became of the words: where each went, VACE does not tell."""
        return self.landing.report()

    def _control(self, light: np.ndarray, window: Window) -> tuple[np.ndarray, Tensor]:
        """What is known of L* (T', H, W): a*b* (T', 2, H, W), and a mask (T', 1, H, W) that is 0 there."""
        size = light.shape[1:]
        ab, free = np.zeros((len(light), 2, *size), np.float32), torch.ones(len(light), 1, *size)
        for at in range(len(window)):
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

    def _run(self, control: Tensor, free: Tensor, text: Tensor, tell: Tell) -> Tensor:
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
            prompt_embeds=text, negative_prompt_embeds=self.no_text,
            generator=torch.Generator().manual_seed(settings.seed), output_type="pt",
            callback_on_step_end=on_step_end,
        ).frames[0]  # fmt: skip
        return video.permute(1, 0, 2, 3)


def worded(request: ColorizeRequest, heard: list[Weighed]) -> tuple[str, list[Weighed]]:
    """What the person wrote, as one sentence: rows, prompt, and the names of the palette's colours; and what
    is weighed: rows with a strength of their own, then what is heard."""
    plain, weak = apart(request.rows)
    said = [sentence(request.prompt, plain)]
    if request.palette is not None:
        said.append(palette_words(request.palette))
    return ". ".join(filter(None, said)), [*weak, *heard]


def encoded(networks: VaceNetworks, base: str, said: list[Weighed]) -> tuple[Tensor, Tensor]:
    """What is told and its absence, (1, L, Dt) each. Every sentence that sound says is added to those before
    it, and the difference it makes is weighed: 1 is the text as written, 2 is twice as far."""
    texts = networks.encode_sentences(["", *grown(base, said)])
    no_text, *steps = (text.to(networks.device).float() for text in texts)
    return counted(steps, [weight for _, weight in said]), no_text


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
