"""Truths of windows and their cross-fade."""

import numpy as np
import pytest

from lvocal.sample.windows import crossfade, plan_windows
from lvocal.values import Shot, Window


@pytest.mark.parametrize("num_frames", [1, 2, 80, 81, 82, 97, 145, 146, 147, 300])
@pytest.mark.parametrize("start", [0, 1000])
def test_windows_give_every_frame_back_unchanged(num_frames: int, start: int) -> None:
    windows = plan_windows(Shot(start, start + num_frames), length=81, overlap=17)
    frames = np.arange(start, start + num_frames, dtype=np.float32)
    pieces = ((window, frames[window.start - start : window.stop - start]) for window in windows)
    np.testing.assert_allclose(np.stack(list(crossfade(pieces))), frames, rtol=1e-6)


@pytest.mark.parametrize("num_frames", [82, 146, 300])
def test_windows_are_of_one_length_and_stay_in_their_shot(num_frames: int) -> None:
    windows = plan_windows(Shot(5, 5 + num_frames), length=81, overlap=17)
    assert {len(window) for window in windows} == {81}
    assert windows[0].start == 5 and windows[-1].stop == 5 + num_frames
    assert all(window.overlap >= 17 for window in windows[1:])


def test_the_joint_rises_from_the_old_window_to_the_new() -> None:
    pieces = [(Window(0, 4, 0), np.zeros((4, 1))), (Window(2, 6, 2), np.ones((4, 1)))]
    joined = np.concatenate(list(crossfade(pieces)))
    assert joined[:2].tolist() == [0, 0] and joined[4:].tolist() == [1, 1]
    assert 0 < joined[2] < joined[3] < 1


def test_a_window_that_does_not_continue_is_refused() -> None:
    with pytest.raises(ValueError, match="does not continue"):
        list(crossfade([(Window(0, 4, 0), np.zeros((4, 1))), (Window(2, 6, 5), np.ones((4, 1)))]))


def test_an_overlap_as_long_as_the_window_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        plan_windows(Shot(0, 10), length=5, overlap=5)
