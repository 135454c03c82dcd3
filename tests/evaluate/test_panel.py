"""Networks that judge: known by their weights, asked only for what needs them, one figure over many clips."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.clips import panel as panels
from lvocal.evaluate.clips.film_suites import DAVIS
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.measures import MEASURES
from lvocal.evaluate.clips.painted_clip import paint_clip
from lvocal.evaluate.clips.panel import Panel, read_panel
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.clips.suite_run import run_suite
from lvocal.evaluate.reports.means import means_section, set_figure
from lvocal.metrics import learned
from lvocal.metrics.learned import clip_features, fid, fvd, picture_features
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError
from tests.checkpoint.judges import write_clip, write_scripts
from tests.evaluate.clips import film
from tests.evaluate.pictures import SETTINGS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BY_NAME = {measure.name: measure for measure in MEASURES}
BOTH = ("inception", "i3d")


@pytest.fixture
def judges(tmp_path: Path) -> Path:
    return write_scripts(tmp_path / "judges")


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path / "report", SETTINGS, compare_px=24)


@pytest.fixture
def clips(tmp_path: Path) -> list[Footage]:
    """Two that are long enough for I3D, and one that is not."""
    return [
        Footage(name, film(tmp_path / f"{name}.mp4", num_frames=count, chroma=shift), caption)
        for name, count, shift, caption in (
            ("a", 12, 40, "a red coat <|end|>"), ("b", 11, -30, ""), ("short", 6, 20, "a blue car <|end|>"),
        )
    ]  # fmt: skip


def asked_of(clips: list[Footage], setup: Setup) -> tuple[list[Record], list[tuple[str, ...]]]:
    """The records, and what was missing of each clip that was measured."""
    asked: list[tuple[str, ...]] = []

    def measure(task, networks):
        asked.append(task.missing)
        return DAVIS.measure(task, networks)

    return run_suite(replace(DAVIS, measure=measure), clips, setup, tiny_networks), asked


def test_judges_are_known_by_their_weights(judges: Path, tmp_path: Path) -> None:
    one, same = Panel(BOTH, judges), Panel(BOTH[::-1], write_scripts(tmp_path / "same"))
    other = Panel(BOTH, write_scripts(tmp_path / "other", seed=1))
    for name in BOTH:
        assert one.print_of({name, "truth"}) == same.print_of({name, "truth"}) != other.print_of({name})
    assert one.print_of({"inception"}) != one.print_of({"i3d"})
    assert one.print_of(()) == "" == Panel().print_of(BOTH) == one.print_of({"lpips"})


def test_a_judge_that_sees_and_reads_is_known_by_its_weights_as_well(tmp_path: Path) -> None:
    one, other = (Panel(("clip",), write_clip(tmp_path / str(n), seed=n)) for n in range(2))
    assert len(one.print_of({"clip"})) == 16 and one.print_of({"clip"}) != other.print_of({"clip"})


def test_with_other_weights_only_what_they_judge_is_measured_anew(clips, setup, judges, tmp_path) -> None:
    plain, asked = asked_of(clips[:1], setup)
    assert not {"FID", "FVD", "LPIPS"} & set(asked[0]) and "FID" not in plain[0].findings
    before, asked = asked_of(clips[:1], replace(setup, panel=Panel(BOTH, judges)))
    assert asked == [("FID", "FVD")], "judges that are added take nothing away"
    mixed = tmp_path / "mixed"
    write_scripts(mixed, seed=1)
    (mixed / "i3d_torchscript.pt").write_bytes((judges / "i3d_torchscript.pt").read_bytes())
    after, asked = asked_of(clips[:1], replace(setup, panel=Panel(BOTH, mixed)))
    assert asked == [("FID",)]
    assert after[0].findings["FVD"] == before[0].findings["FVD"]
    assert after[0].findings["PSNR"] == plain[0].findings["PSNR"]
    assert asked_of(clips[:1], replace(setup, panel=Panel(BOTH[::-1], mixed))) == (after, [])


def test_another_file_under_the_same_name_is_another_judge_in_the_next_run(clips, setup, judges) -> None:
    setup = replace(setup, panel=Panel(("inception",), judges))
    asked_of(clips[:1], setup)
    write_scripts(judges, seed=1)
    for kept in (panels._loaded, panels._print):
        kept.cache_clear()  # as in a process of its own
    assert asked_of(clips[:1], setup)[1] == [("FID",)]


def test_what_a_network_saw_is_measured_again_where_its_file_is_gone(clips, setup, judges) -> None:
    setup = replace(setup, panel=Panel(("inception",), judges))
    (record,), _ = asked_of(clips[:1], setup)
    (DAVIS.folder(setup) / record.file("FID")).unlink()
    again, asked = asked_of(clips[:1], setup)
    assert again[0].findings == record.findings and asked == [("FID",)]
    assert (DAVIS.folder(setup) / record.file("FID")).is_file()


def test_what_nobody_asked_for_is_in_no_report_and_is_known_when_it_is_asked_again(
    clips, setup, judges
) -> None:
    asked_of(clips[:1], judged := replace(setup, panel=Panel(BOTH, judges)))
    (record,), _ = asked_of(clips[:1], setup)
    assert not {"FID", "FVD"} & set(record.findings) and record.figure("PSNR") > 0
    (record,), asked = asked_of(clips[:1], judged)
    assert record.file("FID") and record.file("FVD") and not asked


def features(judges: Path, name: str, look, clips: list[Footage], setup: Setup) -> list[np.ndarray]:
    """What a judge sees in the clips, found by painting them once more."""
    judge = Panel(BOTH, judges).judge(name)
    sides = []
    for clip in (paint_clip(clip, tiny_networks(), setup, True) for clip in clips):
        sides.append([look(judge, frames) for frames in (clip.painted, clip.truth)])
    return [np.concatenate([np.atleast_2d(side[at]) for side in sides]) for at in range(2)]


def test_distances_of_sets_are_those_of_all_that_was_seen(clips, setup, judges, monkeypatch) -> None:
    records, _ = asked_of(clips, replace(setup, panel=Panel(BOTH, judges)))
    folder = DAVIS.folder(setup)
    for name, count in (("FID", 29), ("FVD", 2)):
        value, why = set_figure(BY_NAME[name], records, folder)
        assert math.isnan(value) and f"there are {count}" in why and f"{name} needs" in why
    monkeypatch.setattr(learned, "FEWEST_PICTURES", 29)
    monkeypatch.setattr(learned, "FEWEST_CLIPS", 2)
    value, why = set_figure(BY_NAME["FID"], records, folder)
    assert value == pytest.approx(fid(*features(judges, "inception", picture_features, clips, setup)))
    assert value > 0 and not why
    value, why = set_figure(BY_NAME["FVD"], records, folder)
    assert value == pytest.approx(fvd(*features(judges, "i3d", clip_features, clips[:2], setup)))
    assert value > 0 and not why
    assert records[2].findings["FVD"].value is None, "a clip that is too short is in no set"


def test_a_caption_is_judged_where_there_is_one(clips, setup, tmp_path) -> None:
    panel = Panel(("clip",), write_clip(tmp_path / "clip"))
    records, _ = asked_of(clips[:2], replace(setup, panel=panel))
    assert 0 <= records[0].figure("CLIP score") <= 100 and records[1].findings["CLIP score"].value is None
    assert all(0.9 < record.figure("frame consistency") <= 1 + 1e-6 for record in records)


def seen(folder: Path, name: str, rng: np.random.Generator, count: int, **facts) -> Record:
    """A record whose FID has seen so many pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.npy", rng.normal(size=(2, count, 8)))
    facts = {"frames": 10, "seconds": 1.0, "peak_gb": None, **facts}
    return Record(name, "", facts).with_findings(
        {"FID": f"{name}.npy", "PSNR": 20.0}, {"FID": "", "PSNR": ""}
    )


