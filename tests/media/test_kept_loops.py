"""A preset that was made once is read, bit for bit, and nothing depends on it."""

import numpy as np

from lvocal.media.kept_loops import kept_loop

LOOP = np.random.default_rng(0).normal(size=(2, 50)).astype(np.float32)


def never():
    raise AssertionError("made again")


def test_a_loop_is_made_once(tmp_path):
    first = kept_loop("rain", 100, lambda: LOOP, tmp_path)
    np.testing.assert_array_equal(first, LOOP)
    np.testing.assert_array_equal(kept_loop("rain", 100, never, tmp_path), LOOP)


def test_a_broken_file_is_made_again(tmp_path):
    kept_loop("rain", 100, lambda: LOOP, tmp_path)
    (file,) = tmp_path.rglob("*.npy")
    file.write_bytes(file.read_bytes()[:60])
    np.testing.assert_array_equal(kept_loop("rain", 100, lambda: LOOP, tmp_path), LOOP)
    np.testing.assert_array_equal(kept_loop("rain", 100, never, tmp_path), LOOP)


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    np.testing.assert_array_equal(kept_loop("rain", 100, lambda: LOOP, tmp_path / "file"), LOOP)
