"""A study begins with films in folders, and is sound from its first minute."""

from dataclasses import replace

import pytest

from lvocal.study.design.locking import lock_study
from lvocal.study.design.manifest import read_study
from lvocal.study.design.new_study import NewStudy, new_study
from lvocal.study.design.outlook import outlook
from lvocal.study.design.stimulus_films import FilmFacts, compare_films
from lvocal.study.design.trial_plan import trials_of
from lvocal.values import UserError
from tests.study.design_folders import study_of

FACTS = FilmFacts(854, 480, 192, 8.0, True)

WISH = NewStudy("colour", "Colour and sound")


def look(path):
    """Files whose name says it are silent, or of another kind."""
    text = path.read_text()
    return replace(FACTS, has_sound="silent" not in text, width=640 if "small" in text else 854)


@pytest.fixture
def films(tmp_path):
    for clip in ("harbour", "wood", "night"):
        (tmp_path / "in" / clip).mkdir(parents=True)
        for condition in ("grey", "ours", "theirs"):
            (tmp_path / "in" / clip / f"{condition}.mp4").write_text(f"{clip} {condition}")
    return tmp_path / "in"


def test_films_become_a_study(films, tmp_path):
    (films / "wood" / "sound.flac").write_text("rustle")
    (films / "wood" / "ours.json").write_text("{}")
    folder = tmp_path / "out"
    study = new_study(films, folder, replace(WISH, labels={"ours": "L-VOCAL"}), look)
    assert read_study(folder) == study
    assert [clip.id for clip in study.clips] == ["harbour", "night", "wood"]
    assert [(one.id, one.label) for one in study.conditions] == [
        ("grey", "grey"), ("ours", "L-VOCAL"), ("theirs", "theirs"),
    ]  # fmt: skip
    assert [(one.id, one.kind, one.sound) for one in study.questions] == [
        ("cve", "choose", False), ("aae", "choose", True),
    ]  # fmt: skip
    assert [clip.sound.name for clip in study.clips] == ["grey.mp4", "grey.mp4", "sound.flac"]
    assert (folder / study.clips[0].stimuli["ours"]).read_text() == "harbour ours"
    assert (folder / study.clips[2].sound).read_text() == "rustle"
    assert not list(folder.rglob("*.json"))
    lock_study(folder)
    assert len(trials_of(study, 0)) == study.practice + study.votes_each + study.traps_each


def test_the_minutes_that_are_told_leave_as_long_as_the_films_play(films, tmp_path):
    study = new_study(films, tmp_path / "out", WISH, look)
    seconds = compare_films(study, lambda path: look(tmp_path / "out" / path))
    table = outlook(study, seconds)
    assert 8.0 <= table.answer_sec < 8.0 + 60 / table.trials_each


def test_films_inside_the_folder_stay_where_they_are(films):
    study = new_study(films, films, WISH, look)
    assert study.clips[0].stimuli["ours"].as_posix() == "harbour/ours.mp4"
    assert sorted(path.name for path in films.iterdir()) == ["harbour", "night", "study.toml", "wood"]
    assert read_study(films) == study


def test_questions_may_compare_different_conditions(films, tmp_path):
    wish = replace(
        WISH,
        questions=("cve", "aae-pair"),
        only={"cve": ("ours", "theirs"), "aae-pair": ("grey", "ours")},
        tie=True,
        votes_each=3,
        contact="study@example.org",
        seed=9,
    )
    study = new_study(films, tmp_path / "out", wish, look)
    assert [(one.conditions, one.tie) for one in study.questions] == [
        (("ours", "theirs"), False), (("grey", "ours"), True),
    ]  # fmt: skip
    assert (study.votes_each, study.seed, study.contact) == (3, 9, "study@example.org")


def test_without_a_question_about_sound_no_sound_is_looked_for(films, tmp_path):
    for path in films.rglob("*.mp4"):
        path.write_text(f"{path} silent")
    assert new_study(films, tmp_path / "out", replace(WISH, questions=("cve",)), look).clips[0].sound is None
    with pytest.raises(UserError, match='"harbour" has no sound'):
        new_study(films, tmp_path / "other", WISH, look)
    (films / "harbour" / "theirs.mp4").write_text("loud")
    with pytest.raises(UserError, match='"night" has no sound'):
        new_study(films, tmp_path / "other", WISH, look)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"questions": ("beauty",)}, "Choose among: cve, aae"),
        ({"labels": {"mine": "Mine"}}, 'No film is called "mine"'),
        ({"only": {"cve": ("ours", "mine")}}, 'unknown condition "mine"'),
        ({"votes_each": 7}, "Choose from 1 to 6"),
        ({"votes_each": 0}, '"votes_each" is 0'),
        ({"name": ""}, "cannot name a study"),
    ],
)
def test_wishes_that_cannot_be_met_leave_nothing_behind(films, tmp_path, wish, message):
    with pytest.raises(UserError, match=message):
        new_study(films, tmp_path / "out", replace(WISH, **wish), look)
    assert not (tmp_path / "out").exists()


def test_films_that_do_not_belong_together_leave_nothing_behind(films, tmp_path):
    (films / "wood" / "ours.mp4").write_text("small")
    with pytest.raises(
        UserError, match='"grey" and "ours" of clip "wood" differ: 854x480 and 640x480 pixels'
    ):
        new_study(films, tmp_path / "out", WISH, look)
    (films / "wood" / "ours.mp4").unlink()
    with pytest.raises(UserError, match='"wood" has no film of "ours"'):
        new_study(films, tmp_path / "out", WISH, look)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_films_is_none(films, tmp_path):
    (tmp_path / "empty" / "harbour").mkdir(parents=True)
    for place in (tmp_path / "empty", tmp_path / "nowhere", films / "wood"):
        with pytest.raises(UserError, match="holds no films"):
            new_study(place, tmp_path / "out", WISH, look)


def test_a_study_is_not_begun_twice(films, tmp_path):
    new_study(films, tmp_path / "out", WISH, look)
    with pytest.raises(UserError, match="holds a study already"):
        new_study(films, tmp_path / "out", WISH, look)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (replace(FACTS, height=482), "854x480 and 854x482 pixels"),
        (replace(FACTS, frames=191), "192 and 191 frames"),
        (replace(FACTS, seconds=8.03), "8.000 and 8.030 seconds"),
    ],
)
def test_films_of_a_clip_are_alike(other, message):
    study = study_of()
    with pytest.raises(UserError, match=message):
        compare_films(study, lambda path: other if path.stem == "lvocal" else FACTS)


def test_films_of_other_clips_may_be_others():
    study = study_of()

    def by_clip(path):
        return replace(FACTS, seconds=8.0 + int(path.parent.name[-1]), frames=200)

    assert compare_films(study, by_clip) == {f"clip{at}": 8.0 + at for at in range(6)}


def test_a_sound_is_not_taken_from_a_silent_film():
    study = study_of()
    clips = tuple(replace(clip, sound=clip.stimuli["tcvc"]) for clip in study.clips)
    with pytest.raises(UserError, match="is a silent film"):
        compare_films(replace(study, clips=clips), lambda path: replace(FACTS, has_sound=False))
