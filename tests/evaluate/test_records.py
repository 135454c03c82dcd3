"""A record keeps what was found, and knows what is missing or out of date."""

import math
from pathlib import Path

from lvocal.evaluate.clips.records import Record, file_stem, key_of, read_record, write_record

CODES = {"PSNR": "a1", "frames": "b1"}


def record(folder: Path) -> Record:
    (folder / "x-frames.jpg").write_bytes(b"picture")
    return Record("x", "key").with_findings({"PSNR": 30.5, "frames": "x-frames.jpg"}, CODES)


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    kept = record(tmp_path)
    write_record(tmp_path, kept)
    assert read_record(tmp_path, "x", "key") == kept
    assert kept.figure("PSNR") == 30.5 and math.isnan(kept.figure("frames"))
    assert kept.file("frames") == "x-frames.jpg" and kept.file("PSNR") is None
    assert kept.missing(CODES, tmp_path) == []


def test_another_key_and_half_a_file_are_no_record(tmp_path: Path) -> None:
    write_record(tmp_path, record(tmp_path))
    assert read_record(tmp_path, "x", "other") == Record("x", "other")
    path = tmp_path / "x.json"
    path.write_text(path.read_text()[:50])
    assert read_record(tmp_path, "x", "key") == Record("x", "key")


def test_changed_code_a_new_measure_and_a_lost_picture_are_missing(tmp_path: Path) -> None:
    kept = record(tmp_path)
    assert kept.missing(CODES | {"PSNR": "a2"}, tmp_path) == ["PSNR"]
    assert kept.missing(CODES | {"SSIM": "c1"}, tmp_path) == ["SSIM"]
    (tmp_path / "x-frames.jpg").unlink()
    assert kept.missing(CODES, tmp_path) == ["frames"]


def test_a_clip_that_could_not_be_measured_is_tried_again(tmp_path: Path) -> None:
    assert Record("x", "", fault="broken").missing(CODES, tmp_path) == list(CODES)


def test_clips_of_different_names_have_different_files() -> None:
    names = ["a/b.mp4", "a-b.mp4", "a/b/c.mp4", "a/b-c.mp4", "a-b/c.mp4"]
    assert len({file_stem(name) for name in names}) == len(names)


def test_a_key_depends_on_every_fact_and_not_on_their_order() -> None:
    assert key_of(a=1, b=2) == key_of(b=2, a=1) != key_of(a=1, b=3)
