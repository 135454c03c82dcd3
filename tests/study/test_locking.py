"""After the lock nothing changes, and nothing that a browser sees tells a condition."""

import json
import os
import stat
from dataclasses import replace

import pytest

from lvocal.study.design.aliases import alias, resolve
from lvocal.study.design.locking import key_of, lock_study, open_study
from lvocal.values import UserError
from tests.study.design_folders import folder_of, study_of


@pytest.fixture
def folder(tmp_path):
    return folder_of(study_of(), tmp_path)


def test_a_locked_study_opens_as_it_was(folder):
    lock = lock_study(folder)
    assert open_study(folder) == (study_of(), lock)
    assert len(lock.stimuli) == 6 * 6 and len(lock.fingerprint) == 64
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert lock_study(folder) == lock
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_the_key_is_for_its_owner_and_stays(folder):
    old = os.umask(0)
    try:
        lock_study(folder)
    finally:
        os.umask(old)
    assert stat.S_IMODE((folder / "alias.key").stat().st_mode) == 0o600
    key = key_of(folder)
    assert len(key) == 32
    (folder / "stimuli.json").unlink()
    lock_study(folder)
    assert key_of(folder) == key


def test_two_studies_have_two_keys(tmp_path):
    for name in ("one", "two"):
        lock_study(folder_of(study_of(), tmp_path / name))
    assert key_of(tmp_path / "one") != key_of(tmp_path / "two")


@pytest.mark.parametrize("name", ["films/clip2/tcvc.mp4", "films/clip0/sound.wav"])
def test_a_changed_file_is_an_error(folder, name):
    lock_study(folder)
    (folder / name).write_bytes(b"other")
    with pytest.raises(UserError, match=f'"{name}" was changed'):
        open_study(folder)
    with pytest.raises(UserError, match="was changed"):
        lock_study(folder)


def test_a_lost_file_is_an_error(folder):
    lock_study(folder)
    (folder / "films/clip2/tcvc.mp4").unlink()
    with pytest.raises(UserError, match="There is no file"):
        open_study(folder)


def test_rules_cannot_change_after_the_lock(folder):
    lock = lock_study(folder)
    path = folder / "study.toml"
    path.write_text(path.read_text().replace("missed_golds = 1", "missed_golds = 2"))
    with pytest.raises(UserError, match="study.toml was changed"):
        open_study(folder)
    (folder / "stimuli.json").unlink()
    assert lock_study(folder).fingerprint != lock.fingerprint


def test_what_is_not_locked_does_not_open(folder):
    with pytest.raises(UserError, match="not locked yet"):
        open_study(folder)
    with pytest.raises(UserError, match="cannot be read"):
        key_of(folder)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"manifest": 1, "stimuli": {}, "version": ""}', "{"])
def test_a_broken_lock_is_an_error_and_stays_locked(folder, content):
    lock_study(folder)
    (folder / "stimuli.json").write_text(content)
    with pytest.raises(UserError):
        open_study(folder)
    with pytest.raises(UserError):
        lock_study(folder)
    assert (folder / "stimuli.json").read_text() == content


@pytest.mark.parametrize("content", ["", "zz", "abcd", "é"])
def test_a_broken_key_is_an_error(folder, content):
    (folder / "alias.key").write_text(content)
    with pytest.raises(UserError):
        lock_study(folder)
    assert not (folder / "stimuli.json").exists()


def test_one_film_under_two_conditions_is_found_by_its_bits(folder):
    (folder / "films/clip3/tcvc.mp4").write_bytes((folder / "films/clip3/lvocal.mp4").read_bytes())
    with pytest.raises(UserError, match='"clip3" has one and the same film as "tcvc" and as "lvocal"'):
        lock_study(folder)
    assert not (folder / "stimuli.json").exists()


def test_the_lock_names_every_file_and_the_program(folder):
    lock_study(folder)
    said = json.loads((folder / "stimuli.json").read_text())
    assert set(said) == {"manifest", "stimuli", "version"} and said["version"]
    assert all((folder / path).is_file() for path in said["stimuli"])


def test_aliases_lead_back_to_their_file_and_to_no_other():
    study, key = study_of(), b"k" * 32
    seen = {}
    for clip in study.clips:
        for condition, path in [*clip.stimuli.items(), (None, clip.sound)]:
            name = alias(study, key, "red-fox", clip.id, condition)
            assert resolve(study, key, "red-fox", name) == path
            assert len(name) == 32 and set(name) <= set("0123456789abcdef")
            seen[name] = path
    assert len(seen) == 6 * 6


def test_aliases_hang_on_participant_key_and_study():
    study, key = study_of(), b"k" * 32
    name = alias(study, key, "red-fox", "clip0", "tcvc")
    assert name == alias(study, key, "red-fox", "clip0", "tcvc")
    others = {
        alias(study, key, "red-fo", "xclip0", "tcvc"),
        alias(study, key, "blue-fox", "clip0", "tcvc"),
        alias(study, b"l" * 32, "red-fox", "clip0", "tcvc"),
        alias(replace(study, name="other"), key, "red-fox", "clip0", "tcvc"),
        alias(replace(study, name="smallr"), key, "ed-fox", "clip0", "tcvc"),
    }
    assert len(others | {name}) == 6


@pytest.mark.parametrize("name", ["", "tcvc", "../study.toml", "0" * 32, "é\udcff"])
def test_what_is_no_alias_of_this_participant_leads_nowhere(name):
    study, key = study_of(), b"k" * 32
    with pytest.raises(UserError, match="no such film"):
        resolve(study, key, "red-fox", name)
    with pytest.raises(UserError, match="no such film"):
        resolve(study, key, "red-fox", alias(study, key, "blue-fox", "clip0", "tcvc"))


def test_a_condition_may_be_called_anything_but_is_never_the_sound():
    study = study_of(conditions=("null", "None", "sound"))
    names = {alias(study, b"k", "x", "clip0", one) for one in ("null", "None", "sound", None)}
    assert len(names) == 4
