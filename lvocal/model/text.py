"""The text encoder of the `mini` size: word vectors, and marks that bind colours to things.

A token is one word, or one colour name of up to three words. The words after a colour carry its mark too,
until the phrase ends, so that "red coat and blue jeans" is bound before any attention (L-C4 3.3 asks for
instance awareness). A colour that no thing follows belongs to what stands before it: "the car red", "the man
in black".

A mark says which words share a colour, not which hue that is: the first colour of a sentence always has the
same one, unless it has no hue. So where a colour goes cannot depend on which it is, and another hue changes
nothing else; its Lab value goes straight to what is painted, as `shades`. A network that was told the colours
let them tint what nobody spoke of: 0.95 of 3.1 dE of what changed outside a garment with its colour word.

Shapes: B batch, L tokens, V vocabulary, E width of the word vectors, Dt width of the text features.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import hypot

import torch
from torch import Tensor, nn

from lvocal.color.asked import asked_for
from lvocal.color.lexicon import Lab
from lvocal.color.naming import color_lab, find_colors
from lvocal.model.codec import AB_SCALE
from lvocal.model.color_copy import SHADES
from lvocal.values import ColorRow

BREAKS = frozenset(
    "and with in on at of the a an under over near by next beside behind while who that is are was wearing "
    "his her their its to from against through between , . ; : ( )".split()
)
"""Words that end the phrase a colour belongs to. "red and white shirt": both colours reach the shirt as
words."""

POINTS_BACK = frozenset("in is are was wearing".split())
"""Breaks after which a colour without a thing speaks of the phrase before."""

ARTICLES = frozenset({"a", "an", "the"})

MARKS = ((53.2, 80.1, 67.2), (46.2, -51.7, 49.9), (32.3, 79.2, -107.9), (97.1, -21.6, 94.5),
         (60.3, 98.2, -60.8), (74.9, 23.9, 78.9), (48.3, -28.8, -8.5), (29.8, 58.9, -36.5))  # fmt: skip
"""One for each colour of a sentence, in the order they are said: points of Lab that lie far apart."""

WITHOUT_HUE = 10.0
"""Chroma below which a colour is its own mark: "black" and "white" tell by lightness which thing is meant."""

COLOR_SCALE = 4.0
"""Spreads marks / 100 so that they are told apart from the first layer on."""

WORD = re.compile(r"#[0-9a-f]{6}|[a-z]+(?:'[a-z]+)?|[,.;:()]")


@dataclass(frozen=True)
class TextConfig:
    """Shape of the text encoder."""

    vocabulary: int = 27185
    vector_dim: int = 96
    dim: int = 256
    layers: int = 2
    heads: int = 4
    max_tokens: int = 24


@dataclass(frozen=True)
class Token:
    """One word or colour name. `word` is None for a bare "#rrggbb"; Lab values are None where there is no
    colour."""

    words: tuple[str, ...]
    lab: tuple[float, float, float] | None = None
    """The colour this token names."""
    carried: tuple[float, float, float] | None = None
    """The colour of the phrase this token stands in."""
    strength: float = 1.0
    """How far that colour counts."""


def tokenize(prompt: str, rows: Sequence[ColorRow] = ()) -> list[Token]:
    """Rows first (they are the person's clearest words), then the prompt; punctuation only ends phrases. A
    row of strength 0 is not there."""
    tokens: list[Token] = []
    for row in rows:
        if said := row.strength:
            lab, thing = color_lab(row.color), WORD.findall(row.object.lower())
            tokens.append(Token(tuple(WORD.findall(row.color.lower())), lab, lab, said))
            tokens += [Token((word,), None, lab, said) for word in thing if word.isalpha()]
    return tokens + _phrases(WORD.findall(prompt.lower()))


def _phrases(words: list[str]) -> list[Token]:
    spans = {start: (stop, lab) for start, stop, lab in find_colors(words)}
    tokens: list[Token] = []
    bare: list[int] = []
    """Tokens that a colour after them may speak of."""
    carried, at = None, 0
    while at < len(words):
        if at in spans:
            stop, carried = spans[at]
            for place in [] if _thing_follows(words, stop, spans) else bare:
                tokens[place] = replace(tokens[place], carried=carried)
            tokens.append(Token(tuple(words[at:stop]), lab=carried, carried=carried))
            at, bare = stop, []
            continue
        word = words[at]
        if word in BREAKS:
            carried = None
            bare = bare if word in POINTS_BACK or word in ARTICLES else []
        elif carried is None:
            bare = [*bare, len(tokens)]
        if word[0].isalpha():
            tokens.append(Token((word,), carried=carried))
        at += 1
    return tokens


def _thing_follows(words: list[str], at: int, spans: dict[int, tuple[int, Lab]]) -> bool:
    """Whether a word that is no colour comes before the phrase ends; "red and white shirt" is one phrase."""
    while at < len(words):
        if at in spans:
            at = spans[at][0]
        elif words[at] in ("and", ",") and at + 1 in spans:
            at += 1
        else:
            return words[at] not in BREAKS
    return False


class Vocabulary:
    """Word to row of the vector table."""

    def __init__(self, words: Sequence[str]) -> None:
        self.index = {word: row for row, word in enumerate(words)}

    def rows(self, token: Token) -> list[int]:
        """Known words of a token; a plural or a possessive falls back to its stem."""
        found = (self._row(word) for word in token.words)
        return [row for row in found if row is not None]

    def _row(self, word: str) -> int | None:
        stems = (word, word.removesuffix("'s"), word.removesuffix("s"), word.removesuffix("es"))
        return next((self.index[stem] for stem in stems if stem in self.index), None)


@dataclass(frozen=True)
class TokenBatch:
    """Tokens as tensors, padded to one length."""

    rows: Tensor
    """(B, L, 3) int64 rows of the vector table, -1 where there is none; a token is the mean of its words."""
    mark: Tensor
    """(B, L, 4) mark / 100 of the colour a token names, and 1 where it names one."""
    carried: Tensor
    """(B, L, 4) likewise for the colour of its phrase."""
    mask: Tensor
    """(B, L) bool, True for a token."""
    shades: Tensor
    """(B, L, K, 2) a*b* of the phrase's colour on things of K lightnesses, in units of the latent."""

    @property
    def names_color(self) -> Tensor:
        """(B, L) bool"""
        return self.mark[..., 3] > 0

    @property
    def has_color(self) -> Tensor:
        """(B, L) bool, True where a token or its phrase has a colour."""
        return self.carried[..., 3] > 0


def batch_tokens(sentences: Sequence[Sequence[Token]], vocabulary: Vocabulary, length: int) -> TokenBatch:
    """Pad or cut every sentence to `length` tokens."""
    shape = (len(sentences), length)
    rows = torch.full((*shape, 3), -1, dtype=torch.int64)
    mark, carried = torch.zeros(*shape, 4), torch.zeros(*shape, 4)
    shades = torch.zeros(*shape, SHADES, 2)
    mask = torch.zeros(shape, dtype=torch.bool)
    for b, sentence in enumerate(sentences):
        marks = marks_of(sentence)
        for at, token in enumerate(sentence[:length]):
            known = [] if _has_hue(token.lab) else vocabulary.rows(token)[:3]
            rows[b, at, : len(known)] = torch.tensor(known, dtype=torch.int64)
            for target, color in ((mark, token.lab), (carried, token.carried)):
                if color is not None:
                    target[b, at] = torch.tensor([*(part / 100 for part in marks[color]), 1.0])
            if token.carried is not None:
                shades[b, at] = shades_of(token.carried)
            mask[b, at] = True
    return TokenBatch(rows, mark, carried, mask, shades)


def marks_of(sentence: Sequence[Token]) -> dict[Lab, Lab]:
    """The mark of every colour that a sentence names."""
    said = dict.fromkeys(color for token in sentence for color in (token.lab, token.carried) if color)
    hues = [color for color in said if _has_hue(color)]
    return {color: color for color in said} | {c: MARKS[at % len(MARKS)] for at, c in enumerate(hues)}


def _has_hue(color: Lab | None) -> bool:
    return color is not None and hypot(*color[1:]) >= WITHOUT_HUE


@lru_cache(maxsize=4096)
def shades_of(lab: Lab) -> Tensor:
    """A colour on things of SHADES lightnesses from 0 to 100 (K, 2), in units of the latent."""
    return torch.from_numpy(asked_for(lab)[:: 100 // (SHADES - 1)] / AB_SCALE)


class TextEncoder(nn.Module):
    """Frozen word vectors, learned marks, and a small transformer over the sentence."""

    vectors: Tensor

    def __init__(self, config: TextConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("vectors", torch.zeros(config.vocabulary, config.vector_dim))
        self.from_vector = nn.Linear(config.vector_dim, config.dim)
        self.from_lab = _lab_mlp(config.dim)
        self.from_carried = _lab_mlp(config.dim)
        self.place = nn.Parameter(torch.randn(config.max_tokens, config.dim) * 0.02)
        self.nothing = nn.Parameter(torch.randn(config.dim) * 0.02)
        layer = nn.TransformerEncoderLayer(
            config.dim, config.heads, 2 * config.dim,
            dropout=0.0, activation="gelu", batch_first=True, norm_first=True,
        )  # fmt: skip
        self.layers = nn.TransformerEncoder(
            layer, config.layers, nn.LayerNorm(config.dim), enable_nested_tensor=False
        )

    def forward(self, tokens: TokenBatch) -> Tensor:
        """-> (B, L, Dt). Padding is one learned vector: a sentence without words is a sentence of it."""
        known = (tokens.rows >= 0).float().unsqueeze(-1)
        vectors = (self.vectors[tokens.rows.clamp_min(0)] * known).sum(2) / known.sum(2).clamp_min(1)
        x = self.from_vector(vectors * self.config.vector_dim**0.5) + self.place[: vectors.shape[1]]
        for embed, mark in ((self.from_lab, tokens.mark), (self.from_carried, tokens.carried)):
            x = x + embed(COLOR_SCALE * mark) * mark[..., 3:]
        x = torch.where(tokens.mask[..., None], x, self.nothing)
        return self.layers(x)


def _lab_mlp(dim: int) -> nn.Module:
    """As loud as a word vector: quieter, and for a long time no mark is heard beside the words."""
    return nn.Sequential(nn.Linear(4, 64), nn.SiLU(), nn.Linear(64, dim), nn.LayerNorm(dim))
