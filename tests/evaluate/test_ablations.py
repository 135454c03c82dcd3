"""Ablations: what is left out no longer changes the picture, and the rest still does."""

from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.bars import ablations
from lvocal.evaluate.bars.ablations import CHANGES
from lvocal.evaluate.bars.table import Row, Trial
from lvocal.evaluate.filming import paint_film, wish
from lvocal.media.mix import MixedSound
from lvocal.model.bundle import MiniNetworks, tiny_networks
from lvocal.values import Palette, Waveform
from tests.evaluate.pictures import SETTINGS

LIGHT = np.random.default_rng(0).uniform(20, 90, (1, 64, 64)).astype(np.float32)
NOISE = Waveform(np.random.default_rng(1).normal(0, 0.1, (1, 64000)).astype(np.float32), 16000)


def painted(networks: MiniNetworks, prompt: str = "", palette: Palette | None = None, **sound) -> np.ndarray:
    mix = MixedSound(None, sound.get("music"), sound.get("ambience"))
    return paint_film(networks, LIGHT, wish(SETTINGS, prompt, palette), mix)


GIVEN = {
    "without words": {"prompt": "a red coat"},
    "without music (w/o ETG)": {"music": NOISE},
    "without ambience (w/o EAG)": {"ambience": NOISE},
    "without palette": {"palette": Palette(("#aa2211", "#22aa11"))},
}


@pytest.mark.parametrize("left_out", GIVEN)
def test_what_is_left_out_no_longer_counts(left_out: str) -> None:
    changed = CHANGES[left_out](tiny_networks())
    for name, given in GIVEN.items():
        same = np.array_equal(painted(changed, **given), painted(changed))
        assert same == (name == left_out), name


@pytest.mark.parametrize(("left_out", "given"), [("without copying", {"prompt": "a red coat"})])
def test_without_a_part_its_condition_still_counts_but_otherwise(left_out: str, given: dict) -> None:
    whole = tiny_networks()
    changed = CHANGES[left_out](whole)
    assert not np.array_equal(painted(changed, **given), painted(changed))
    assert not np.array_equal(painted(changed, **given), painted(whole, **given))


def test_the_networks_that_were_handed_in_stay_whole() -> None:
    networks = tiny_networks()
    before = painted(networks, "a red coat", music=NOISE)
    for change in CHANGES.values():
        change(networks)
    assert np.array_equal(before, painted(networks, "a red coat", music=NOISE))


def limit_of(trial: Trial) -> Row:
    return Row("limit", str(trial.limit), "", None)


def test_every_part_that_there_is_is_left_out_once(monkeypatch) -> None:
    """The tiny network has no pre-fusion to leave out."""
    monkeypatch.setattr(ablations, "read_pictures", lambda folder, split: [])
    monkeypatch.setattr(
        ablations,
        "PARTS",
        dict.fromkeys(ablations.MEASURED, lambda trial: [limit_of(trial)]),
    )
    table = ablations.run(Path("x"), tiny_networks(), limit=3)
    assert [name for name, _ in table.lines] == [name for name in CHANGES if name != "without CMPF"]
    assert all(values == ("3",) * len(table.figures) for _, values in table.lines)
