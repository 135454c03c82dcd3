"""The table of figures: every one has a direction, a source and a function that says what it needs."""

import inspect
from pathlib import Path

import pytest

from lvocal.checkpoint.judges import CLIP_ID, FETCH, LOADERS, OMNI_ID
from lvocal.metrics import classic
from lvocal.metrics.catalogue import METRICS, Metric, metric

PUBLISHED = ("PSNR", "SSIM", "LPIPS", "FID", "FVD", "Colorfulness", "CDC", "CAM-S", "CLIP score")


def test_names_are_unlike_and_the_papers_are_all_there():
    names = [one.name for one in METRICS]
    assert len(names) == len(set(names)) and set(PUBLISHED) <= set(names)


@pytest.mark.parametrize("one", METRICS, ids=lambda one: one.name)
def test_every_figure_says_where_it_comes_from_and_what_measures_it(one: Metric):
    assert one.source and inspect.getdoc(one.measure)
    assert one.network is None or one.network in LOADERS


def test_every_judge_is_asked_by_a_figure():
    assert {one.network for one in METRICS} - {None} == LOADERS.keys()


def test_headings_tell_factor_unit_and_direction():
    assert metric("CDC").heading == "CDC x1000 ↓"
    assert metric("PSNR").heading == "PSNR (dB) ↑"
    assert metric("Chroma of the object").heading == "Chroma of the object (Lab)"
    assert metric("CDC").measure is classic.cdc


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"no metric 'Temp-S'; there are PSNR"):
        metric("Temp-S")


def test_the_page_about_figures_names_every_one_and_every_network():
    page = (Path(__file__).parents[2] / "lvocal" / "metrics" / "README.md").read_text()
    names = [one.name for one in METRICS] + [CLIP_ID, OMNI_ID, *FETCH]
    assert [name for name in names if name not in page] == []
