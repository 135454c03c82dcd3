"""Truths of looks: strict files, complete settings, each one of its own."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from lvocal.color.looks import (
    LOOKS,
    OWN_SETTINGS,
    dressed,
    find_look,
    hue_of,
    look_from,
    look_of,
    looks,
    palette_after,
    read_look,
    trim_from,
)  # fmt: skip
from lvocal.color.spaces import srgb_to_lab
from lvocal.color.trim import global_part, trim_rgb
from lvocal.sample.sidecar import request_from_json, request_to_json
from lvocal.settings import ColorizeSettings, standard
from lvocal.values import ColorizeRequest, ColorRow, HueBand, Palette, Trim, UserError

NAMES = list(looks())
MINE = Palette(("#123456",))


@pytest.mark.parametrize("name", NAMES)
def test_every_look_is_complete_and_the_same_in_every_engine(name):
    look = looks()[name]
    assert look.title and look.sentence.endswith(".") and len(look.sentence) < 110
    assert tuple(name for name, _ in look.values) == tuple(sorted(OWN_SETTINGS))
    wan = standard("wan")
    assert look.settings(wan).steps == wan.steps


def test_the_gallery_is_large_and_natural_comes_first():
    assert len(NAMES) >= 16 and NAMES[0] == "natural"
    assert {path.stem for path in LOOKS.glob("*.json")} == set(NAMES)
    assert len({look.title for look in looks().values()}) == len(NAMES)


def test_looks_with_a_trim_can_be_told_apart():
    colors = srgb_to_lab(0.5 + (np.random.default_rng(0).random((300, 3)) - 0.5) * 0.6)
    colors = trim_rgb(Trim(warmth=1e-3), 0.5 + (np.random.default_rng(0).random((300, 3)) - 0.5) * 0.6)
    shown = {}
    for look in looks().values():
        if look.trim != Trim():
            saturation = look.settings(ColorizeSettings()).saturation
            shown[look.name] = srgb_to_lab(trim_rgb(global_part(look.trim, saturation), colors))
    for one, other in combinations(shown, 2):
        apart = np.linalg.norm(shown[one] - shown[other], axis=-1).mean()
        assert apart > 3, f"{one} and {other} differ by dE {apart:.1f} only"


def test_natural_is_what_nothing_said_is():
    request = ColorizeRequest(Path("film.mp4"))
    assert dressed(request, looks()["natural"]) == request
    assert look_of(request) == looks()["natural"]


@pytest.mark.parametrize("name", NAMES)
def test_a_look_is_known_again_by_its_values(name):
    request = ColorizeRequest(Path("film.mp4"), "a street", (ColorRow("coat", "red"),))
    worn = dressed(request, looks()[name])
    assert look_of(worn) == looks()[name]
    assert (worn.source, worn.prompt, worn.rows, worn.mix, worn.settings.seed) == (
        request.source, request.prompt, request.rows, request.mix, request.settings.seed,
    )  # fmt: skip
    assert request_from_json(request_to_json(worn)) == worn


def test_a_palette_of_ones_own_outlives_looks_and_that_of_a_look_does_not():
    brings, brings_none = find_look("autochrome-1907"), find_look("vivid")
    assert palette_after(brings, None) == brings.palette is not None
    assert palette_after(brings_none, brings.palette) is None
    assert palette_after(brings, MINE) == palette_after(brings_none, MINE) == MINE


def test_a_look_is_found_by_its_name_and_a_wrong_one_hints_at_the_nearest(tmp_path):
    assert find_look("Teal orange").name == "teal-orange"
    with pytest.raises(UserError, match="teal-orange"):
        find_look("teal-oranje")
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"settings": {"steps": 3}, "trim": {"bands": [{"hue": "violet"}]}}))
    mine = find_look(str(file))
    assert mine.settings(ColorizeSettings()).steps == 3 and mine.trim.bands == (HueBand(315),)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"steps": 3}, "steps"), ({"settings": {"stepz": 3}}, "stepz"), ({"trim": {"warmpth": 3}}, "warmpth"),
        ({"trim": {"bands": [{"hue": "mauve"}]}}, "mauve"), ({"trim": {"bands": [{"width": 9}]}}, "hue"),
        ({"trim": {"saturation": [1, 1]}}, "3 numbers"), ({"trim": {"warmth": 500}}, "warmth"),
        ({"palette": "rde"}, "rde"), ({"trim": 3}, "no look"), ([], "no look"),
    ],
)  # fmt: skip
def test_what_no_look_has_is_named(tmp_path, values, said):
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(values))
    with pytest.raises(UserError, match=said):
        read_look(file)


def test_a_file_that_is_not_there_is_said():
    with pytest.raises(UserError, match="no file"):
        find_look("nowhere.json")


def test_plain_values_become_the_same_trim():
    look = look_from({"trim": {"tint": 2, "shadow_tint": [1, -2]}}, "mine")
    assert (
        look.trim == Trim(tint=2.0, shadow_tint=(1.0, -2.0)) == trim_from({"tint": 2, "shadow_tint": [1, -2]})
    )
    assert hue_of("Blue") == 275 and hue_of("12.5") == 12.5
