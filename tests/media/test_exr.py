"""Light and codes of OpenEXR pictures."""

from fractions import Fraction

import numpy as np
import OpenEXR
import pytest

from lvocal.media.exr import codes_of, light_of, read_exr, write_exr
from lvocal.values import UserError


def test_the_curve_is_that_of_bt709():
    """BT.709 sec. 1.2: L = 0.018 is V = 0.081, and both ends are kept."""
    np.testing.assert_allclose(codes_of(np.array([0.0, 0.018, 1.0])), [0, 0.081, 1], atol=3e-4)
    codes = np.linspace(0, 1, 1001)
    np.testing.assert_allclose(codes_of(light_of(codes)), codes, atol=1e-3)
    assert (np.diff(light_of(codes)) > 0).all()


def test_half_floats_keep_ten_bits(tmp_path):
    codes = np.linspace(0, 1, 1024 * 3).reshape(32, 32, 3)
    write_exr(tmp_path / "a.exr", codes, Fraction(16, 11))
    rgb, header = read_exr(tmp_path / "a.exr")
    assert np.abs(rgb - codes).max() < 0.5 / 1023
    assert header["pixelAspectRatio"] == pytest.approx(16 / 11)
    assert header["compression"] == OpenEXR.ZIP_COMPRESSION
    np.testing.assert_allclose(header["chromaticities"], [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329])


def test_the_same_picture_gives_the_same_file(tmp_path):
    for name in ("a.exr", "b.exr"):
        write_exr(tmp_path / name, np.full((9, 7, 3), 0.4), Fraction(1), "{}")
    assert (tmp_path / "a.exr").read_bytes() == (tmp_path / "b.exr").read_bytes()


def test_what_is_no_picture_is_refused_in_words(tmp_path):
    (tmp_path / "a.exr").write_bytes(b"no")
    with pytest.raises(UserError, match="OpenEXR"):
        read_exr(tmp_path / "a.exr")
