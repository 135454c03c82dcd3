"""Truths of plausibility: the truth itself is plausible, grey is not."""

import numpy as np
import pytest

from lvocal.evaluate.bars import plausible_bars
from lvocal.evaluate.bars.plausible_bars import everyday, plausibility, true_words
from lvocal.media.shards import Picture
from tests.evaluate.pictures import fashion, photograph, trial

LAB = np.zeros((8, 8, 3), np.uint8)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (photograph(), "a red coat by the sea"),
        (fashion(labels=("coat", "hair")), "red coat"),
        (Picture("s", "scenes", LAB, scene="sea"), "the sea"),
        (Picture("t", "ccp-tags", LAB, tags=("boots", "scarf")), "boots, scarf"),
    ],
)
def test_a_picture_is_called_by_the_best_that_is_known(picture, words) -> None:
    assert true_words(picture) == words


def test_streets_of_one_town_and_unmasked_fashion_are_left_out() -> None:
    sources = ("ccp", "ccp-tags", "camvid", "scenes", "flickr8k")
    assert [p.source for p in everyday([Picture("x", source, LAB) for source in sources])] == [
        "ccp", "scenes", "flickr8k",
    ]  # fmt: skip


@pytest.mark.parametrize(("chroma", "passed"), [(1.0, True), (0.9, True), (0.0, False), (-1.0, False)])
def test_the_truth_is_plausible_and_neither_grey_nor_wrong_hues_are(monkeypatch, chroma, passed) -> None:
    monkeypatch.setattr(
        plausible_bars, "paint", lambda n, still, s, settings: np.stack([still.ab * chroma] * 2)
    )
    gain, _, wordless = plausibility(trial(photograph("p"), fashion("f")))
    assert gain.passed is wordless.passed is passed


@pytest.mark.parametrize(
    ("chroma", "passed"), [(0.0, False), (0.4, False), (0.7, True), (1.2, True), (1.5, False)]
)
def test_colours_are_neither_timid_nor_garish(monkeypatch, chroma, passed) -> None:
    monkeypatch.setattr(
        plausible_bars, "paint", lambda n, still, s, settings: np.stack([still.ab * chroma] * 2)
    )
    pale = photograph()
    pale.lab[..., 1:] = 128 + (pale.lab[..., 1:].astype(int) - 128) // 4
    assert plausibility(trial(pale))[1].passed is passed


def test_the_limit_spreads_over_the_pictures(monkeypatch) -> None:
    seen = []

    def paint(networks, still, sentences, settings):
        seen.append(still.picture.key)
        return np.stack([still.ab, still.ab])

    monkeypatch.setattr(plausible_bars, "paint", paint)
    plausibility(trial(*(photograph(str(number)) for number in range(6)), limit=3))
    assert seen == ["0", "2", "4"]


def test_without_pictures_nothing_is_measured() -> None:
    assert [row.passed for row in plausibility(trial())] == [None, None, None]
