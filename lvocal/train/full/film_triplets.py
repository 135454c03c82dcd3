"""What the full-size alignment model learns from: clips with their own sounds, and within a batch, for every
clip another of the same emotion and one of another (L-VOCAL 4.1.2).

Drawn from the batch itself, positives and negatives cost no latents of their own.

Shapes: B batch, M ambience tokens, Da width of the listener's features, C latent channels, F latent frames,
h, w latent pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from lvocal.model.aligner import Aligner
from lvocal.train.accelerated import Turn
from lvocal.train.alignment import LAMBDA_1, LAMBDA_2, acc_loss, attended_similarity, cmc_loss, imc_loss
from lvocal.train.full.sample import ClipSample
from lvocal.train.loop import Losses
from lvocal.train.recall import recall_at
from lvocal.values import EMOTIONS

NOBODY = -1
"""Instead of an emotion, or of a clip of the batch."""


@dataclass(frozen=True)
class FilmTriplets:
    """One batch."""

    latent: Tensor
    """(B, C, F, h, w)"""
    gray: Tensor
    """(B, C, F, h, w)"""
    music: Tensor
    """(B, Da)"""
    ambience: Tensor
    """(B, M, Da)"""
    has_ambience: Tensor
    """(B,) bool"""
    emotion: Tensor
    """(B,) the place in EMOTIONS; NOBODY where there is no music"""
    positive: Tensor
    """(B,) a clip of the batch with the same emotion, or NOBODY"""
    negative: Tensor
    """(B,) one with another"""

    def to(self, device: torch.device) -> FilmTriplets:
        """The same on a device."""
        return replace(self, **{name: value.to(device) for name, value in vars(self).items()})


class FilmTripletMaker:
    """Clips to triplets; what is drawn depends on (seed, number) alone."""

    def __init__(self, width: int, seed: int) -> None:
        """`width` is that of the listener's features."""
        self.width, self.seed = width, seed

    def __call__(self, clips: Sequence[ClipSample], number: int) -> FilmTriplets:
        rng = np.random.default_rng((self.seed, number))
        emotion = np.array([_emotion(clip) for clip in clips])
        latent, gray = (
            torch.from_numpy(np.stack([getattr(c, n) for c in clips])).float() for n in ("latent", "gray")
        )
        tokens = max((len(clip.ambience) for clip in clips if clip.ambience is not None), default=1)
        music = [np.zeros(self.width) if clip.music is None else clip.music for clip in clips]
        return FilmTriplets(
            latent, gray, torch.from_numpy(np.stack(music)).float(),
            torch.from_numpy(np.stack([self._sequence(clip.ambience, tokens) for clip in clips])).float(),
            torch.tensor([clip.ambience is not None for clip in clips]), torch.from_numpy(emotion),
            torch.tensor([_draw(emotion == own, at, own, rng) for at, own in enumerate(emotion)]),
            torch.tensor([_draw(emotion != own, at, own, rng, emotion) for at, own in enumerate(emotion)]),
        )  # fmt: skip

    def _sequence(self, ambience: np.ndarray | None, tokens: int) -> np.ndarray:
        if ambience is None:
            return np.zeros((tokens, self.width), np.float32)
        return ambience[np.arange(tokens) * len(ambience) // tokens]


def _emotion(clip: ClipSample) -> int:
    named = clip.facts["emotion"]
    return NOBODY if clip.music is None or named is None else EMOTIONS.index(named)


def _draw(
    fits: np.ndarray, at: int, own: int, rng: np.random.Generator, emotions: np.ndarray | None = None
) -> int:
    """One of the clips that fit, but the anchor itself; only clips with an emotion count."""
    known = fits if emotions is None else fits & (emotions != NOBODY)
    others = [place for place in np.flatnonzero(known) if place != at]
    return int(rng.choice(others)) if others and own != NOBODY else NOBODY


class FilmAlignmentLosses:
    """Eq. 6, term by term; in float32, since a temperature of 0.1 would show the steps of bfloat16."""

    def __call__(self, network: Aligner, batch: FilmTriplets, turn: Turn) -> Losses:
        with torch.autocast(batch.latent.device.type, enabled=False):
            seen = network.see(batch.latent, batch.gray)
            heard = network.hear_emotion(batch.music)
            losses: Losses = {}
            whole = (batch.positive != NOBODY) & (batch.negative != NOBODY)
            if whole.any():
                chosen = [torch.arange(len(whole), device=whole.device)[whole]]
                chosen += [batch.positive[whole], batch.negative[whole]]
                own = heard[chosen[0]]
                losses["imc"] = LAMBDA_1 * imc_loss(own, heard[chosen[1]], heard[chosen[2]])
                losses["cmc"] = LAMBDA_2 * cmc_loss(own, *(seen.emo[which] for which in chosen))
            there = batch.has_ambience
            place = network.hear_place(batch.ambience)
            losses["acc"] = acc_loss(place[there], seen.env[there]) if there.any() else place.sum() * 0
        return losses


@torch.no_grad()
def film_retrieval(
    network: Aligner, learned: Iterable[FilmTriplets], aside: Iterable[FilmTriplets]
) -> dict[str, float]:
    """How well sounds find the pictures of clips that were kept aside: recall at 1 and 5 among all of them,
    by place (eq. 3 and 4) and by tone; and how often the nearest mean emotion of the clips that were learned
    from is theirs, as heard and as seen."""
    means = _mean_emotions(network, learned)
    moods, tones, views, places, felt, there = [], [], [], [], [], []
    for batch in aside:
        seen = network.see(batch.latent, batch.gray)
        moods.append(normalize(network.hear_emotion(batch.music), dim=-1))
        tones.append(normalize(seen.emo, dim=-1))
        views.append(seen.env)
        places += list(network.hear_place(batch.ambience))
        felt.append(batch.emotion)
        there.append(batch.has_ambience)
    mood, tone, view = torch.cat(moods), torch.cat(tones), torch.cat(views)
    emotion, audible = torch.cat(felt), torch.cat(there)
    musical = emotion != NOBODY
    found: dict[str, float] = {
        "clips with ambience": float(audible.sum()),
        "clips with music": float(musical.sum()),
    }
    if audible.any():
        kept = audible.nonzero()[:, 0].tolist()
        rows = [[float(attended_similarity(places[i][None], view[j][None])) for j in kept] for i in kept]
        found |= _recalls("place", torch.tensor(rows))
    if musical.any():
        found |= _recalls("tone", (mood[musical] @ tone[musical].T).cpu())
        for way, feature in (("heard", mood), ("seen", tone)):
            nearest = (feature[musical] @ means.T).argmax(dim=1)
            found[f"emotion {way}"] = float((nearest == emotion[musical]).float().mean())
    return found


def _recalls(name: str, similarity: Tensor) -> dict[str, float]:
    return {f"{name} recall@{best}": recall_at(similarity, best) for best in (1, 5)}


def _mean_emotions(network: Aligner, batches: Iterable[FilmTriplets]) -> Tensor:
    """(8, D) of unit length; zero for an emotion that nothing was learned of."""
    heard = [(normalize(network.hear_emotion(b.music), dim=-1), b.emotion) for b in batches]
    moods, emotion = (torch.cat(parts) for parts in zip(*heard, strict=True))
    sums = torch.stack([moods[emotion == number].sum(dim=0) for number in range(len(EMOTIONS))])
    return normalize(sums, dim=-1)
