"""Truths of guidance: what is pushed, and what costs no pass."""

from dataclasses import replace

import pytest
import torch

from lvocal.sample.guidance import guided
from lvocal.values import Conditions

WORDS, SOUND = 2.0, 30.0


class Additive:
    """A network whose answer is 100, plus something for its words, plus something for its sound."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, latent, sigma, conditions, *, reuse=None):
        self.calls += 1
        said = WORDS if conditions.text.any() else 0.0
        heard = SOUND if conditions.mood is not None and conditions.music_strength else 0.0
        return torch.full_like(latent, 100 + said + heard)


TOLD = Conditions(torch.zeros(1, 1, 1, 1, 1), torch.ones(1, 1, 1), mood=torch.ones(1, 1))
EMPTY, X, SIGMA = torch.zeros(1, 1, 1), torch.zeros(1), torch.ones(1)


@pytest.mark.parametrize(("words", "sound"), [(1, 1), (3, 1), (1, 4), (3, 4), (0, 1), (0, 0)])
def test_words_and_sound_are_pushed_apart_from_each_other(words: float, sound: float) -> None:
    network = Additive()
    answer = guided(network, TOLD, EMPTY, words, sound)(X, SIGMA)
    assert answer.item() == pytest.approx(100 + words * WORDS + sound * SOUND)


@pytest.mark.parametrize(
    ("words", "sound", "passes"), [(1, 1, 1), (2, 1, 2), (1, 2, 2), (2, 2, 3), (0, 1, 1)]
)
def test_a_pass_is_made_for_each_thing_pushed(words: float, sound: float, passes: int) -> None:
    network = Additive()
    guided(network, TOLD, EMPTY, words, sound)(X, SIGMA)
    assert network.calls == passes


@pytest.mark.parametrize("silent", [replace(TOLD, mood=None), replace(TOLD, music_strength=0.0)])
def test_where_nothing_sounds_guidance_of_sound_changes_nothing(silent: Conditions) -> None:
    network = Additive()
    plain, pushed = (guided(network, silent, EMPTY, 2.5, sound)(X, SIGMA) for sound in (1.0, 9.0))
    assert torch.equal(plain, pushed)
