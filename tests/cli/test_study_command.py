"""The whole road of a study as a person types it: new, check, votes, analyze, export."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from lvocal import __version__
from lvocal.__main__ import app
from lvocal.media.untagged import tags_of
from lvocal.study.design.locking import KEY, LOCK, lock_study, open_study
from lvocal.study.design.manifest import MANIFEST, read_study
from lvocal.study.design.trial_plan import trials_of
from lvocal.study.store.vote_reading import VOTES
from lvocal.study.store.vote_store import Store
from tests.media.films import make_film
from tests.study.simulated import HONEST, LEFT_CLICKER, SPEEDER, simulate

CONDITIONS = ("grey", "ours", "theirs")
TASTES = {
    "cve": {"grey": -2.0, "ours": 1.5, "theirs": 0.0},
    "aae-pair": {"grey": -1.5, "ours": 1.5, "theirs": 0.0},
}


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> Path:
    """Two clips of a third of a second in three colours each, the first with sound of its own."""
    folder = tmp_path_factory.mktemp("films")
    for clip in ("harbour", "wood"):
        (folder / clip).mkdir()
        for at, condition in enumerate(CONDITIONS):
            path = folder / clip / f"{condition}.mp4"
            make_film(path, 64, 48, 8, chroma=25 * at, sound="aac" if clip == "wood" else None)
    (folder / "harbour" / "sound.wav").write_bytes(b"waves")
    return folder


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, ["study", *map(str, words)])


@pytest.fixture
def folder(films, run, tmp_path) -> Path:
    """A new study."""
    done = run(
        "new", films, tmp_path / "colour", "--title", "Colour [of] sound", "--question", "cve", "--question",
        "aae-pair=ours,theirs,grey", "--label", "ours=L-VOCAL [ours]", "--votes", 8, "--tie", "--seed", 3,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return tmp_path / "colour"


def vote(folder: Path, crowd) -> None:
    """A locked study is voted on by simulated people, through the store."""
    lock_study(folder)
    study, lock = open_study(folder)
    store = Store(folder / VOTES, study.name, lock.fingerprint)
    people, votes = simulate(study, crowd, TASTES, trials_of)
    joined = [store.join({"PROLIFIC_PID": one.code}, {}, lambda n: trials_of(study, n)) for one in people]
    codes = {one.code: new.code for one, new in zip(people, joined, strict=True)}
    for one in votes:
        fresh = one.__class__(**{**vars(one), "participant": codes[one.participant], "at": ""})
        assert store.vote(fresh)
    for new in joined:
        store.finish(new.code)
    store.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_whole_road(folder, run, tmp_path):
    study = read_study(folder)
    assert (study.name, study.title, study.votes_each, study.seed) == ("colour", "Colour [of] sound", 8, 3)
    assert [(one.id, one.tie) for one in study.questions] == [("cve", False), ("aae-pair", True)]

    checked = run("check", folder, "--participants", 25, "--participants", 60, "--width", 20)
    assert checked.exit_code == 0, checked.output
    assert "Not locked" in checked.stdout and "aae-pair, each pair" in checked.stdout
    assert re.search(r"aae-pair, each pair │ +25 │ +50 │ +25 │ +± 13.4 │ +± 13.4 ", checked.stdout)
    assert re.search(r"^\d+ participants make every interval 20 points wide", checked.stdout, re.M)
    assert "same_side_share" not in checked.stdout
    assert {path.name for path in folder.iterdir()} == {MANIFEST, "films"}

    crowd = [HONEST] * 14 + [LEFT_CLICKER] * 3 + [SPEEDER] * 2
    vote(folder, crowd)
    assert "Locked; nothing was changed" in run("check", folder).stdout

    before = (folder / VOTES).read_bytes()
    done = run("analyze", folder, "-o", tmp_path / "report", "--samples", 50)
    assert done.exit_code == 0, done.output
    assert "19 took part, 14 count, 5 were excluded" in done.stdout
    printed = {
        line.split("│")[0].strip(): re.findall(r"([\d.]+) %", line) for line in done.stdout.splitlines()
    }
    ours, theirs, grey = (list(map(float, printed[one])) for one in ("L-VOCAL [ours]", "theirs", "grey"))
    assert len(ours) == 2 and all(a > b > c for a, b, c in zip(ours, theirs, grey, strict=True))
    assert {path.name for path in (tmp_path / "report").iterdir()} == {
        "report.md", "preferences.svg", "preferences.csv",
    }  # fmt: skip
    ElementTree.parse(tmp_path / "report" / "preferences.svg")
    text = (tmp_path / "report" / "report.md").read_text()
    assert f"| L-VOCAL [ours] | **{ours[0]:.1f} %** | **{ours[1]:.1f} %** |" in text
    assert "(preferences.svg)" in text
    shares = rows_of(tmp_path / "report" / "preferences.csv")
    assert [(row["question"], row["condition"]) for row in shares[:3]] == [("cve", one) for one in CONDITIONS]
    assert float(shares[1]["percent"]) == pytest.approx(ours[0], abs=0.05)
    assert float(shares[1]["wilson_low"]) < ours[0] < float(shares[1]["wilson_high"])

    done = run("export", folder, "--output", tmp_path / "votes")
    assert done.exit_code == 0, done.output
    assert (folder / VOTES).read_bytes() == before
    rows = rows_of(tmp_path / "votes" / "votes.csv")
    assert len({row["participant"] for row in rows}) == len(crowd)
    assert {row["app_version"] for row in rows} == {__version__}
    assert float(rows[0]["played_sec"]) == 4.0
    hashes = json.loads((folder / LOCK).read_text())["stimuli"]
    assert all(
        hashes[f"films/{row['clip']}/{row['condition']}.mp4"] == row["stimulus_sha256"] for row in rows
    )
    lines = (tmp_path / "votes" / "votes.jsonl").read_text().splitlines()
    assert len(lines) == len(rows) and "`played_sec`" in (tmp_path / "votes" / "codebook.md").read_text()


def test_copied_films_say_nothing_of_their_makers(films, folder):
    assert tags_of(films / "wood" / "ours.mp4")
    copies = sorted(folder.rglob("*.mp4"))
    assert len(copies) == 6
    for path in copies:
        assert tags_of(path) == {} and not re.search(rb"x264|Lavf", path.read_bytes())
    assert (folder / "films" / "harbour" / "sound.wav").read_bytes() == b"waves"


def test_the_same_votes_give_the_same_files_from_a_backup_too(folder, run, tmp_path):
    vote(folder, [HONEST] * 3)
    backup = (folder / VOTES).rename(tmp_path / "safe.db")
    missing = run("analyze", folder, "-o", tmp_path / "none")
    assert missing.exit_code == 1 and "no votes in" in missing.stderr
    assert not (folder / VOTES).exists() and not (tmp_path / "none").exists()
    for name in ("a", "b"):
        words = ("-o", tmp_path / name, "--samples", 20, "--votes", backup)
        assert run("analyze", folder, *words).exit_code == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_nothing_that_was_written_is_lost(folder, run, tmp_path):
    vote(folder, [HONEST] * 2)
    for command, name in (("analyze", "report.md"), ("export", "votes.jsonl")):
        (tmp_path / command).mkdir()
        (tmp_path / command / name).write_text("mine")
        refused = run(command, folder, "-o", tmp_path / command)
        assert refused.exit_code == 1 and f"{name} exists already" in refused.stderr
        assert (tmp_path / command / name).read_text() == "mine"
        assert run(command, folder, "-o", tmp_path / command, "--force").exit_code == 0
        assert (tmp_path / command / name).read_text() != "mine"
        nowhere = run(command, folder, "-o", tmp_path / "no" / "where")
        assert nowhere.exit_code == 1 and "cannot be made a folder" in nowhere.stderr


def test_a_study_without_votes_is_analyzed_as_one(folder, run, tmp_path):
    unlocked = run("analyze", folder, "-o", tmp_path / "report")
    assert unlocked.exit_code == 1 and "not locked yet" in unlocked.stderr
    vote(folder, [])
    done = run("analyze", folder, "-o", tmp_path / "report")
    assert done.exit_code == 0, done.output
    assert "Nobody has voted yet" in done.stderr and "0 took part" in done.stdout
    assert rows_of(tmp_path / "report" / "preferences.csv")[0]["percent"] == ""


def test_what_was_changed_after_the_lock_is_not_analyzed(folder, run, tmp_path):
    vote(folder, [HONEST])
    manifest = (folder / MANIFEST).read_text()
    (folder / MANIFEST).write_text(manifest.replace("missed_traps = 0", "missed_traps = 9"))
    for command in (("check",), ("analyze", "-o", tmp_path / "a"), ("export", "-o", tmp_path / "b")):
        done = run(command[0], folder, *command[1:])
        assert done.exit_code == 1 and "changed since the study was locked" in done.stderr
    (folder / MANIFEST).write_text(manifest)
    assert (folder / KEY).exists() and run("check", folder).exit_code == 0


@pytest.mark.parametrize(("votes", "warned"), [(5, False), (6, True), (7, True), (8, False), (12, False)])
def test_too_few_pairs_to_tell_a_left_clicker_are_warned_of(films, run, tmp_path, votes, warned):
    folder = tmp_path / "pairs"
    made = run("new", films, folder, "--question", "cve-pair", "--question", "aae-pair", "--votes", votes)
    assert made.exit_code == 0, made.output
    said = run("check", folder, "--participants", 10).stdout
    assert ("by mere chance" in said) is warned
    if votes == 6:
        assert "up to 3.1% of honest" in said


def test_films_that_tell_their_makers_are_warned_of(films, run, folder):
    assert "may tell what made them" not in run("check", folder).stdout
    source = films / "wood" / "ours.mp4"
    (folder / "films" / "wood" / "ours.mp4").write_bytes(source.read_bytes())
    said = run("check", folder).stdout
    assert "1 of 6 films may tell what made them" in said and "encoder=Lavf" in said


def test_two_conditions_with_one_film_are_found_before_anybody_votes(run, folder):
    harbour = folder / "films" / "harbour"
    (harbour / "ours.mp4").write_bytes((harbour / "grey.mp4").read_bytes())
    done = run("check", folder)
    assert done.exit_code == 1 and "one and the same film" in done.stderr
    assert not (folder / LOCK).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--label", "ours"), '--label "ours"'), (("--label", "mine=Mine"), "mine"),
        (("--question", "beauty"), "cve, aae"), (("--question", "cve=ours,mine"), "mine"),
        (("--tie",), "--tie"), (("--name", "a b"), "cannot name"), (("--votes", 100), "votes_each"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_and_leaves_nothing(films, run, tmp_path, words, said):
    done = run("new", films, tmp_path / "out", *words)
    assert done.exit_code == 1 and said in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_film_that_is_none_is_said(run, tmp_path):
    (tmp_path / "in" / "wood").mkdir(parents=True)
    (tmp_path / "in" / "wood" / "ours.mp4").write_text("no film")
    (tmp_path / "in" / "wood" / "grey.mp4").write_text("no film")
    done = run("new", tmp_path / "in", tmp_path / "out", "--question", "cve")
    assert done.exit_code == 1 and "not a video file" in done.stderr


def test_a_study_is_not_begun_twice_and_none_is_said(films, run, folder, tmp_path):
    assert "holds a study already" in run("new", films, folder).stderr
    none = run("check", tmp_path)
    assert none.exit_code == 1 and "holds no study.toml" in none.stderr
    for width in (0, 100, 0.001):
        assert run("check", folder, "--width", width).exit_code == 1
