"""The bench measures what it says, on a film that is what it says."""

import numpy as np
import pytest

from lvocal.evaluate.speed.bench import BenchRecipe, bench, make_film, peak_gb
from lvocal.media.audio import read_audio
from lvocal.media.video import probe, read_luma
from lvocal.model.bundle import tiny_networks


@pytest.mark.parametrize(("frames", "height", "width"), [(1, 16, 16), (7, 50, 34), (30, 64, 96)])
def test_the_film_is_made_as_ordered(tmp_path, frames, height, width):
    clip = probe(make_film(tmp_path / "a.mp4", frames, height, width))
    assert (clip.num_frames, clip.height, clip.width, clip.has_color) == (frames, height, width, False)
    wave = read_audio(clip.path)
    assert wave is not None and np.abs(wave.samples).max() > 0.1


def test_the_film_has_texture_and_moves(tmp_path):
    clip = probe(make_film(tmp_path / "a.mp4", 12, 96, 160))
    first, *_, last = (luma.astype(np.float32) for luma in read_luma(clip))
    assert first.std() > 15 and np.abs(first - last).mean() > 10


def test_the_same_seed_is_the_same_film(tmp_path):
    one, two, other = (
        make_film(tmp_path / f"{n}.mp4", 5, 32, 48, seed=seed).read_bytes()
        for n, seed in enumerate((1, 1, 2))
    )
    assert one == two != other


@pytest.mark.parametrize(
    "wrong", [{"frames": 0}, {"repeat": 0}, {"height": 15}, {"width": 33}, {"height": 8}, {"width": -2}]
)
def test_films_that_cannot_be_made_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        BenchRecipe(**wrong)


def test_every_stage_is_measured_against_the_floor():
    figures = {item.name: item for item in bench(BenchRecipe(5, 32, 48, repeat=1), tiny_networks)}
    floor = figures["floor: read and write, no network"]
    assert floor.value > 0 and floor.floor_ratio is None
    for name in ("reading", "listening", "colouring", "writing", "file to file", "preview still, warm"):
        assert figures[name].value > 0
        assert figures[name].floor_ratio == pytest.approx(figures[name].value / floor.value)
    stages = sum(figures[name].value for name in ("reading", "listening", "colouring", "writing"))
    assert stages <= figures["file to file"].value
    assert figures["peak memory"].value > 0.05


def test_peak_memory_sees_what_was_held():
    before = peak_gb()
    held = np.ones(int((before + 0.2) * 1e9 / 8))
    assert peak_gb() > before + 0.1
    del held
