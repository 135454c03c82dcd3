"""What comes in gets a harmless name; what goes out is one file."""

from zipfile import ZipFile

import pytest

from lvocal.media.video import probe, read_luma
from lvocal.ui.first_visit import EXAMPLES
from lvocal.ui.incoming import adopt, check_sound, make_proxy, safe_name, take_in, turn_to
from lvocal.ui.served import one_file
from lvocal.ui.theme import ASSETS
from lvocal.ui.visits import Visit
from lvocal.values import UserError


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("-rf.mp4", "rf.mp4"),
        ("../../a.mp4", "a.mp4"),
        (".hidden.mov", "hidden.mov"),
        ("a<b>'\"&.mp4", "a_b____.mp4"),
        ("Fünf Ähren.mkv", "Fünf Ähren.mkv"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mp4"),
        ("---", "film"),
    ],
)
def test_names_are_harmless(name, safe):
    assert safe_name(name) == safe


def test_two_uploads_of_one_name_do_not_meet(tmp_path, film):
    other = tmp_path / "other" / film.name
    other.parent.mkdir()
    other.write_bytes(b"other")
    one, two = adopt(film, tmp_path), adopt(other, tmp_path)
    assert one != two
    assert one.name == two.name
    assert two.read_bytes() == b"other"


def test_a_film_becomes_facts_strip_still_and_proxy(tmp_path, film):
    visit = Visit("id", tmp_path)
    take_in(visit, film)
    assert visit.clip.num_frames == 13
    assert all(picture.exists() for _, picture in visit.strip)
    make_proxy(visit)
    grey = probe(visit.proxy)
    assert (grey.num_frames, grey.has_color) == (13, False)
    first, still = visit.gray, visit.token
    turn_to(visit, 12)
    assert (visit.frame, first.exists(), visit.gray.exists()) == (12, False, True)
    assert visit.token > still


def test_frames_outside_the_film_are_refused(tmp_path, film):
    visit = Visit("id", tmp_path)
    take_in(visit, film)
    with pytest.raises(ValueError, match="0..12"):
        turn_to(visit, 13)


def test_a_picture_has_no_sound(tmp_path):
    silent = tmp_path / "a.txt"
    silent.write_text("ffconcat version 1.0")
    with pytest.raises(UserError):
        check_sound(silent)


def test_a_folder_of_pictures_leaves_as_one_zip(tmp_path):
    folder = tmp_path / "take"
    folder.mkdir()
    (folder / "frame_0.png").write_bytes(b"0")
    (folder / "sound.wav").write_bytes(b"1")
    assert ZipFile(one_file(folder)).namelist() == ["take/frame_0.png", "take/sound.wav"]
    assert one_file(folder / "sound.wav") == folder / "sound.wav"


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_short_grey_films_with_sound(name):
    clip = probe(ASSETS / "examples" / EXAMPLES[name][0])
    assert 4 <= clip.duration_sec <= 5
    assert clip.audio is not None
    assert not clip.has_color
    assert clip.path.stat().st_size < 1_500_000
    assert len(list(read_luma(clip, 0, 2))) == 2
