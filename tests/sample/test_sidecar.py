"""A sidecar holds everything needed to repeat a job."""

from pathlib import Path

import pytest

from lvocal.sample.sidecar import read_sidecar, request_from_json, request_to_json, write_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import (
    Change,
    ColorizeRequest,
    ColorRow,
    Hearing,
    Hint,
    Lane,
    Mood,
    PaintedFrame,
    Palette,
    ReferenceFrame,
    Repaint,
    ShotWords,
    SoundMix,
    Stroke,
    UserError,
    Weights,
)

FULL = ColorizeRequest(
    Path("film.mp4"), "a red coat", (ColorRow("car", "#c9a227"),),
    SoundMix(Lane("preset:sadness", "preset:awe", 0.3, -2.5, 1.5), muted=("speech",), soloed=("music",)),
    Palette(("#aa3322", "#112233")), (Hint(3, 0.5, 0.25, "teal"),), (ReferenceFrame(7, Path("ref.png")),),
    ColorizeSettings(steps=3, seed=11, keyframe=12), Weights("wan", Path("modules")), master="ffv1",
    shot_words=(ShotWords(40, "at night", (ColorRow("coat", "navy", 0.5),)), ShotWords(90)),
    strokes=(Stroke(3, ((0.25, 0.5), (0.5, 0.5)), "red", 0.05), Stroke(3, ((0.4, 0.5),), None)),
    paints=(PaintedFrame(5, Path("paint.png")),), repaint=Repaint(Path("take.mp4"), 3, 8),
    hearing=Hearing(None, (Change("fear"), Change("awe", "sadness")), (Change("sea waves", "rain"),)),
)  # fmt: skip


DIALLED = ColorizeRequest(Path("film.mp4"), hearing=Hearing(Mood("sadness", "excitement", 0.4)))


@pytest.mark.parametrize("request_", [FULL, DIALLED, ColorizeRequest(Path("film.mp4"))])
def test_a_request_survives_json(request_: ColorizeRequest) -> None:
    assert request_from_json(request_to_json(request_)) == request_


def test_a_request_survives_the_file(tmp_path) -> None:
    for name in ("film.mp4", "out.mkv"):
        (tmp_path / name).write_bytes(name.encode())
    asked = ColorizeRequest(tmp_path / "film.mp4", "a green car")
    write_sidecar(tmp_path / "out.json", asked, tmp_path / "out.mkv", {"frames": 3})
    again, record = read_sidecar(tmp_path / "out.json")
    assert again == asked and record["frames"] == 3
    assert record["sha256"]["source"] != record["sha256"]["video"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"request": {"source": "a", "colour": 1}}',
        '{"request": {"source": "a", "settings": {"step": 1}}}',
    ],
)
def test_what_is_no_sidecar_is_refused_in_words(tmp_path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UserError, match="not a sidecar"):
        read_sidecar(tmp_path / "x.json")


def test_sidecars_written_before_weights_had_a_folder_are_still_read() -> None:
    old = request_to_json(ColorizeRequest(Path("film.mp4"))) | {"engine": "wan"}
    del old["weights"]
    assert request_from_json(old).weights == Weights("wan")


def test_a_sidecar_from_before_separation_leaves_the_sound_whole():
    old = request_to_json(ColorizeRequest(Path("film.mp4")))
    del old["mix"]["speech_db"], old["mix"]["separator"]
    assert request_from_json(old).mix == SoundMix(separator="none")


def test_faders_and_separator_are_kept():
    asked = ColorizeRequest(
        Path("film.mp4"), mix=SoundMix(Lane(gain_db=-3.0), speech_db=-6.0, separator="demucs")
    )
    assert request_from_json(request_to_json(asked)) == asked
