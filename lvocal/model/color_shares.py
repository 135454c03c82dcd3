"""Which part of a place's colour comes from where, and how doubt is settled when a picture is painted.

Shapes: B batch, L words, K lightnesses of a table of shades, R known tokens, P cells.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from einops import rearrange
from torch import Tensor
from torch.nn.functional import pad

DECISION = 4.0
"""How decidedly a place takes the colour it likes best; 1 paints by probability.

Half way through the training, on 20 garments and pictures, for 2 and 4 the spill of a named colour was 2.4
and 2.3 dE, the dE of fine colours 16.3 and 14.9."""

EXPECTED = 0.95
"""A thing that is named is taken to be there: the places likeliest to show it get its colour by this much.

With ABSENT at 0.1 and MOST_RAISED at 4 the dE of fine colours fell from 14.9 to 13.7 by it, half way through
the training, and the spill of a named colour stayed at 2.3 to 2.4."""

BEST_PLACES = 1 / 200
"""Of a picture: the part that is taken to show a thing."""

ABSENT = 0.35
"""A thing that no place shows by this much is not there. With 0.1 things that were not found were put where
something else was: green hills on a flock of sheep."""

MOST_RAISED = 2.0
"""By which a share is raised at most."""

NEAR = 2
"""Cells this far to each side are neighbours."""

ALIKE = 6.0
"""L* by which neighbours may differ and still agree, mostly."""

ROUNDS = 3
"""How often neighbours are asked."""

MEANT = 2.4
"""By which a known colour counts for more than it is likely: who pins one means the whole thing.

On 40 validation garments, for 1.75, 2.25, 2.4 and 3 the dE of a pinned colour was 11.1, 9.9, 9.7 and 9.0 and
what it spilled 1.4, 1.6, 1.6 and 1.8 (color_marks says why a mark needs it: it counts once)."""

SAME_COLOR = 1e-3
"""Distance between tables of shades below which they are of one colour."""


class Shares(NamedTuple):
    """Which part of each cell's colour comes from where; all parts of a cell sum to 1."""

    own: Tensor
    """(B, P)"""
    words: Tensor
    """(B, P, L)"""
    swatches: Tensor
    """(B, P, 5)"""
    known: Tensor
    """(B, P, R)"""


def coherent(shares: Shares, light: Tensor) -> Shares:
    """The same shares, agreed among neighbours of like lightness, light (B, F, 2h, 2w) of the cells: a
    bilateral mean (Tomasi and Manduchi 1998), so that a thing is not taken in patches.

    Known places agree as one giver; which of them a cell follows stays its own."""
    known = shares.known.sum(dim=-1, keepdim=True)
    named = shares.words.flatten(0, 1).any(dim=0)
    parts = (shares.own[..., None], shares.words[..., named], shares.swatches, known)
    agreed = _agreed(torch.cat(parts, dim=-1), light).split([part.shape[-1] for part in parts], dim=-1)
    words = shares.words.clone()
    words[..., named] = agreed[1]
    return Shares(agreed[0][..., 0], words, agreed[2], shares.known * (agreed[3] / known.clamp_min(1e-9)))


def _agreed(x: Tensor, light: Tensor) -> Tensor:
    """(B, P, S) averaged over neighbours of like lightness, frame by frame."""
    batch, _, rows, columns = light.shape
    x = rearrange(x, "b (f y x) s -> (b f) s y x", y=rows, x=columns)
    light = rearrange(light, "b f y x -> (b f) 1 y x")
    side = 2 * NEAR + 1
    places = [(..., slice(i, i + rows), slice(j, j + columns)) for i in range(side) for j in range(side)]
    around = pad(light, (NEAR,) * 4, mode="replicate")
    likeness = [torch.exp(-0.5 * ((around[place] - light) / ALIKE) ** 2) for place in places]
    whole = torch.stack(likeness).sum(dim=0)
    for _ in range(ROUNDS):
        around = pad(x, (NEAR,) * 4, mode="replicate")
        x = torch.zeros_like(x)
        for place, like in zip(places, likeness, strict=True):
            x.addcmul_(around[place], like)
        x = x / whole
    return rearrange(x, "(b f) s y x -> b (f y x) s", b=batch)


def meant(shares: Shares) -> Shares:
    """The same shares, in which what is known counts MEANT times."""
    return _whole(shares.own[..., None], shares.words, shares.swatches, MEANT * shares.known)


def expected(shares: Shares, same: Tensor | None) -> Shares:
    """The same shares with those of each named colour raised until its BEST_PLACES have it by EXPECTED; one
    that hardly any place shows stays as it is. `same` (B, L, L) is 1 between words of one colour."""
    words = shares.words
    if same is None or not words.shape[-1]:
        return shares
    together = words @ same
    best = together.topk(max(1, int(BEST_PLACES * words.shape[1])), dim=1).values[:, -1:]
    raised = (EXPECTED / best.clamp_min(ABSENT)).clamp(1, MOST_RAISED)
    raised = torch.where(best < ABSENT, 1, raised)
    return _whole(shares.own[..., None], words * raised, shares.swatches, shares.known)


def decided(shares: Shares, same: Tensor | None) -> Shares:
    """The same shares with doubt taken out: a colour has the weight that all its givers have together, raised
    to the power DECISION.

    Learned shares are probabilities, and painting by them would pale a colour wherever a place is nearly sure
    of it. Words of one colour (as `same` says) count as one giver, and so does all that is known."""
    words, known = shares.words, shares.known.sum(dim=-1, keepdim=True)
    if same is not None and words.shape[-1]:
        words = words * (words @ same) ** (DECISION - 1)
    return _whole(
        shares.own[..., None] ** DECISION, words, shares.swatches**DECISION,
        shares.known * known ** (DECISION - 1),
    )  # fmt: skip


def weighed(shares: Shares, strength: Tensor) -> tuple[Shares, Tensor]:
    """The same shares with each word counting `strength` (B, L) times, and what weak words leave (B, P).

    What a strong one adds is added, so that the chroma of its colour grows and its hue stays; the parts of a
    cell then sum to more than 1."""
    words = shares.words * strength[:, None]
    left = (shares.words * (1 - strength).clamp_min(0)[:, None]).sum(dim=-1)
    return shares._replace(words=words), left


def _whole(*parts: Tensor) -> Shares:
    """Parts (B, P, ...) of own, words, swatches and known, scaled so that those of a cell sum to 1."""
    whole = torch.cat(parts, dim=-1).sum(dim=-1, keepdim=True)
    own, *rest = (part / whole for part in parts)
    return Shares(own[..., 0], *rest)


def of_one_color(shades: Tensor) -> Tensor:
    """shades (B, L, K, 2) -> (B, L, L), 1 between words of one colour."""
    looks = shades.flatten(2)
    return (torch.cdist(looks, looks) < SAME_COLOR).type_as(shades)
