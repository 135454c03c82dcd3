"""Examples are coloured once; what belongs to a visitor is never kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.media.video import probe
from lvocal.shelf import NOTE, Shelf
from lvocal.values import ColorizeRequest, ColorizeResult, Heard, Lane, ReferenceFrame, SoundMix
from tests.media.films import make_film


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "examples").mkdir()
    return make_film(tmp_path / "examples" / "beach.mp4", 64, 48, 5)


@pytest.fixture
def result(tmp_path: Path, film: Path) -> ColorizeResult:
    made = tmp_path / "room" / "job"
    made.mkdir(parents=True)
    files = [made / name for name in ("beach-lvocal.mp4", "beach-lvocal.json", "beach-lvocal-still.png")]
    for file in files:
        file.write_text(file.name)
    return ColorizeResult(*files, probe(film), Heard((), (), ()), {"colouring": 9.0})


@pytest.fixture
def shelf(film: Path, tmp_path: Path) -> Shelf:
    return Shelf(film.parent, tmp_path / "shelf")


def test_the_same_example_is_there_at_once_and_survives_its_first_visitor(shelf, film, result, tmp_path):
    request = ColorizeRequest(film, prompt="tan sand")
    assert shelf.take(request, tmp_path / "second") is None
    shelf.put(request, result)
    result.video.unlink()
    again = shelf.take(request, tmp_path / "second")
    assert again.video == tmp_path / "second" / "beach-lvocal.mp4"
    assert again.video.read_text() == "beach-lvocal.mp4"
    assert (again.seconds, again.notes) == ({}, (NOTE,))


def test_other_settings_are_another_film(shelf, film, result, tmp_path):
    request = ColorizeRequest(film, prompt="tan sand")
    shelf.put(request, result)
    other = replace(request, settings=replace(request.settings, seed=1))
    assert shelf.take(other, tmp_path / "second") is None


def test_nothing_of_a_visitor_is_kept(shelf, film, result, tmp_path):
    own = tmp_path / "own.mp4"
    requests = [
        ColorizeRequest(own),
        ColorizeRequest(film.parent / "deeper" / "own.mp4"),
        ColorizeRequest(film, mix=SoundMix(music=Lane(str(own)))),
        ColorizeRequest(film, mix=SoundMix(ambience=Lane("original", str(own), 0.5))),
        ColorizeRequest(film, references=(ReferenceFrame(0, own),)),
    ]
    for request in requests:
        shelf.put(request, result)
        assert shelf.take(request, tmp_path / "second") is None


def test_half_a_film_is_not_kept(shelf, film, result, tmp_path):
    shelf.put(ColorizeRequest(film), replace(result, complete=False))
    assert shelf.take(ColorizeRequest(film), tmp_path / "second") is None


def test_the_oldest_makes_way(film, result, tmp_path):
    shelf = Shelf(film.parent, tmp_path / "shelf", films_kept=2)
    requests = [ColorizeRequest(film, prompt=word) for word in ("one", "two", "three")]
    for request in requests:
        shelf.put(request, result)
    assert [shelf.take(request, tmp_path / "again") is not None for request in requests] == [
        False,
        True,
        True,
    ]
    assert len(list((tmp_path / "shelf").iterdir())) == 2
