"""The papers' ablations as switches of one checkpoint: what is heard, and how, is taken away.

What an untrained projector does to colours is chance, so ETA and EAA say how much a checkpoint relies on what
its aligner learned, not what training beside another would have reached; the recipes `again*` train on.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import Any, Protocol, TypeVar, cast

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity, pad

from lvocal.evaluate.painting import mood_of, place_of
from lvocal.media.audio import LISTEN_HZ
from lvocal.model.bundle import Networks
from lvocal.model.listen import segments_for
from lvocal.model.reuse import Reuse
from lvocal.model.transformer import LVocalTransformer3DModel
from lvocal.sample.tone_words import mood_words, place_words
from lvocal.values import EMOTIONS, Conditions, Heard, Offer

N = TypeVar("N", bound=Networks)


class Change(Protocol):
    """Networks of either size -> the same, of which something is changed."""

    def __call__(self, networks: N, /) -> N: ...


LABEL_OF_PRESET = {
    "sea-waves": "sea waves", "rain": "rain", "storm": "thunder", "wind": "wind", "river": "river",
    "crackling-fire": "crackling fire", "forest-birds": "birds", "street": "street", "crowd": "crowd",
    "night-crickets": "crickets",
}  # fmt: skip
"""Surroundings that are known by sound and by name."""

UNTRAINED_SEED = 1

SILENCE_SEC = 4


class Deprived:
    """A transformer that is told something else."""

    def __init__(self, network: LVocalTransformer3DModel, tell: Callable[[Conditions], Conditions]) -> None:
        self.network, self.tell = network, tell

    def __call__(
        self, latent: Tensor, sigma: Tensor, conditions: Conditions, *, reuse: Reuse | None = None
    ) -> Tensor:
        return cast(Tensor, self.network(latent, sigma, self.tell(conditions), reuse=reuse))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.network, name)


def told(networks: N, tell: Callable[[Conditions], Conditions]) -> N:
    """The same networks, of which the transformer is told something else."""
    return replace(networks, transformer=cast(Any, Deprived(networks.transformer, tell)))


def unheard(*roads: str) -> Change:
    """Without "mood", without "env", or without both."""
    silence: dict[str, Any] = dict.fromkeys(roads)
    return lambda networks: told(networks, lambda known: replace(known, **silence))


def unaligned(side: str) -> Change:
    """The aligner's projector "emotional" or "environmental" as it was before it learned."""

    def change(networks: N) -> N:
        aligner = deepcopy(networks.aligner)
        with torch.random.fork_rng():
            torch.manual_seed(UNTRAINED_SEED)
            fresh = type(aligner)(aligner.config)
        getattr(aligner, side).load_state_dict(getattr(fresh, side).state_dict())
        return replace(networks, aligner=aligner.to(networks.device))

    return change


def with_rich_text(networks: N) -> N:
    """Nothing is heard; instead the mood and the place are said, those of the preset that sounds most like
    it."""

    @cache
    def moods() -> dict[str, Tensor]:
        return {name: mood_of(networks, name)[0] for name in EMOTIONS}

    @cache
    def places() -> dict[str, Tensor]:
        return {label: place_of(networks, name).mean(dim=(0, 1)) for name, label in LABEL_OF_PRESET.items()}

    def tell(known: Conditions) -> Conditions:
        count = len(known.text)
        felt = _nearest(known.mood, moods, count)
        around = _nearest(None if known.env is None else known.env.mean(dim=(1, 2)), places, count)
        if not any((*felt, *around)):
            return known
        said = [". ".join(filter(None, (_mood(f), _place(a)))) for f, a in zip(felt, around, strict=True)]
        return _and_say(replace(known, mood=None, env=None), networks, said)

    return told(networks, tell)


def without_fusion(networks: N) -> N:
    """Words reach the picture as they were read (L-C4 without CMPF)."""
    transformer = deepcopy(networks.transformer)
    transformer.fusion = None
    return replace(networks, transformer=transformer)


