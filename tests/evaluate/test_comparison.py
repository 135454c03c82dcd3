"""Methods beside one another: each by its own figures, and less the first on the same clips."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.evaluate.clips.film_suites import DAVIS, STILL
from lvocal.evaluate.clips.measures import MEASURES
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.records import Record
from lvocal.evaluate.clips.suite import Setup
from lvocal.evaluate.reports.comparison import Run, comparison_report, differences, pairs_of, side_by_side
from lvocal.evaluate.reports.means import means_section
from lvocal.evaluate.reports.report import Grid
from lvocal.media.picture_file import read_picture
from lvocal.model.bundle import tiny_networks

PSNR = next(one for one in MEASURES if one.name == "PSNR")
FACTS = {"frames": 10, "seconds": 20.0, "peak_gb": None}


def record(name: str, fault: str = "", facts: dict | None = None, **figures) -> Record:
    """Made by hand: figures by their names."""
    return Record(name, "", FACTS | (facts or {}), fault=fault).with_findings(
        figures, dict.fromkeys(figures, "")
    )


def run(*records: Record, name: str = "ours", report: Path = Path("nowhere")) -> Run:
    return Run(Setup(report, method=Ours(name)), records)


def lines(grid: Grid) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in grid.rows}


FIRST = run(record("a", PSNR=20.0), record("b", PSNR=30.0), record("c", PSNR=25.0), record("d", PSNR=None))
OTHER = run(
    record("b", PSNR=33.0), record("e", PSNR=99.0), record("a", PSNR=21.0), record("d", PSNR=50.0),
    record("c", "broken"), name="other",
)  # fmt: skip


def test_pairs_are_of_one_clip_wherever_it_stands_and_only_where_both_have_a_figure() -> None:
    assert pairs_of(OTHER, FIRST, PSNR) == [3.0, 1.0]
    assert pairs_of(FIRST, OTHER, PSNR) == [-1.0, -3.0]
    assert pairs_of(FIRST, FIRST, PSNR) == [0.0, 0.0, 0.0]


def test_two_that_are_perfect_do_not_differ_by_a_number() -> None:
    perfect = run(record("a", PSNR=float("inf")))
    assert pairs_of(perfect, perfect, PSNR) == []


def test_differences_are_means_of_pairs_and_not_differences_of_means() -> None:
    table = differences({"ours": FIRST, "other": OTHER, "third": FIRST})
    assert table.head == ("measure", "other", "third")
    (line,) = table.rows
    assert line[0] == "PSNR (dB)" and line[1].startswith("2.00 (1.00 to 3.00") and line[2].startswith("0.00")


def test_a_column_holds_the_means_of_its_own_clips_time_and_memory() -> None:
    slow = [
        record(name, facts={"seconds": 5.0, "peak_gb": gb}, PSNR=10.0)
        for name, gb in (("a", 0.5), ("b", 2.0))
    ]
    table = side_by_side(DAVIS, {"ours": FIRST, "slow": run(*slow, name="slow")})
    found = lines(table)
    assert table.head == ("measure", "unit", "better", "ours", "slow")
    assert found["PSNR"] == ("dB", "higher", "25.00", "10.00")
    assert found["time"] == ("s/frame", "lower", "2.00", "0.50")
    assert found["memory"] == ("GB", "lower", "", "2.00")
    assert found["clips"] == ("", "", "4", "2") and "LPIPS" not in found


def still(shade: int, has_truth: bool) -> np.ndarray:
    return np.stack([np.full((24, 36, 3), value, np.uint8) for value in (90, shade, 200)[: 2 + has_truth]])


def made(report: Path, name: str, shade: int, clips: str, has_truth: bool = True) -> Run:
    """A run with a still of every clip."""
    setup = Setup(report, method=Ours(name))
    folder = DAVIS.folder(setup)
    folder.mkdir(parents=True, exist_ok=True)
    records = []
    for clip in clips:
        np.save(folder / f"{clip}-still.npy", still(shade, has_truth))
        records.append(record(clip, PSNR=float(shade), **{STILL: f"{clip}-still.npy"}))
    return Run(setup, [*records, record("broken", f"{name} cannot read it")])


@pytest.mark.parametrize("has_truth", [True, False])
def test_every_clip_has_a_row_of_what_every_method_made_of_it(tmp_path: Path, has_truth: bool) -> None:
    runs = {
        "first": made(tmp_path, "first", 20, "ab", has_truth),
        "the other": made(tmp_path, "the other", 40, "bc", has_truth),
    }
    report = comparison_report(DAVIS, runs, runs["first"].setup, tiny_networks())
    truth = ["truth"] if has_truth else []
    shown = report.sections[-1].pictures
    assert [one.file for one in shown] == [f"davis/{clip}-methods.jpg" for clip in "abc"]
    assert [one.about for one in shown] == [
        ", ".join(["a: as given", "first", *truth]),
        ", ".join(["b: as given", "first", "the other", *truth]),
        ", ".join(["c: as given", "the other", *truth]),
    ]
    whole = read_picture(tmp_path / "davis" / "b-methods.jpg")
    part = read_picture(tmp_path / "davis" / "a-methods.jpg")
    assert whole.shape[1] > part.shape[1] and whole.shape[0] == part.shape[0]


def test_the_report_says_what_was_left_out_by_whom(tmp_path: Path) -> None:
    runs = {name: made(tmp_path, name, shade, "ab") for name, shade in (("first", 20), ("other", 40))}
    report = comparison_report(DAVIS, runs, runs["first"].setup, tiny_networks())
    sections = {section.title: section for section in report.sections}
    assert list(sections) == [
        "Side by side", "Clip by clip", "Left out by first", "Left out by other", "All clips",
    ]  # fmt: skip
    assert sections["Left out by other"].grids[0].rows == (("broken", "other cannot read it"),)
    assert lines(sections["Side by side"].grids[0])["PSNR"][2:] == ("20.00", "40.00")
    assert report.title == "DAVIS: first, other" and "2 of 3 clips" in report.lines[0]


def test_means_are_given_once_more_over_clips_that_were_never_learned_from() -> None:
    known = {"learned": True}
    records = [record("a", PSNR=10.0), record("b", PSNR=30.0, facts=known), record("c", PSNR=20.0)]
    table = means_section(DAVIS, records, Setup(Path("nowhere"))).grids[0]
    assert table.head[3:] == (
        "mean", "95 % interval", "mean, never learned from", "95 % interval, never learned from", "clips",
    )  # fmt: skip
    found = lines(table)["PSNR"]
    assert (found[2], found[4], found[6]) == ("20.00", "15.00", "3")
    for alike in (
        [replace(one, facts=FACTS) for one in records],
        [replace(records[1], name=n) for n in "ab"],
    ):
        head = means_section(DAVIS, alike, Setup(Path("nowhere"))).grids[0].head
        assert head[3:] == ("mean", "95 % interval", "clips")
