"""Cuts are found on their frame; movement and changing light are no cuts."""

from fractions import Fraction

import numpy as np
import pytest

from lvocal.media.shots import find_cuts, find_shots
from lvocal.media.video import probe
from lvocal.values import Cancelled
from tests.media.films import DATA, make_film, needs_clips


def scene(seed: int, num_frames: int, drift: int = 1, gain: float = 1.0) -> list[np.ndarray]:
    """A random soft picture that moves a little."""
    random = np.random.default_rng(seed)
    coarse = random.uniform(20, 200, (9, 16))
    picture = np.kron(coarse, np.ones((8, 8)))
    return [
        np.roll(picture * gain, drift * number, 1).clip(0, 255).astype(np.uint8)
        for number in range(num_frames)
    ]


@pytest.mark.parametrize("lengths", [(30, 30), (12, 40, 25), (50,), (11, 11, 11, 11)])
def test_cuts_are_found_on_their_frame(lengths):
    frames = [frame for seed, length in enumerate(lengths) for frame in scene(seed, length)]
    assert find_cuts(frames, Fraction(25)) == list(np.cumsum(lengths)[:-1])


def test_a_lamp_switched_on_is_no_cut():
    frames = scene(5, 30, drift=0, gain=0.4) + scene(5, 30, drift=0, gain=1.1)
    assert find_cuts(frames, Fraction(25)) == []


def test_a_fast_pan_is_no_cut():
    assert find_cuts(scene(3, 60, drift=5), Fraction(25)) == []


@pytest.mark.parametrize("num_frames", [1, 2, 3, 5, 6])
def test_the_shortest_films_are_one_shot(tmp_path, num_frames):
    clip = probe(make_film(tmp_path / "film.mp4", num_frames=num_frames))
    shots = find_shots(clip)
    assert [(shot.start, shot.stop) for shot in shots] == [(0, num_frames)]


@pytest.mark.parametrize("depth", [8, 10])
def test_shots_cover_the_film_without_gaps(tmp_path, depth):
    pixels = "yuv420p" if depth == 8 else "yuv420p10le"
    film = make_film(tmp_path / "film.mkv", 200, 30, 40, codec="ffv1", pixels=pixels, depth=depth)
    shots = find_shots(probe(film))
    assert shots[0].start == 0 and shots[-1].stop == 40
    assert all(before.stop == after.start for before, after in zip(shots, shots[1:], strict=False))


def test_looking_for_shots_can_be_stopped(tmp_path):
    clip = probe(make_film(tmp_path / "film.mp4"))

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        find_shots(clip, stop)


@needs_clips
def test_a_real_film_is_cut_where_a_person_cuts_it():
    shots = find_shots(probe(DATA / "bw" / "costume-drama.mp4"))
    assert [shot.start for shot in shots] == [0, 34, 134, 207, 290]


@needs_clips
def test_a_real_single_take_is_one_shot():
    assert len(find_shots(probe(DATA / "bw" / "chaplin.mp4"))) == 1