class _Trust(nn.Module):
    """r = 1 for every sound and every picture."""

    def forward(self, audio: Tensor, visual: Tensor) -> Tensor:
        """audio (B, Da), visual (B, Dv) -> (B, 1, 1)."""
        return visual.new_ones(len(visual), 1, 1)


def trusting(networks: N) -> N:
    """Every sound is taken to belong to the picture (AIAIC without r)."""
    transformer = deepcopy(networks.transformer)
    transformer.env_gate, transformer.mood_gate = _Trust(), _Trust()  # type: ignore[assignment]
    return replace(networks, transformer=transformer)


def trusting_silence(networks: N) -> N:
    """The same, and nothing but digital silence is heard (AIAIC without r, missing audio)."""

    @cache
    @torch.inference_mode()
    def silence() -> tuple[Tensor, Tensor]:
        wave = torch.zeros(1, SILENCE_SEC * LISTEN_HZ, device=networks.device)
        listener, aligner = networks.listener, networks.aligner
        return (
            aligner.hear_emotion(listener.listen_music(wave).pooled),
            aligner.hear_place(listener.listen_ambience(wave).sequence),
        )

    def tell(known: Conditions) -> Conditions:
        mood, place = (heard.expand(len(known.gray), *heard.shape[1:]) for heard in silence())
        return replace(known, mood=mood, env=segments_for(place, known.gray.shape[2]))

    return told(trusting(networks), tell)


SWITCHES: dict[str, Change] = {
    "RTD": with_rich_text,
    "AC": unheard("mood", "env"),
    "ETG": unheard("mood"),
    "EAG": unheard("env"),
    "ETA": unaligned("emotional"),
    "EAA": unaligned("environmental"),
    "CMPF": without_fusion,
    "R": trusting,
    "R-AC": trusting_silence,
}
"""L-VOCAL Table 1: with rich text descriptions; without audio conditions, emotional tone guidance,
environmental atmosphere guidance, emotional tone alignment, environmental atmosphere alignment. L-C4 Table 1:
without cross-modality pre-fusion. AIAIC Table 2: without relevance, and without it where the sound is
missing."""


def nothing_to_switch(name: str, networks: Networks) -> str:
    """Why a switch of SWITCHES would change nothing in these weights; empty where it may."""
    if name == "CMPF" and networks.transformer.fusion is None:
        return "these weights have no cross-modality pre-fusion"
    return ""


def _nearest(heard: Tensor | None, look_up: Callable[[], dict[str, Tensor]], count: int) -> list[str]:
    """For every row of heard (B, D) the name it is most like; nothing where nothing is heard."""
    if heard is None:
        return [""] * count
    known = look_up()
    names = list(known)
    likeness = cosine_similarity(heard[:, None], torch.stack([known[name] for name in names])[None], dim=-1)
    return [names[at] for at in likeness.expand(count, -1).argmax(dim=-1).tolist()]


def _mood(name: str) -> str:
    shares = tuple(float(name == emotion) for emotion in EMOTIONS)
    return mood_words(Heard((0.0,), (shares,), ())) if name else ""


def _place(label: str) -> str:
    return place_words(Heard((0.0,), (), (((label, 1.0),),))) if label else ""


def _and_say(known: Conditions, networks: Networks, said: list[str]) -> Conditions:
    """The same with more words, which name no colour of a thing."""
    more = torch.cat([networks.read(sentence).text for sentence in said]).to(known.text)
    extra = more.shape[1]
    words = known.color_words
    offer = known.offer
    if offer is not None and offer.said is not None and offer.shades is not None:
        offer = Offer(
            offer.light, offer.detail, pad(offer.shades, (0, 0, 0, 0, 0, extra)), pad(offer.said, (0, extra))
        )
    return replace(
        known,
        text=torch.cat([known.text, more], dim=1),
        color_words=None if words is None else pad(words, (0, extra)),
        offer=offer,
    )
