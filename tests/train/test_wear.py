"""Truths of worn film: its lightness suffers, its colours do not."""

import numpy as np

from lvocal.train.wear import COARSEST, worn


def test_colours_stay_and_every_frame_has_grain_of_its_own() -> None:
    film = np.full((3, 40, 50, 3), 128, np.uint8)
    film[..., 1] = 150
    old = worn(film, np.random.default_rng(0))
    assert np.array_equal(old[..., 1:], film[..., 1:])
    assert not np.array_equal(old[0], old[1])
    assert abs(old[..., 0].mean() - 128) < 2 and 0 < old[..., 0].std() / 2.55 < 1.2 * COARSEST


def test_edges_soften() -> None:
    film = np.full((1, 40, 40, 3), 128, np.uint8)
    film[:, :, 20:, 0] = 200
    sharpest = [
        np.abs(np.diff(worn(film, np.random.default_rng(n))[0, ..., 0].mean(axis=0))).max() for n in range(6)
    ]
    assert max(sharpest) < 70
