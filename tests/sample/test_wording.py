"""Truths of words for single shots."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lvocal.media.mix import MixedSound
from lvocal.model.bundle import tiny_networks
from lvocal.sample.conditions import encode
from lvocal.sample.wording import own_words
from lvocal.values import ColorizeRequest, ColorRow, Shot, ShotWords, UserError

SHOTS = (Shot(0, 10), Shot(10, 30), Shot(30, 40))
NIGHT = ShotWords(17, "a car at night", (ColorRow("coat", "red"),))
ASKED = ColorizeRequest(Path("x.mp4"), "the sky", (ColorRow("car", "red"),), shot_words=(NIGHT,))
SILENCE = MixedSound(None, None, None)


def test_words_belong_to_the_shot_that_holds_their_frame() -> None:
    (own,) = own_words(ASKED, SHOTS)
    assert own.shot == Shot(10, 30) and own.frame == 17
    assert (own.request.prompt, own.request.rows) == (NIGHT.prompt, NIGHT.rows)
    (again,) = own_words(ASKED, (Shot(0, 16), Shot(16, 40)))
    assert again.shot == Shot(16, 40)


def test_two_wordings_of_one_shot_are_refused() -> None:
    asked = ColorizeRequest(Path("x.mp4"), shot_words=(NIGHT, ShotWords(12, "a car")))
    with pytest.raises(UserError, match="17 and 12"):
        own_words(asked, SHOTS)


def test_a_shot_is_told_its_own_words_and_every_other_the_film_s() -> None:
    networks = tiny_networks()
    brief = encode(ASKED, SILENCE, networks, lambda: None, SHOTS)
    film, night = networks.read(ASKED.prompt, ASKED.rows), networks.read(NIGHT.prompt, NIGHT.rows)
    assert not torch.equal(film.text, night.text)
    for frame in range(40):
        told = brief.at(frame)
        assert torch.equal(told.words.text, (night if 10 <= frame < 30 else film).text)
    assert brief.at(17).wording.frame == 17 and brief.at(0).wording.frame is None


def test_without_words_of_shots_nothing_is_different() -> None:
    asked = replace(ASKED, shot_words=())
    brief = encode(asked, SILENCE, tiny_networks(), lambda: None)
    assert not brief.shots and brief.at(17) is brief
