"""study.toml is read strictly: whatever is wrong is said in one sentence, with a remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.study.design.manifest import read_study, write_study
from lvocal.study.nouns import Rules
from lvocal.values import UserError
from tests.study.design_folders import films_of, folder_of, golds_of, study_of


def test_what_is_written_reads_back_as_itself(tmp_path):
    study = study_of(kinds=("choose", "pair"))
    awkward = 'Say "yes"\\n\r\n\n"""three""" \x7f\t – ünï \U0001f3ac\\'
    study = replace(
        study,
        title='A "title" \\ with \x7f and \U0001f3ac',
        consent=awkward,
        golds=golds_of(study, 2),
        golds_each=1,
        minutes=7,
        rules=Rules(missed_traps=1, fast_share=1e-7),
        return_url="https://example.org/back?cc={code}",
        seed=2**63 - 1,
    )
    assert read_study(folder_of(study, tmp_path)) == study


def test_ids_with_dots_are_keys_too(tmp_path):
    study = study_of(conditions=("wan2.1", "v1.0-a_b"))
    assert read_study(folder_of(study, tmp_path)) == study


def test_golds_are_as_many_as_there_are_where_nothing_is_said(tmp_path):
    study = study_of()
    for count in (0, 1, 3):
        folder = folder_of(replace(study, golds=golds_of(study, count)), tmp_path / str(count))
        _edit(folder, "golds_each = 0\n", "")
        assert read_study(folder).golds_each == min(2, count)


def test_a_second_study_does_not_replace_the_first(tmp_path):
    folder_of(study_of(), tmp_path)
    before = (tmp_path / "study.toml").read_bytes()
    with pytest.raises(UserError, match="holds a study already"):
        write_study(tmp_path, study_of(votes_each=5))
    assert (tmp_path / "study.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("votes_each = 6", "votes_ech = 6", 'unknown key "votes_ech"'),
        ('title = "Colour"\n', "", 'has no "title"'),
        ('title = "Colour"', 'title = " "', '"title" is empty'),
        ("minutes = 30.0", "minutes = nan", "must be a number"),
        ("minutes = 30.0", "minutes = true", "must be a number"),
        ("minutes = 30.0", 'minutes = "30"', "must be a number"),
        ("votes_each = 6", "votes_each = 6.0", "must be a whole number"),
        ("votes_each = 6", "votes_each = true", "must be a whole number"),
        ("votes_each = 6", "votes_each = 0", '"votes_each" is 0'),
        ("votes_each = 6", "votes_each = 13", "Choose from 1 to 12"),
        ("traps_each = 2", "traps_each = 7", "more traps and golds than votes"),
        ("golds_each = 0", "golds_each = 1", '"golds_each" is 1'),
        ("fast_share = 0.3", "fast_share = 1.3", "rules.fast_share"),
        ("fast_share = 0.3", "fast_shares = 0.3", 'Write "fast_share"'),
        ("sound = false", "sound = 0", "must be true or false"),
        ("tie = false", "tie = true", "allows a tie"),
        ('kind = "choose"', 'kind = "rank"', "Choose one of: choose, pair"),
        ('text = "Which?"', 'text = ""', "has no words"),
        ('"q1"', '"Q0"', 'The question "q0" is there twice'),
        ('id = "clip1"', 'id = "clip0"', 'The clip "clip0" is there twice'),
        ('id = "vcgan"', 'id = "tcvc"', 'The condition "tcvc" is there twice'),
        ('id = "clip1"', 'id = "a b"', '"a b" cannot name a clip'),
        ('name = "small"', 'name = "../small"', "cannot name a study"),
        ('"tcvc", "vcgan", ', '"tcvc", "vcgam", ', 'unknown condition "vcgam"'),
        ('"tcvc", "vcgan", ', '"tcvc", "tcvc", ', "names a condition twice"),
        ('["tcvc", "vcgan", "l-c4", "diffuser", "lvocal"]', '["tcvc"]', "fewer than two conditions"),
        ('["tcvc", "vcgan", "l-c4", "diffuser", "lvocal"]', '"tcvc"', "must be a list"),
        ('tcvc = "films/clip0/tcvc.mp4"\n', "", 'has no film of "tcvc"'),
        ('tcvc = "films/clip0/tcvc.mp4"', 'tcvd = "films/clip0/tcvc.mp4"', 'unknown condition "tcvd"'),
        ("films/clip0/tcvc.mp4", "films/clip0/gone.mp4", "There is no file"),
        ("films/clip0/tcvc.mp4", "films/clip0", "There is no file"),
        ("films/clip0/tcvc.mp4", "../films/clip0/tcvc.mp4", "leads out of the study"),
        ("films/clip0/tcvc.mp4", "/films/clip0/tcvc.mp4", "leads out of the study"),
        ("films/clip0/tcvc.mp4", "C:/films/tcvc.mp4", "leads out of the study"),
        ("films/clip0/tcvc.mp4", "films/clip0/sound.wav", "Browsers do not play"),
        ("films/clip0/tcvc.mp4", "films/clip0/vcgan.mp4", "vcgan.mp4 is given twice"),
        ('sound = "films/clip0/sound.wav"\n', "", "has no sound"),
        ("seed = 0", "seed = ", "cannot be read"),
        ('return_url = ""', 'return_url = "javascript:1"', "no address to return to"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path, old, new, message):
    folder = folder_of(study_of(), tmp_path)
    _edit(folder, old, new)
    with pytest.raises(UserError, match=message) as said:
        read_study(folder)
    assert said.value.remedy and said.value.message.count(". ") == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"clip": "clip9"}, 'unknown clip "clip9"'),
        ({"question": "q9"}, 'unknown question "q9"'),
        ({"better": "nobody"}, 'unknown film "nobody"'),
        ({"worse": "lvocal"}, "against itself"),
    ],
)
def test_golds_lead_somewhere(tmp_path, change, message):
    study = study_of()
    (gold,) = golds_of(study, 1)
    with pytest.raises(UserError, match=message):
        write_study(tmp_path, replace(study, golds=(replace(gold, **change),)))
    assert not list(tmp_path.iterdir())


def test_a_condition_of_golds_alone_needs_films_of_its_golds_alone(tmp_path):
    study = study_of(conditions=("one", "two", "broken"))
    questions = tuple(replace(one, conditions=("one", "two")) for one in study.questions)
    clips = tuple(
        replace(clip, stimuli={k: v for k, v in clip.stimuli.items() if k != "broken" or not at})
        for at, clip in enumerate(study.clips)
    )
    study = replace(study, questions=questions, clips=clips)
    with pytest.raises(UserError, match='Nobody is ever shown the condition "broken"'):
        folder_of(study, tmp_path)
    (gold,) = golds_of(study, 1)
    study = replace(study, golds=(replace(gold, better="one", worse="broken"),), golds_each=1)
    assert read_study(folder_of(study, tmp_path)) == study


def test_a_link_out_of_the_folder_is_none_of_its_films(tmp_path):
    study, folder = study_of(), tmp_path / "study"
    folder_of(study, folder)
    path = folder / study.clips[0].stimuli["tcvc"]
    path.rename(tmp_path / "elsewhere.mp4")
    path.symlink_to(tmp_path / "elsewhere.mp4")
    with pytest.raises(UserError, match="is a link out of the study"):
        read_study(folder)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = [" * 100_000, b"name = "])
def test_what_is_no_toml_is_said(tmp_path, content):
    (tmp_path / "study.toml").write_bytes(content)
    with pytest.raises(UserError, match="cannot be read"):
        read_study(tmp_path)


def test_a_folder_without_a_manifest_is_no_study(tmp_path):
    with pytest.raises(UserError, match="holds no study.toml"):
        read_study(tmp_path)


@pytest.mark.parametrize("what", ["clips", "questions", "conditions"])
def test_none_of_something_is_no_study(tmp_path, what):
    study = study_of()
    films_of(study, tmp_path)
    with pytest.raises(UserError, match=f"no {what}"):
        write_study(tmp_path, replace(study, **{what: ()}))


def _edit(folder: Path, old: str, new: str) -> None:
    path = folder / "study.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
