"""Sound as words, for a network that reads and was never taught to hear.

What the listener hears in a whole film becomes three sentences: the mood of its music, the place of its
ambience, and five colours. The colours are those that pictures usually have, graded as the paper finds films
with such sound to be graded (color/tones.py, L-VOCAL Fig. 3), and called by their nearest names.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from lvocal.color.gamut import into_gamut
from lvocal.color.naming import nearest_name
from lvocal.color.palette import palette_of_pixels, palette_swatches
from lvocal.color.palette_source import learned_palettes, palette_of_lab
from lvocal.color.tones import AMBIENCE_GRADES, EMOTION_GRADES, Grade, mix_grades
from lvocal.model.prompt import Weighed
from lvocal.values import EMOTIONS, ColorizeRequest, Heard, Palette

MOODS = {
    "amusement": "playful", "awe": "full of awe", "contentment": "calm and content", "excitement": "exciting",
    "anger": "angry", "disgust": "repulsive", "fear": "fearful", "sadness": "sad",
}  # fmt: skip
"""Each of Mikels' emotions as a mood is described."""

PLACES = {
    "rain": "in the rain", "thunder": "under a thunderstorm", "sea waves": "by the sea",
    "river": "by a river", "wind": "in the wind", "crackling fire": "by the light of a fire",
    "birds": "among birds and trees",
    "crickets": "on a warm night", "jungle": "in the jungle", "street": "in a busy street",
    "crowd": "among people", "train": "by a train", "airplane": "under an airplane",
    "helicopter": "under a helicopter", "boat": "on a boat", "fireworks": "under fireworks",
    "church bells": "near a church", "farm animals": "on a farm", "underwater": "under water",
}  # fmt: skip
"""Sounds that say where one is; the others (a dog, a clock, music) say nothing of colours."""

CLEAR = 0.3
"""Least mean share of an emotion, or chance of a label, that is put into words."""

MOST = 2
"""Moods, or places, in one sentence."""


def spoken(request: ColorizeRequest, heard: Heard) -> list[Weighed]:
    """The sentences that sound adds to a request, in order. A road at strength 0, or silent, says nothing.

    A palette of the person's own takes the place of the colours heard."""
    music, ambience = request.settings.music_strength, request.settings.ambience_strength
    said = [(mood_words(heard), music), (place_words(heard), ambience)]
    heard_colors = tone_palette(heard, music, ambience)
    if heard_colors and request.palette is None:
        said.append((palette_words(heard_colors), min(1.0, max(music, ambience))))
    return [(words, weight) for words, weight in said if words and weight]


def mood_words(heard: Heard) -> str:
    """ "The mood is sad and fearful, in muted colours"; nothing where no music is heard."""
    shares = emotion_shares(heard)
    if not shares:
        return ""
    grade = mix_grades(shares, EMOTION_GRADES)
    moods = [MOODS[name] for name in _clearest(shares)]
    said = f"The mood is {' and '.join(moods)}, in" if moods else "In"
    return f"{said} {_kind_of(grade)} colours"


def place_words(heard: Heard) -> str:
    """ "By the sea, in the wind"; nothing where no place is heard."""
    chances = place_chances(heard)
    places = [PLACES[name] for name in _clearest({name: chances[name] for name in chances if name in PLACES})]
    said = ", ".join(places)
    return said[:1].upper() + said[1:]


def palette_words(palette: Palette) -> str:
    """ "The colours are navy, teal and sand brown": plain names, each once, dark to light."""
    names = list(dict.fromkeys(nearest_name(lab, "plain") for lab in palette_swatches(palette)))
    return f"The colours are {' and '.join(part for part in (', '.join(names[:-1]), names[-1]) if part)}"


def tone_palette(heard: Heard, music_strength: float = 1.0, ambience_strength: float = 1.0) -> Palette | None:
    """Five usual colours, graded by what is heard as far as it counts; None where nothing grades them."""
    music = mix_grades(emotion_shares(heard), EMOTION_GRADES)
    ambience = mix_grades(place_chances(heard), AMBIENCE_GRADES)
    graded = usual_colors()
    for grade, strength in ((music, music_strength), (ambience, ambience_strength)):
        factor = max(0.0, 1 + strength * (grade.saturation - 1))
        graded[:, 1:] = graded[:, 1:] * factor + strength * np.array([grade.a, grade.b])
    if np.array_equal(graded, usual_colors()):
        return None
    graded[:, 1:] = into_gamut(graded[:, 0], graded[:, 1:])
    return palette_of_lab(graded)


def emotion_shares(heard: Heard) -> dict[str, float]:
    """Mean share of every emotion over the whole film; empty without music."""
    rows = [row for row in heard.emotions if row]
    return dict(zip(EMOTIONS, np.mean(rows, axis=0).tolist(), strict=True)) if rows else {}


def place_chances(heard: Heard) -> dict[str, float]:
    """Mean chance of every label over the whole film; a segment that does not list one counts as 0."""
    rows = [dict(row) for row in heard.ambience]
    return {name: sum(row.get(name, 0.0) for row in rows) / len(rows) for row in rows for name in row}


def usual_colors() -> np.ndarray:
    """(5, 3) Lab: what the words of the training pictures bring along (color/palette_source), in sum."""
    return _usual_colors().copy()


@cache
def _usual_colors() -> np.ndarray:
    return palette_of_pixels(np.concatenate(list(learned_palettes().words.values()))).astype(np.float64)


def _clearest(shares: dict[str, float]) -> list[str]:
    best = sorted(shares, key=lambda name: -shares[name])[:MOST]
    return [name for name in best if shares[name] >= CLEAR]


def _kind_of(grade: Grade) -> str:
    """ "warm and vivid", by the grade; "natural" where it changes little."""
    warmth, strength = grade.a + grade.b, grade.saturation
    kinds = ["warm" if warmth > 2 else "cool" if warmth < -2 else ""]
    kinds.append("vivid" if strength > 1.1 else "muted" if strength < 0.9 else "")
    return " and ".join(filter(None, kinds)) or "natural"
