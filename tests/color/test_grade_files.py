"""Truths of .cube and CDL: other readers see in them what the trim does."""

from xml.etree import ElementTree

import colour
import numpy as np
import pytest

from lvocal.color.grade_files import LABEL, NAMESPACE, Cdl, cube, fit_cdl, write_cdl, write_cube
from lvocal.color.looks import looks
from lvocal.color.spaces import srgb_to_lab
from lvocal.color.trim import trim_rgb
from lvocal.values import Trim

TEAL = looks()["teal-orange"].trim


@pytest.mark.parametrize("side", [17, 33])
def test_another_reader_finds_the_trim_at_every_node(tmp_path, side):
    path = tmp_path / "look.cube"
    write_cube(path, 'A "look"', TEAL, side)
    table = colour.read_LUT(str(path))
    assert table.size == side and table.name == "A 'look'"
    wanted = trim_rgb(TEAL, cube(side)).reshape(side, side, side, 3).transpose(2, 1, 0, 3)
    assert np.abs(table.table - wanted).max() < 1e-6
    assert f"# {LABEL}" in path.read_text()


def test_a_table_without_a_trim_is_the_identity(tmp_path):
    path = tmp_path / "look.cube"
    write_cube(path, "Natural", Trim(), 17)
    colors = np.random.default_rng(0).random((50, 3))
    assert colour.read_LUT(str(path)).apply(colors) == pytest.approx(colors, abs=1e-6)


def test_nothing_is_fitted_by_nothing():
    cdl = fit_cdl(Trim())
    assert cdl.mean_error < 0.01
    assert cdl.slope == pytest.approx((1, 1, 1), abs=1e-3) and cdl.saturation == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", ["bleach-bypass", "teal-orange", "cyanotype"])
def test_a_fitted_cdl_comes_nearer_than_none_and_says_how_near(name):
    trim = looks()[name].trim
    cdl, colors = fit_cdl(trim), cube(9)
    wanted = srgb_to_lab(trim_rgb(trim, colors))
    errors = np.linalg.norm(srgb_to_lab(cdl.apply(colors)) - wanted, axis=-1)
    assert cdl.mean_error == pytest.approx(errors.mean()) and cdl.largest_error == pytest.approx(errors.max())
    assert errors.mean() < np.linalg.norm(srgb_to_lab(colors) - wanted, axis=-1).mean()


@pytest.mark.parametrize(("suffix", "root"), [(".cdl", "ColorDecisionList"), (".cc", "ColorCorrection")])
def test_a_cdl_is_read_back_with_its_numbers_and_its_label(tmp_path, suffix, root):
    cdl = Cdl((1.1, 1, 0.9), (0.01, 0, -0.02), (1, 1.2, 0.8), 0.7, 3.21, 9.9)
    path = tmp_path / f"look{suffix}"
    write_cdl(path, "Teal & orange", cdl)
    tree = ElementTree.parse(path).getroot()
    assert tree.tag == f"{{{NAMESPACE}}}{root}"
    said = " ".join(node.text or "" for node in tree.iter(f"{{{NAMESPACE}}}Description"))
    assert LABEL in said and "dE 3.2" in said
    numbers = {node.tag.split("}")[1]: node.text for node in tree.iter()}
    assert [float(part) for part in numbers["Power"].split()] == [1, 1.2, 0.8]
    assert float(numbers["Saturation"]) == 0.7