def means_of(records: list[Record], setup: Setup, suite: Suite = DAVIS) -> tuple[dict[str, list[str]], str]:
    """Cells by heading of every line of the first table, by measure; and the note."""
    section = means_section(suite, records, setup)
    table = section.grids[0]
    return {row[0]: list(row[1:]) for row in table.rows}, section.grids[1].note


def test_a_report_has_the_distance_or_the_reason_why_there_is_none(setup) -> None:
    rng, folder = np.random.default_rng(0), DAVIS.folder(setup)
    setup = replace(setup, panel=Panel(("inception",)))
    few = [seen(folder, "a", rng, 64)]
    rows, note = means_of(few, setup)
    assert (
        rows["FID"] == ["", "lower", "", "", "1"]
        and "FID needs 128 pictures or more, and there are 64" in note
    )
    enough = [*few, seen(folder, "b", rng, 64)]
    rows, note = means_of(enough, setup)
    value = set_figure(BY_NAME["FID"], enough, folder)[0]
    assert rows["FID"] == ["", "lower", f"{value:.2f}", "", "2"] and "FID needs" not in note


def test_the_reason_is_that_of_all_clips_before_that_of_some(setup) -> None:
    rng, folder = np.random.default_rng(0), DAVIS.folder(setup)
    learned_from = [seen(folder, name, rng, 40, learned=True) for name in "ab"]
    never = seen(folder, "c", rng, 20)
    unseen = replace(never, findings={"PSNR": never.findings["PSNR"]})
    for other, count in ((never, 100), (unseen, 80)):
        rows, note = means_of([*learned_from, other], setup)
        assert f"FID needs 128 pictures or more, and there are {count}" in note and not rows["FID"][4]
    large = seen(folder, "d", rng, 128, learned=True)
    rows, note = means_of([large, never], setup)
    assert rows["FID"][2] and not rows["FID"][4] and "there are 20" in note


def test_a_report_names_the_judges_that_nobody_asked_for(setup) -> None:
    record = seen(DAVIS.folder(setup), "a", np.random.default_rng(0), 4)
    note = means_of([record], replace(setup, panel=Panel(("clip", "lpips"))))[1]
    assert "--judges i3d,inception,omni" in note and "FID, FVD, CAM-S need" in note


@pytest.mark.parametrize(
    ("text", "names"),
    [(None, ()), ("", ()), ("clip", ("clip",)), (" lpips , clip,lpips,", ("lpips", "clip"))],
)
def test_judges_are_read_by_name(text, names) -> None:
    assert read_panel(text, None).names == names


@pytest.mark.parametrize(("text", "said"), [("vmaf", "vmaf"), ("clip,vmaf", "vmaf"), (None, "--judges")])
def test_judges_that_there_are_not_are_said_with_those_that_there_are(tmp_path: Path, text, said) -> None:
    with pytest.raises(UserError, match=said) as caught:
        read_panel(text, tmp_path)
    assert "inception" in caught.value.remedy


def test_missing_judges_are_said_when_they_are_loaded(judges: Path) -> None:
    Panel(BOTH, judges).load()
    with pytest.raises(UserError, match="alexnet"):
        Panel((*BOTH, "lpips"), judges).load()
    with pytest.raises(AssertionError):
        Panel(("i3d",), judges).judge("inception")
