import json

import numpy as np
import pytest

from lvocal.color.lexicon import COLOR_NAMES, SURVEYED
from lvocal.color.naming import color_lab, nearest_name
from lvocal.media.shards import Picture, Region
from lvocal.train.fit_terms import LEAST_REGIONS, fit_terms

PLAIN = np.zeros((2, 2, 3), np.uint8)


def fashion(*regions: tuple[str, tuple[float, float, float]], source: str = "ccp") -> Picture:
    found = tuple(Region(at, label, 0.1, lab) for at, (label, lab) in enumerate(regions))
    return Picture("one", source, PLAIN, regions=found)


def test_a_term_has_the_hue_of_its_garments_and_is_redder_than_most(tmp_path):
    reds = [(40.0, 4.0 * k, 2.0 * k) for k in range(5, 5 + 2 * LEAST_REGIONS)]
    fit_terms([fashion(("coat", lab)) for lab in reds], tmp_path / "terms.json")
    (term, code), *rest = json.loads((tmp_path / "terms.json").read_text()).items()
    light, a, b = color_lab(code)
    chromas = sorted(float(np.hypot(*lab[1:])) for lab in reds)
    assert term == "red" and not rest
    assert light == pytest.approx(40, abs=3) and chromas[LEAST_REGIONS] < np.hypot(a, b) < chromas[-1]
    assert np.degrees(np.arctan2(b, a)) == pytest.approx(np.degrees(np.arctan2(2, 4)), abs=8)


@pytest.mark.parametrize("label, source", [("skin", "ccp"), ("hair", "ccp"), ("coat", "camvid")])
def test_only_garments_count(tmp_path, label, source):
    pictures = [fashion((label, (40.0, 50.0, 25.0)), source=source)] * LEAST_REGIONS
    fit_terms(pictures, tmp_path / "terms.json")
    assert json.loads((tmp_path / "terms.json").read_text()) == {}


def test_few_garments_and_pale_ones_say_nothing(tmp_path):
    few = [fashion(("coat", (40.0, 50.0, 25.0)))] * (LEAST_REGIONS - 1)
    pale = [fashion(("coat", (40.0, 5.0, 2.0)))] * LEAST_REGIONS
    fit_terms(few + pale, tmp_path / "terms.json")
    assert json.loads((tmp_path / "terms.json").read_text()) == {}


def test_the_shipped_terms_are_called_as_people_call_what_they_see():
    moved = [name for name in COLOR_NAMES if COLOR_NAMES[name] != SURVEYED[name] and " " not in name]
    assert len(moved) == 8 and all(nearest_name(COLOR_NAMES[name]) == name for name in moved)
