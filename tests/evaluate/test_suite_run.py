"""Suites on clips: what is known is not measured again, what fails stops nothing, many are one."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.evaluate.clips import film_suites
from lvocal.evaluate.clips.excerpt import Excerpt
from lvocal.evaluate.clips.film_suites import BW, CLIPS, DAVIS, FRAMES, LOOKS
from lvocal.evaluate.clips.footage import Footage, footage_of
from lvocal.evaluate.clips.measures import MEASURES
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.suite import Setup, Suite, measure_clip, some_of
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.media.picture_file import read_picture
from lvocal.model.bundle import tiny_networks
from tests.evaluate.clips import film, frames_folder
from tests.evaluate.pictures import SETTINGS


@pytest.fixture
def clips(tmp_path: Path) -> list[Footage]:
    """Two films, and one that is none."""
    folder = tmp_path / "films"
    (folder / "more").mkdir(parents=True)
    film(folder / "a.mp4", sound="aac")
    film(folder / "more" / "b.mp4", chroma=-30)
    (folder / "broken.mp4").write_bytes(b"no film at all")
    return footage_of(folder, CLIPS.find(folder))


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path / "report", SETTINGS, compare_px=24)


def run(suite: Suite, clips: list[Footage], setup: Setup, jobs: int = 1):
    return run_suite(suite, clips, setup, tiny_networks, jobs)


def counted(monkeypatch) -> list[str]:
    """Names of the clips that are coloured from now on."""
    painted, paint = [], film_suites.paint_clip
    monkeypatch.setattr(
        film_suites,
        "paint_clip",
        lambda footage, *rest: painted.append(footage.name) or paint(footage, *rest),
    )
    return painted


def test_every_clip_has_its_figures_its_pictures_or_its_reason(clips, setup) -> None:
    first, broken, second = run(CLIPS, clips, setup)
    assert (first.name, broken.name, second.name) == ("a.mp4", "broken.mp4", "more/b.mp4")
    assert "not a video file" in broken.fault and not broken.findings
    for record in (first, second):
        assert record.figure("PSNR") > 0 and record.figure("luma error") == 0
        assert record.facts["frames"] == 6 and record.facts["compared"] == [36, 24]
        for kind in (FRAMES, LOOKS):
            assert read_picture(setup.report / "clips" / record.file(kind)).size
    assert first.facts["sound"] and not second.facts["sound"]


def test_a_second_run_tries_only_what_failed_and_finds_the_same(clips, setup, monkeypatch) -> None:
    before = run(CLIPS, clips, setup)
    painted = counted(monkeypatch)
    assert run(CLIPS, clips, setup) == before
    assert painted == ["broken.mp4"]


def test_an_interrupted_run_goes_on(clips, setup, monkeypatch) -> None:
    run(CLIPS, clips[:1], setup)
    painted = counted(monkeypatch)
    run(CLIPS, clips[::2], setup)
    assert painted == ["more/b.mp4"]


def test_only_a_measure_that_changed_is_measured_again(clips, setup, monkeypatch) -> None:
    before = run(CLIPS, clips[:1], setup)[0]
    codes = dict(CLIPS.codes(setup))
    changed = replace(CLIPS, codes=lambda given: codes | {"PSNR": "other"})
    asked = []
    measure = CLIPS.measure
    spying = replace(changed, measure=lambda task, nets: asked.append(task.missing) or measure(task, nets))
    after = run(spying, clips[:1], setup)[0]
    assert asked == [("PSNR",)] and after.findings["PSNR"].code == "other"
    assert after.findings["PSNR"].value == before.findings["PSNR"].value


@pytest.mark.parametrize(
    "change", [{"settings": replace(SETTINGS, seed=5)}, {"compare_px": 16}, {"method": Ours("AC", "AC")}]
)
def test_other_settings_are_another_measurement(clips, setup, monkeypatch, change) -> None:
    run(CLIPS, clips[:1], setup)
    painted = counted(monkeypatch)
    run(CLIPS, clips[:1], replace(setup, **change))
    assert painted == ["a.mp4"]


def test_another_caption_another_film_and_other_weights_are_another_measurement(
    clips, setup, monkeypatch
) -> None:
    run(CLIPS, clips[:1], setup)
    painted = counted(monkeypatch)
    run(CLIPS, [replace(clips[0], caption="a red car")], setup)
    run(CLIPS, clips[:1], setup)
    film(clips[0].path, chroma=20)
    run(CLIPS, clips[:1], setup)
    other = replace(tiny_networks(), fingerprint="other")
    measure_clip(CLIPS, clips[0], setup, other)
    assert painted == ["a.mp4"] * 4


def test_that_the_network_learned_from_a_clip_is_told_and_measures_nothing_anew(
    clips, setup, monkeypatch
) -> None:
    (before,) = run(DAVIS, clips[:1], setup)
    painted = counted(monkeypatch)
    (after,) = run(DAVIS, [replace(clips[0], is_learned=True)], setup)
    assert not painted and (before.facts["learned"], after.facts["learned"]) == (False, True)
    assert replace(after, facts=before.facts) == before
    assert run(DAVIS, clips[:1], setup) == [before]


@pytest.mark.parametrize("change", [{"excerpt": Excerpt(3)}, {"excerpt": Excerpt(px=16)}])
def test_an_excerpt_is_another_measurement_and_has_its_own_size(clips, setup, change) -> None:
    (whole,) = run(DAVIS, clips[:1], setup)
    (piece,) = run(DAVIS, clips[:1], replace(setup, compare_px=0, **change))
    assert piece.key != whole.key and piece.facts["sound"]
    assert piece.facts["frames"] == (change["excerpt"].frames or 6)
    assert piece.facts["compared"] == ([24, 16] if change["excerpt"].px else [48, 32])


def test_a_clip_that_was_mended_is_measured(clips, setup) -> None:
    assert run(CLIPS, clips[1:2], setup)[0].fault
    film(clips[1].path)
    assert not run(CLIPS, clips[1:2], setup)[0].fault


def test_two_processes_find_what_one_finds(clips, setup, tmp_path) -> None:
    alone = run(DAVIS, clips, setup)
    together = run(DAVIS, clips, replace(setup, report=tmp_path / "other"), jobs=2)
    assert [record.name for record in together] == [record.name for record in alone]
    for one, other in zip(alone, together, strict=True):
        assert one.fault == other.fault
        for measure in MEASURES:
            assert one.figure(measure.name) == pytest.approx(
                other.figure(measure.name), abs=1e-6, nan_ok=True
            )


def test_black_and_white_films_are_measured_without_a_truth(tmp_path, setup) -> None:
    path = film(tmp_path / "old.mp4", chroma=0)
    (record,) = run(BW, [Footage("old.mp4", path)], setup)
    assert record.figure("colourfulness") > 0 and "PSNR" not in record.findings
    (record,) = run(CLIPS, [Footage("old.mp4", path)], setup)
    assert "bw" in record.fault


def test_folders_of_frames_are_clips(tmp_path, setup) -> None:
    frames_folder(tmp_path / "JPEGImages" / "480p" / "bear")
    clips = footage_of(tmp_path, DAVIS.find(tmp_path))
    (record,) = run(DAVIS, clips, setup)
    assert record.figure("CIEDE2000") > 0 and LOOKS not in record.findings


@pytest.mark.parametrize(("limit", "count"), [(None, 5), (2, 2), (9, 5)])
def test_a_limit_takes_some_from_everywhere(limit, count) -> None:
    clips = [Footage(str(n), Path(str(n))) for n in range(5)]
    chosen = some_of(clips, limit)
    assert len(chosen) == count and chosen == some_of(clips, limit) and chosen[0] == clips[0]
