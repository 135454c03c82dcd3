"""Public networks as judges: what goes into CLIP and Qwen2.5-Omni, and what comes out.

Shapes: T frames, D width of CLIP's shared space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from lvocal.media.audio import for_listener
from lvocal.values import Waveform

if TYPE_CHECKING:
    from transformers import CLIPModel

AT_ONCE = 16
"""Frames in one pass."""

LOOKED_AT_FPS = 2.0
"""Frames a second that Qwen2.5-Omni looks at, its own default."""

HEARD_HZ = 16_000

ROLE = (
    "You are Qwen, a virtual human developed by the Qwen Team, Alibaba Group, capable of perceiving auditory "
    "and visual inputs, as well as generating text and speech."
)
"""The system prompt that its authors give."""

LONGEST_ANSWER = 16
"""Tokens; a number needs two or three."""


class ClipJudge:
    """CLIP (Radford et al. 2021): pictures and words in one space."""

    def __init__(self, network: CLIPModel, pictures: Any, words: Any) -> None:
        """`pictures` is its image processor, `words` its tokenizer."""
        self.network, self._pictures, self._words = network, pictures, words

    @torch.inference_mode()
    def picture_features(self, film: np.ndarray) -> np.ndarray:
        """(T, H, W, 3) uint8 -> (T, D)."""
        parts = []
        for start in range(0, len(film), AT_ONCE):
            frames = self._pictures(images=list(film[start : start + AT_ONCE]), return_tensors="pt")
            parts.append(_vectors(self.network.get_image_features(**frames.to(self.network.device))))
        return np.concatenate(parts)

    @torch.inference_mode()
    def word_features(self, caption: str) -> np.ndarray:
        """A caption -> (D,); what is longer than CLIP can read is cut."""
        limit = self.network.text_model.config.max_position_embeddings
        tokens = self._words([caption], truncation=True, max_length=limit, return_tensors="pt")
        return _vectors(self.network.get_text_features(**tokens.to(self.network.device)))[0]


class OmniJudge:
    """Qwen2.5-Omni (Xu et al. 2025), which looks at a film, listens to it and answers in words."""

    def __init__(self, network: Any, processor: Any) -> None:
        """A Qwen2_5OmniThinkerForConditionalGeneration, the part that writes, and its processor."""
        self.network, self._processor = network, processor

    @torch.inference_mode()
    def ask(self, film: np.ndarray, fps: float, sound: Waveform, prompt: str) -> str:
        """The likeliest answer to a prompt about a film (T, H, W, 3) uint8 and its sound."""
        given = self.shown(film, fps, sound, prompt)
        said = self.network.generate(**given, max_new_tokens=LONGEST_ANSWER, do_sample=False)
        answer = said[:, given["input_ids"].shape[1] :]
        return self._processor.batch_decode(answer, skip_special_tokens=True)[0]

    def shown(self, film: np.ndarray, fps: float, sound: Waveform, prompt: str) -> Any:
        """What the network is given: two frames a second as one video, then the sound, then the prompt."""
        chat = [
            {"role": "system", "content": [{"type": "text", "text": ROLE}]},
            {
                "role": "user",
                "content": [{"type": "video"}, {"type": "audio"}, {"type": "text", "text": prompt}],
            },
        ]
        given = self._processor(
            text=[self._processor.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)],
            videos=[_twice_a_second(film, fps)], audio=[for_listener(sound, HEARD_HZ)],
            fps=LOOKED_AT_FPS, cap_pixels_per_frame=True, sampling_rate=HEARD_HZ, return_tensors="pt",
        )  # fmt: skip
        return given.to(self.network.device).to(self.network.dtype)


def _vectors(made: Any) -> np.ndarray:
    return made.pooler_output.float().cpu().numpy()


def _twice_a_second(film: np.ndarray, fps: float) -> np.ndarray:
    """The frames shown at 0, 0.5, 1 s and so on, two or more."""
    count = max(2, round(len(film) / fps * LOOKED_AT_FPS))
    return film[np.minimum((np.arange(count) * fps / LOOKED_AT_FPS).astype(int), len(film) - 1)]
