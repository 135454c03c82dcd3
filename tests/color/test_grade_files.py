"""Truths of .cube and CDL: other readers see in them what the trim does."""

from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import colour
import cv2
import numpy as np
import pytest
from av.filter import Graph
from av.video.frame import VideoFrame

from lvocal.color.grade_files import (
    LABEL,
    NAMESPACE,
    Cdl,
    cube,
    fit_cdl,
    fitted_colors,
    write_cdl,
    write_cube,
)
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
    cdl, colors = fit_cdl(trim), fitted_colors()
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


def through_ffmpeg(path, rgb: np.ndarray) -> np.ndarray:
    """A picture (H, W, 3) float -> the same through ffmpeg's own reader of .cube files, 16 bits a channel."""
    codes = np.rint(rgb * 65535).astype(np.uint16)
    frame = VideoFrame.from_ndarray(codes, format="rgb48le")
    graph = Graph()
    source = graph.add_buffer(
        width=rgb.shape[1], height=rgb.shape[0], format="rgb48le", time_base=Fraction(1, 25)
    )
    table = graph.add("lut3d", f"file={path}")
    shape, sink = graph.add("format", "rgb48le"), graph.add("buffersink")
    for left, right in pairwise((source, table, shape, sink)):
        left.link_to(right)
    graph.configure()
    frame.pts = 0
    graph.push(frame)
    return graph.pull().to_ndarray(format="rgb48le").astype(np.float64) / 65535


@pytest.mark.parametrize("name", [name for name, look in looks().items() if look.trim != Trim()])
def test_a_picture_through_the_table_is_the_picture_trimmed(tmp_path, name):
    trim, path = looks()[name].trim, tmp_path / "look.cube"
    write_cube(path, name, trim, 33)
    rng = np.random.default_rng(1)
    corners = rng.random((6, 8, 3))
    picture = 0.1 + 0.8 * cv2.resize(corners, (96, 72), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    shown, wanted = through_ffmpeg(path, picture), trim_rgb(trim, picture)
    assert np.linalg.norm(srgb_to_lab(shown) - srgb_to_lab(wanted), axis=-1).mean() < 1.0
