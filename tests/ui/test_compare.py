"""What reaches the page is plain, escaped, and says what is the case."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.media.video import probe
from lvocal.ui.compare import strip_value, viewer_value
from lvocal.ui.facts import facts_markup
from lvocal.ui.heard_view import heard_value
from lvocal.ui.incoming import take_in
from lvocal.ui.status import problem_status
from lvocal.ui.swatches import look_up_color, palette_markup
from lvocal.ui.visits import Visit
from lvocal.values import EMOTIONS, Heard, UserError, Weights


def test_an_empty_visit_shows_nothing(tmp_path):
    visit = Visit("id", tmp_path)
    assert viewer_value(visit) == strip_value(visit) == {}


def test_names_of_films_cannot_be_markup(film):
    clip = replace(probe(film), path=Path("<img src=x onerror=alert(1)>.mp4"))
    assert "<img" not in facts_markup(clip, Weights())


def test_the_page_says_what_paints():
    assert "mini, embedded" in facts_markup(None, Weights())
    assert "not trained with sound" in facts_markup(None, Weights("vace"))


def test_palettes_cannot_be_markup():
    assert "<script" not in palette_markup("<script>alert(1)</script>, red")
    assert palette_markup("red, navy").count("<i ") == 2


def test_the_viewer_knows_both_pictures_and_the_original(tmp_path, film):
    visit = Visit("id", tmp_path)
    take_in(visit, film)
    value = viewer_value(visit)
    assert value["still"]["a"]["path"] == visit.gray.as_posix()
    assert value["still"]["b"] is None
    assert [one["id"] for one in value["films"]] == ["original"]


def test_a_growing_still_is_compared_with_itself(tmp_path, film):
    visit = Visit("id", tmp_path)
    take_in(visit, film)
    value = viewer_value(visit, growing=visit.gray)
    assert (value["show"], value["still"]["a"]) == ("still", None)


def test_heard_is_sorted_and_complete(tmp_path):
    emotion = tuple(index / 28 for index in range(8))
    places = ((("rain", 0.2), ("sea_waves", 0.7)), (("rain", 0.1), ("sea_waves", 0.9)))
    visit = Visit("id", tmp_path, heard=Heard((0.0, 1.0), (emotion, emotion), places))
    value = heard_value(visit)
    assert [one["name"] for one in value["emotions"]] == list(EMOTIONS)
    assert value["labels"][0] == {"name": "sea waves", "values": [0.7, 0.9]}


def test_silence_has_no_emotion(tmp_path):
    value = heard_value(Visit("id", tmp_path, heard=Heard((0.0,), (), ())))
    assert (value["emotions"], value["labels"]) == ([], [])


@pytest.mark.parametrize(("word", "hex_code"), [("#b3261e", "#b3261e"), ("black", "#000000")])
def test_words_become_codes(word, hex_code):
    assert look_up_color(word) == {"hex": hex_code, "hint": ""}


def test_a_misspelt_colour_gets_a_hint():
    assert look_up_color("mustrad") == {"hex": "", "hint": "mustard?"}


def test_only_what_a_person_can_put_right_is_told_in_detail():
    assert problem_status(UserError("It rains.", "Wait."))["remedy"] == "Wait."
    assert "secret" not in str(problem_status(RuntimeError("secret path")))
