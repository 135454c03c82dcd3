"""Which clips a folder holds, and what is said of each."""

import json
from pathlib import Path

import pytest

from lvocal.evaluate.clips.footage import PIN, find_either, find_films, find_pictures, footage_of
from lvocal.media.video import probe
from lvocal.values import UserError
from tests.evaluate.clips import film, frames_folder


def named(folder: Path, paths: list[Path]) -> list[str]:
    return [clip.name for clip in footage_of(folder, paths)]


def test_films_are_found_at_any_depth_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    film(tmp_path / "b" / "two.mp4").rename(tmp_path / "b" / "two.MP4")
    film(tmp_path / "one.mp4")
    (tmp_path / "notes.txt").write_text("no film")
    (tmp_path / "folder.mp4").mkdir()
    assert named(tmp_path, find_films(tmp_path)) == ["b/two.MP4", "one.mp4"]


def test_of_davis_only_the_frames_are_clips_and_not_the_masks_beside_them(tmp_path: Path) -> None:
    frames_folder(tmp_path / "JPEGImages" / "480p" / "bear")
    frames_folder(tmp_path / "JPEGImages" / "480p" / "camel")
    frames_folder(tmp_path / "Annotations" / "480p" / "bear")
    names = named(tmp_path, find_pictures(tmp_path))
    assert names == ["bear", "camel"]


def test_folders_of_frames_may_lie_anywhere_else_as_well(tmp_path: Path) -> None:
    frames_folder(tmp_path / "bear")
    assert named(tmp_path, find_pictures(tmp_path)) == ["bear"]
    film(tmp_path / "sea.mp4")
    assert named(tmp_path, find_either(tmp_path)) == ["bear", "sea.mp4"]


def test_a_folder_of_frames_is_a_film_like_any_other(tmp_path: Path) -> None:
    (clip,) = footage_of(tmp_path, [frames_folder(tmp_path / "bear", 5)])
    (tmp_path / "work").mkdir()
    assert probe(clip.film(tmp_path / "work")).num_frames == 5


@pytest.mark.parametrize("key", ["b/two.mp4", "two.mp4", "two"])
def test_captions_are_found_by_any_name_of_the_clip(tmp_path: Path, key: str) -> None:
    (tmp_path / "captions.json").write_text(json.dumps({key: "a red car"}))
    (clip,) = footage_of(tmp_path, [tmp_path / "b" / "two.mp4"])
    assert clip.caption == "a red car" and clip.pin == PIN


def test_a_caption_may_say_what_is_pinned(tmp_path: Path) -> None:
    said = {"two.mp4": {"words": "a car", "pin": [0.25, 0.75, "navy"]}}
    (tmp_path / "words.json").write_text(json.dumps(said))
    (clip,) = footage_of(tmp_path, [tmp_path / "two.mp4"])
    assert (clip.caption, clip.pin.x, clip.pin.y, clip.pin.color) == ("a car", 0.25, 0.75, "navy")


def test_a_caption_may_say_that_the_network_learned_from_the_clip(tmp_path: Path) -> None:
    said = {"two": {"words": "a car", "learned": True}, "three": {"learned": False}, "four": "a boat"}
    (tmp_path / "captions.json").write_text(json.dumps(said))
    clips = footage_of(tmp_path, [tmp_path / f"{name}.mp4" for name in ("two", "three", "four", "five")])
    assert [clip.is_learned for clip in clips] == [True, False, False, False]
    assert [clip.caption for clip in clips] == ["a car", "", "a boat", ""]


def test_a_named_file_of_captions_wins_over_the_one_beside_the_clips(tmp_path: Path) -> None:
    (tmp_path / "captions.json").write_text('{"two.mp4": "beside"}')
    (tmp_path / "mine.json").write_text('{"two.mp4": "named"}')
    (clip,) = footage_of(tmp_path, [tmp_path / "two.mp4"], tmp_path / "mine.json")
    assert clip.caption == "named"


@pytest.mark.parametrize("text", ["{oops", "[1, 2]", '{"two.mp4": 3}'])
def test_captions_that_are_none_are_said_plainly(tmp_path: Path, text: str) -> None:
    (tmp_path / "words.json").write_text(text)
    with pytest.raises(UserError, match="words.json"):
        footage_of(tmp_path, [tmp_path / "two.mp4"])


def test_a_missing_file_of_captions_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="gone.json"):
        footage_of(tmp_path, [tmp_path / "two.mp4"], tmp_path / "gone.json")


@pytest.mark.parametrize("pin", ["[0.5, 0.4]", '["left", 0.4, "red"]', "3"])
def test_a_pin_that_is_none_is_said_with_the_way_to_write_one(tmp_path: Path, pin: str) -> None:
    (tmp_path / "captions.json").write_text(f'{{"two.mp4": {{"words": "a boat", "pin": {pin}}}}}')
    with pytest.raises(UserError, match="two.mp4"):
        footage_of(tmp_path, [tmp_path / "two.mp4"])
