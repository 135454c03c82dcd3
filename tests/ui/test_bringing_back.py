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
    Change,
    ColorizeRequest,
    ColorRow,
    Hearing,
    Hint,
    Lane,
    Palette,
    ReferenceFrame,
    Repaint,
    ShotWords,
    SoundMix,
    Stroke,
    Trim,
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


def test_marks_words_of_shots_and_what_was_put_right_come_back(film, tmp_path):
    picture = tmp_path / "hat.png"
    asked = replace(
        asked_of(film),
        mix=SoundMix(Lane("preset:awe", offset_sec=1.5), muted=("speech",), soloed=("music",)),
        shot_words=(ShotWords(0, "the sea", (ColorRow("sea", "teal", 0.5),)),),
        hearing=Hearing(places=(Change("rain", None),)),
        trim=Trim(warmth=5.0),
        hints=(Hint(0, 0.5, 0.25, "teal"),),
        strokes=(Stroke(0, ((0.1, 0.2), (0.3, 0.4)), "red"),),
        references=(ReferenceFrame(0, Path("hat.png")),),
    )
    handed = Handed({"hat.png": picture})
    form, said = brought_back(asked, {}, dict(DEFAULTS), {}, film, Weights(), handed)
    again = read_request(form, film, {}, Weights(), handed)
    assert again == replace(asked, references=(ReferenceFrame(0, picture),))
    assert said == []
    form, said = brought_back(asked, {}, dict(DEFAULTS), {}, film, Weights())
    assert "hat.png" in said[0] and len(form["marks"]) == 2


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
    asked = replace(asked, settings=replace(asked.settings, sound_guidance=2.0, reuse=0.5))
    other = make_film(tmp_path / "other.mp4", num_frames=2)
    _, said = bring(asked, {"sha256": {"source": file_hash(film)}}, {}, other)
    assert "reuse" in said[0] and "sound guidance" in said[0] and "film.mp4" in said[1]


def test_a_span_over_a_take_is_said_in_a_sentence_of_its_own(film, tmp_path):
    asked = replace(asked_of(film), mix=SoundMix(), repaint=Repaint(tmp_path / "take.mp4", 4, 9))
    _, said = bring(asked, {}, {}, film)
    assert said == [
        "Only frames 4 to 8 were painted, over another take; choose that take and the frames again."
    ]
