"""The desk shows what was tried: every lane, every stretch, every change, and the mix as a file."""

import pytest

from lvocal.media.audio import read_audio
from lvocal.model.bundle import tiny_networks
from lvocal.sample.audition import audition
from lvocal.settings import ColorizeSettings
from lvocal.ui import desk_view
from lvocal.ui.desk_view import MIXES_KEPT, desk_value, film_seen, keep_tried
from lvocal.ui.incoming import take_in
from lvocal.ui.visit_file import read_visit, write_visit
from lvocal.ui.visits import Visit
from lvocal.values import ColorizeRequest, Heard, Hearing, Lane, Mood, Relevance, SoundMix

NETWORKS = tiny_networks(3)
AS_HEARD = Hearing()


def go_on() -> None:
    pass


@pytest.fixture
def visit(tmp_path, film) -> Visit:
    visit = Visit("id", tmp_path)
    take_in(visit, film)
    return visit


def tried(visit: Visit, mix: SoundMix, hearing: Hearing = AS_HEARD) -> dict:
    request = ColorizeRequest(visit.source, mix=mix, hearing=hearing, settings=ColorizeSettings(paint_px=64))
    keep_tried(visit, request, audition(request, [0, 6], NETWORKS, go_on))
    return desk_value(visit)


def test_before_anything_was_tried_the_desk_is_empty(visit):
    assert desk_value(visit) == {}


def test_every_lane_says_what_it_plays(visit):
    mix = SoundMix(Lane("preset:anger", "silence", 0.25, offset_sec=0.1), Lane("silence"), muted=("speech",))
    lanes = {lane["name"]: lane for lane in tried(visit, mix)["lanes"]}
    assert lanes["music"]["says"] == "anger → silence 25%" and lanes["music"]["offset"] == 0.1
    assert lanes["speech"]["says"] == "muted" and not lanes["speech"]["plays"]
    assert max(high for _, high in lanes["music"]["peaks"]) > 1
    assert not any(any(row) for row in lanes["ambience"]["peaks"])


def test_a_sound_that_stays_whole_has_no_lane_for_speech(visit):
    assert [lane["name"] for lane in tried(visit, SoundMix(separator="none"))["lanes"]] == [
        "music",
        "ambience",
    ]


def test_the_mix_is_a_file_as_long_as_the_film_and_old_ones_go(visit):
    for name in ("anger", "excitement", "amusement", "anger", "excitement"):
        tried(visit, SoundMix(Lane(f"preset:{name}")))
    assert read_audio(visit.tried.mix).duration_sec == pytest.approx(visit.clip.duration_sec, abs=0.01)
    assert len(list(visit.folder.glob("mix-*.wav"))) == MIXES_KEPT


def test_untouched_sound_plays_as_it_is_up_to_the_limit(visit, monkeypatch):
    monkeypatch.setattr(desk_view, "MIX_SEC", 0.25)
    assert "play here" in tried(visit, SoundMix())["note"]
    assert read_audio(visit.tried.mix).duration_sec == pytest.approx(0.25, abs=0.01)


def test_the_dial_is_shown_as_what_is_felt_and_what_was_heard_stays_known(visit):
    value = tried(visit, SoundMix(Lane("preset:anger")), Hearing(Mood("awe", "awe")))
    assert value["dialled"] and max(value["emotions"]["rows"][0]) == 100
    assert max(value["as_heard"]["rows"][0]) < 100


def test_chips_are_stretches_with_one_leader(visit, monkeypatch):
    rows = tuple((("rain", 0.5), ("wind", at / 10)) if at < 2 else (("dog", 0.9),) for at in range(3))
    chips = desk_view._chips(Heard((0.0, 2.0, 4.0), (), rows), 5.0)
    assert [(chip["name"], chip["start"], chip["stop"]) for chip in chips] == [("rain", 0, 4), ("dog", 4, 5)]
    assert chips[0]["labels"] == [["rain", 50], ["wind", 5]]


def test_a_film_brings_the_relevance_of_its_windows_while_its_sound_is_the_one_on_the_desk(visit):
    tried(visit, SoundMix(Lane("preset:anger")))
    seen = Heard((), (), (), relevance=(Relevance(0, 0.5, 0.25, None),))
    film_seen(visit, ColorizeRequest(visit.source), seen)
    assert len(desk_value(visit)["relevance"]) == 2
    film_seen(visit, visit.tried.request, seen)
    assert desk_value(visit)["relevance"] == [[0, 0.5, 0.25, None]]


def test_a_visit_is_written_down_without_what_was_tried_which_is_listened_to_again(visit):
    tried(visit, SoundMix(Lane("preset:anger")))
    write_visit(visit)
    again = read_visit(visit.id, visit.folder, lambda session, record: None)
    assert again.source == visit.source and again.tried is None
