"""A file that comes back fills the form; what the form cannot say, or what is not there, is said."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.sample.sidecar import file_hash
from lvocal.settings import ColorizeSettings
from lvocal.ui.bringing_back import brought_back
from lvocal.ui.forms import DEFAULTS, read_request
from lvocal.ui.points_form import Handed
from lvocal.values import (
    ColorizeRequest,
    ColorRow,
    Hint,
    Lane,
    Palette,
    ReferenceFrame,
    SoundMix,
    Stroke,
    Weights,
)
from tests.media.films import make_film


@pytest.fixture
def film(tmp_path) -> Path:
    return make_film(tmp_path / "film.mp4", num_frames=1)


def asked_of(film: Path) -> ColorizeRequest:
    return ColorizeRequest(
        film,
        "a quiet street",
        (ColorRow("coat", "red"),),
        SoundMix(Lane("preset:awe", "waves.wav", 0.25, -3.0), Lane("silence"), -6.0),
        Palette(("#aa3322", "#112233")),
        settings=ColorizeSettings(steps=2, seed=9, saturation=1.5, keyframe="best"),
    )


def bring(asked, record, sounds, film):
    return brought_back(asked, record, dict(DEFAULTS), sounds, film, Weights())


def test_every_control_comes_back(film, tmp_path):
    asked, sounds = asked_of(film), {"waves.wav": tmp_path / "in" / "waves.wav"}
    form, said = bring(asked, {"sha256": {"source": file_hash(film)}}, sounds, film)
    again = read_request(form, film, sounds)
    sound = replace(asked.mix, music=replace(asked.mix.music, b=str(sounds["waves.wav"])))
    assert again == replace(asked, mix=sound)
    assert said == []
    assert form["music_b"] == "file:waves.wav"


def test_sounds_that_are_not_here_are_said_by_name_and_no_other_file_is_touched(film):
    asked = asked_of(film)
    stolen = replace(asked, mix=replace(asked.mix, ambience=Lane("/etc/passwd")))
    form, said = bring(stolen, {}, {}, film)
    assert form["ambience_a"] == "original" and form["music_b"] == "original"
    assert [word in " ".join(said) for word in ('"waves.wav"', '"passwd"', "/etc")] == [True, True, False]


def test_another_film_and_what_the_page_cannot_say_are_said(film, tmp_path):
    asked = replace(asked_of(film), mix=SoundMix())
    asked = replace(asked, settings=replace(asked.settings, sound_guidance=2.0))
    other = make_film(tmp_path / "other.mp4", num_frames=2)
    _, said = bring(asked, {"sha256": {"source": file_hash(film)}}, {}, other)
    assert "sound guidance" in said[0] and "film.mp4" in said[1]


def test_marks_come_back_and_a_coloured_frame_when_its_picture_is_here(film, tmp_path):
    pictures = {"set.png": tmp_path / "in" / "set.png"}
    asked = ColorizeRequest(
        film,
        hints=(Hint(0, 0.5, 0.5, "teal"),),
        strokes=(Stroke(0, ((0.5, 0.5), (0.6, 0.5)), None, 0.1),),
        references=(ReferenceFrame(0, Path("elsewhere/set.png")),),
    )
    form, said = brought_back(asked, {}, dict(DEFAULTS), {}, film, Weights(), pictures)
    again = read_request(form, film, {}, handed=Handed(pictures))
    assert again == replace(asked, references=(ReferenceFrame(0, pictures["set.png"]),)) and not said
    form, said = brought_back(asked, {}, dict(DEFAULTS), {}, film, Weights())
    assert "set.png" in said[0] and len(form["marks"]["marks"]) == 2
