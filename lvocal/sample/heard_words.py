"""What was heard over a whole film, in a few words with their shares."""

from __future__ import annotations

from lvocal.values import EMOTIONS, Heard

NAMED = 3
"""Words of each road, the likeliest first."""

CLEAR = 0.05
"""Share below which a word is not worth reading."""


def heard_words(heard: Heard) -> dict[str, list[tuple[str, float]]]:
    """Emotions of the music and places of the ambience, averaged over the film; a road without sound has
    none."""
    music = [dict(zip(EMOTIONS, row, strict=True)) for row in heard.emotions if row]
    ambience = [dict(row) for row in heard.ambience if row]
    return {"music": _likeliest(music), "ambience": _likeliest(ambience)}


def _likeliest(shares: list[dict[str, float]]) -> list[tuple[str, float]]:
    words = {word: 0.0 for row in shares for word in row}
    for row in shares:
        for word, share in row.items():
            words[word] += share / len(shares)
    best = sorted(words.items(), key=lambda item: -item[1])[:NAMED]
    return [(word, round(share, 3)) for word, share in best if share >= CLEAR]
