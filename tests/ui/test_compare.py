"""What reaches the page is plain, escaped, and says what is the case."""

from fractions import Fraction

import pytest

from lvocal.media.video import probe
from lvocal.ui.compare import frame_times, strip_value, viewer_value
from lvocal.ui.incoming import take_in
from lvocal.ui.status import problem_status
from lvocal.ui.swatches import look_up_color
from lvocal.ui.visits import Visit
from lvocal.values import UserError
from tests.media.films import make_film


def test_an_empty_visit_shows_nothing(tmp_path):
    visit = Visit("id", tmp_path)
    assert viewer_value(visit) == strip_value(visit) == {}


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


@pytest.mark.parametrize(("word", "hex_code"), [("#b3261e", "#b3261e"), ("black", "#000000")])
def test_words_become_codes(word, hex_code):
    assert look_up_color(word) == {"hex": hex_code, "hint": ""}


def test_a_misspelt_colour_gets_a_hint():
    assert look_up_color("mustrad") == {"hex": "", "hint": "mustard?"}


def test_only_what_a_person_can_put_right_is_told_in_detail():
    assert problem_status(UserError("It rains.", "Wait."))["remedy"] == "Wait."
    assert "secret" not in str(problem_status(RuntimeError("secret path")))


def test_films_of_a_steady_rate_need_no_list_of_times(tmp_path, film):
    assert frame_times(probe(film)) is None
    uneven = make_film(
        tmp_path / "uneven.mp4", 64, 48, 5, pts=[0, 40, 120, 130, 300], time_base=Fraction(1, 1000)
    )
    assert frame_times(probe(uneven)) == [0, 0.04, 0.12, 0.13, 0.3]
