"""Copying: every place of the picture paints its own colour or takes one of those that it was given.

A network that is told "klein blue" and asked for the likeliest picture answers with a pale blue, since it is
never sure where the blue thing ends. Here it only has to say where, as pointer networks do for rare words
(See et al. 2017, https://arxiv.org/abs/1704.04368): a softmax over the colours that words name, the swatches
of a palette and the places whose colour is known decides what is copied; what is left is painted as ever.
A name that was never learned is copied as exactly as any other.

Shapes: B batch, N tokens, D width, L words, K lightnesses of a table of shades, R known tokens, F latent
frames, h, w latent pixels, P = F * 2h * 2w cells of 4x4 pixels, E width of the keys.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d, silu

from lvocal.model.codec import AB_SCALE, LumaFeatures
from lvocal.model.color_marks import among_others
from lvocal.model.color_shares import Shares, coherent, decided, expected, meant, of_one_color, weighed
from lvocal.values import Conditions, Offer

FOLD = 2
"""A latent pixel is this many cells high and wide."""

MOST_KNOWN = 512
"""Known tokens that are looked at; of more, this many are taken from all over."""

OWN_FIRST = 3.0
"""Before it has learned anything, the head leaves the picture to the painter."""

SHADES = 21
"""Lightnesses of a table of shades, from 0 to 100."""


class KnownTokens(NamedTuple):
    """Tokens whose colour is known."""

    at: Tensor
    """(B, R) which tokens"""
    ab: Tensor
    """(B, R, 2) in units of the latent"""
    mask: Tensor
    """(B, R) bool; padding is False"""


class Chooser(nn.Module):
    """Where each cell takes its colour from."""

    def __init__(self, dim: int, detail_channels: int, width: int, side: int) -> None:
        super().__init__()
        self.width, self.side = width, side
        self.places = nn.Linear(dim, side * side * width)
        self.detail = nn.Linear(detail_channels, width)
        self.query = nn.Linear(width, width)
        self.own = nn.Linear(width, 1)
        self.word_key = nn.Linear(dim, width)
        self.swatch_key = nn.Sequential(nn.Linear(3, width), nn.SiLU(), nn.Linear(width, width))
        self.known_key = nn.Linear(dim, width)
        self.crowding = nn.Parameter(torch.zeros(()))
        """How much less a known place counts for being one of many."""
        nn.init.constant_(self.own.bias, OWN_FIRST)

    def forward(self, h: Tensor, words: Tensor, conditions: Conditions, known: KnownTokens | None) -> Shares:
        """h (B, N, D) tokens, words (B, L, D)."""
        offer = conditions.offer
        assert offer is not None
        cells = self._cells(h, offer)
        logits, missing = [self.own(cells)], cells.new_zeros(*cells.shape[:2], 0)
        query = self.query(cells) * self.width**-0.5
        kinds = (
            None if offer.said is None else (self.word_key(words), offer.said),
            None if conditions.palette is None else self._swatches(conditions.palette),
            None if known is None else (self._known_keys(h, known), known.mask),
        )
        for kind in kinds:
            logits.append(missing if kind is None else _matched(query, *kind))
        if known is not None:
            logits[-1] = logits[-1] - self.crowding * known.mask.sum(dim=1).clamp_min(1).log()[:, None, None]
            if offer.marks is not None:
                logits[-1] = among_others(logits[-1], known.at, offer.marks, *logits[:-1])
        shares = torch.cat(logits, dim=-1).float().softmax(dim=-1)
        own, *rest = shares.split([part.shape[-1] for part in logits], dim=-1)
        return Shares(own[..., 0], *rest)

    def _cells(self, h: Tensor, offer: Offer) -> Tensor:
        """(B, P, E): what the token says of its cells, and what the picture shows there."""
        f, rows, columns = offer.light.shape[1:]
        coarse = rearrange(
            self.places(h), "b (f m n) (p q e) -> b (f m p n q) e",
            f=f, m=rows // self.side, n=columns // self.side, p=self.side, q=self.side,
        )  # fmt: skip
        return silu(coarse + self.detail(silu(rearrange(offer.detail, "b c f y x -> b (f y x) c"))))

    def _swatches(self, palette: Tensor) -> tuple[Tensor, Tensor]:
        swatches = palette.unflatten(1, (5, 3))
        return self.swatch_key(swatches), palette.any(dim=-1, keepdim=True).expand(-1, 5)

    def _known_keys(self, h: Tensor, known: KnownTokens) -> Tensor:
        return self.known_key(h.gather(1, known.at[..., None].expand(-1, -1, h.shape[-1])))


class ColorCopy(nn.Module):
    """The painter's colours with copied ones put in."""

    def __init__(self, dim: int, detail_channels: int, width: int, patch: tuple[int, int]) -> None:
        super().__init__()
        if patch[0] != patch[1]:
            raise ValueError(f"patches must be square, got {patch}")
        self.patch = patch[0]
        self.choose = Chooser(dim, detail_channels, width, FOLD * self.patch)

    def forward(
        self, painted: Tensor, h: Tensor, words: Tensor, conditions: Conditions, instead: Tensor | None = None
    ) -> Tensor:
        """painted: clean latent (B, 8, F, h, w); h (B, N, D); words (B, L, D) -> clean latent.

        Words that count less than 1 leave the rest of what they took to `instead`, a clean latent, too."""
        offer = conditions.offer
        assert offer is not None
        known = _known_tokens(conditions.reference, self.patch)
        shares = self.choose(h, words, conditions, known)
        if not self.training:
            same = None if offer.shades is None else of_one_color(offer.shades)
            likely = coherent(shares, offer.light)
            shares = decided(expected(meant(likely), same), same)
            if offer.taken is not None and offer.said is not None:
                offer.taken.words, offer.taken.likely = shares.words, likely.words
        color = shares.own[..., None] * _by_cell(painted)
        if offer.strength is not None and offer.said is not None and not self.training:
            shares, left = weighed(shares, offer.strength)
            color = color + left[..., None] * _by_cell(painted if instead is None else instead)
        if offer.said is not None and offer.shades is not None:
            color = color + _shaded(shares.words, offer.shades, offer.light)
        if conditions.palette is not None:
            color = color + shares.swatches @ (
                conditions.palette.unflatten(1, (5, 3))[..., 1:] * (100 / AB_SCALE)
            )
        if known is not None:
            color = color + shares.known @ known.ab
        f, h_, w_ = painted.shape[2:]
        return rearrange(
            color, "b (f h p w q) c -> b (c p q) f h w", f=f, h=h_, w=w_, p=FOLD, q=FOLD
        ).type_as(painted)


def _by_cell(latent: Tensor) -> Tensor:
    """(B, 8, F, h, w) -> (B, P, 2)."""
    return rearrange(latent, "b (c p q) f h w -> b (f h p w q) c", p=FOLD, q=FOLD)


def is_offered(conditions: Conditions) -> bool:
    """Whether there is any colour to copy."""
    offer, reference = conditions.offer, conditions.reference
    if offer is None:
        return False
    said = offer.said is not None and bool(offer.said.any())
    known = reference is not None and bool(reference[:, -1:].any())
    return said or known or conditions.palette is not None


def offered(
    lightness: Tensor, features: LumaFeatures, shades: Tensor | None = None, said: Tensor | None = None
) -> Offer:
    """Lightness (B, 1, F, H, W) of the latent frames, and what the luminance encoder saw of them."""
    batch = len(lightness)
    light = avg_pool2d(rearrange(lightness, "b 1 f y x -> (b f) 1 y x"), 4)
    return Offer(
        rearrange(light, "(b f) 1 y x -> b f y x", b=batch),
        rearrange(features.quarter, "(b f) c y x -> b c f y x", b=batch),
        shades,
        said,
    )


def _matched(query: Tensor, keys: Tensor, mask: Tensor) -> Tensor:
    """query (B, P, E), keys (B, S, E), mask (B, S) bool -> logits (B, P, S)."""
    return (query @ keys.transpose(1, 2)).masked_fill(~mask[:, None], -torch.inf)


def _shaded(shares: Tensor, shades: Tensor, light: Tensor) -> Tensor:
    """Shares of words (B, P, L), shades (B, L, K, 2) and lightness -> a*b* (B, P, 2), each colour as it looks
    at the lightness of the cell."""
    mixed = (shares @ shades.flatten(2)).unflatten(-1, shades.shape[2:])
    at = rearrange(light, "b f y x -> b (f y x) 1") * ((shades.shape[2] - 1) / 100)
    steps = torch.arange(shades.shape[2], device=light.device)
    near = (1 - (at - steps).abs()).clamp_min(0)
    return (mixed * near[..., None]).sum(dim=2)


def _known_tokens(reference: Tensor | None, patch: int) -> KnownTokens | None:
    """Tokens of a reference (B, 9, F, h, w) in which any colour is known."""
    if reference is None or not (mask := reference[:, -1:]).any():
        return None
    ab = rearrange(reference[:, :-1], "b (c s) f h w -> b c s f h w", c=2).mean(dim=2)
    share, ab = (_pooled(part, patch) for part in (mask, mask * ab))
    most = min(MOST_KNOWN, int((share > 0).sum(dim=(1, 2)).max()))
    order = torch.arange(share.shape[1], device=share.device) * 0.6180339887 % 1
    at = ((share[..., 0] > 0) * (1 + order)).topk(most, dim=1).indices
    share, ab = (part.gather(1, at[..., None].expand(-1, -1, part.shape[-1])) for part in (share, ab))
    return KnownTokens(at, ab / share.clamp_min(1e-6), share[..., 0] > 0)


def _pooled(x: Tensor, patch: int) -> Tensor:
    """(B, C, F, h, w) -> means over the tokens (B, N, C)."""
    pooled = avg_pool2d(rearrange(x, "b c f h w -> (b f) c h w"), patch)
    return rearrange(pooled, "(b f) c m n -> b (f m n) c", b=len(x))
