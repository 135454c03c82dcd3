"""Older files are brought up to the newest schema; files of others are refused and left as they are."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lvocal.study.store import database, migrations
from lvocal.study.store.vote_store import Store
from lvocal.values import UserError
from tests.study.store_world import MANIFEST, STUDY, answer, answer_all, faults, open_store, plan

DURABLE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 20_000,
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "votes.sqlite"


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        return [(name, re.sub(r"\s+", " ", sql)) for name, sql in rows]


def make_version_1(path: Path) -> None:
    """As version 1 left it: one participant with two trials, one of them answered."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in migrations.MIGRATIONS[0]:
            db.execute(statement)
        db.execute("PRAGMA user_version = 1")
        meta = [("study", STUDY), ("manifest", MANIFEST), ("origin", "00")]
        db.executemany("INSERT INTO meta VALUES (?, ?)", meta)
        db.execute(
            """INSERT INTO participants VALUES (0, 'AAAA-BBBB-CCCC', '["workerId", "w"]', '{"workerId": "w"}',
            '{}', '2024-05-01T12:00:00.000+00:00', NULL, NULL)"""
        )
        for trial in plan(0)[:2]:
            db.execute(
                "INSERT INTO trials VALUES (0, ?, ?, ?, ?, NULL)",
                (trial.number, trial.kind, trial.question, trial.clip),
            )
            places = [(trial.number, place, shown) for place, shown in enumerate(trial.places)]
            db.executemany("INSERT INTO places VALUES (0, ?, ?, ?)", places)
        db.execute("INSERT INTO votes VALUES (0, 0, 'ours', 1.5, 1, 0, 0.0, '2024-05-01T12:01:00+00:00')")


def test_a_file_of_version_1_goes_on(path, tmp_path):
    make_version_1(path)
    store = open_store(path)
    (old,) = store.participants()
    assert store.join({"workerId": "w"}, {}, plan) == old
    assert store.resume("aaaabbbbcccc").answered == {0}
    assert store.vote(answer(old, plan(0)[0], "grey")) is False
    assert store.vote(answer(old, plan(0)[1])) is True
    store.note(old.code, "hidden", {"sec": 1})
    assert len(store.finish(old.code)) == 9
    new = store.join({}, {}, plan)
    answer_all(store, new)
    store.withdraw(new.code)
    assert [vote.chosen for vote in store.votes()] == ["ours", "ours"]
    store.close()
    assert faults(path) == []

    open_store(tmp_path / "fresh.sqlite").close()
    before, fresh = dict(schema(path)), dict(schema(tmp_path / "fresh.sqlite"))
    assert before == fresh


def test_votes_from_before_playing_time_was_kept_have_none(path):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        make_version_1(path)
        for statement in migrations.MIGRATIONS[1]:
            db.execute(statement)
        db.execute("PRAGMA user_version = 2")
    store = open_store(path)
    assert store.vote(answer("AAAA-BBBB-CCCC", plan(0)[1], played_sec=7.5))
    assert [(vote.answer_sec, vote.played_sec) for vote in store.votes()] == [(1.5, 0.0), (1.5, 7.5)]


def test_a_migration_that_fails_leaves_the_file_at_its_version(path, monkeypatch):
    make_version_1(path)
    before = schema(path)
    steps = (*migrations.MIGRATIONS, ("CREATE TABLE half (a TEXT) STRICT", "INSERT INTO nowhere VALUES (1)"))
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "MIGRATIONS", steps)
        with pytest.raises(UserError, match="nowhere"):
            open_store(path)
    assert schema(path) == before
    assert open_store(path).resume("AAAA-BBBB-CCCC").answered == {0}


def test_the_next_migration_finds_the_votes(path, monkeypatch):
    store = open_store(path)
    me = store.join({}, {}, plan)
    answer_all(store, me)
    votes = store.votes()
    store.close()
    steps = (*migrations.MIGRATIONS, ("ALTER TABLE votes ADD COLUMN replays INTEGER NOT NULL DEFAULT 0",))
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    assert open_store(path).votes() == votes


def test_a_file_of_a_newer_version_is_left_alone(path):
    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer version .schema 99"):
        open_store(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("study", "manifest", "said"),
    [("other", MANIFEST, "for the study"), (STUDY, "sha256:4567", "another manifest")],
)
@pytest.mark.parametrize("make", [make_version_1, lambda path: open_store(path).close()])
def test_another_study_is_refused_and_nothing_changes(path, make, study, manifest, said):
    make(path)
    before = schema(path)
    with pytest.raises(UserError, match=said):
        Store(path, study, manifest)
    assert schema(path) == before
    open_store(path).close()


def test_a_database_of_something_else_is_not_touched(path):
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(UserError, match="not of votes"):
        open_store(path)
    assert path.read_bytes() == before


def test_what_is_no_database_is_a_sentence(path, tmp_path):
    path.write_text("clip,chosen\n" * 1000)
    with pytest.raises(UserError, match="not a database"):
        open_store(path)
    assert path.read_text() == "clip,chosen\n" * 1000
    with pytest.raises(UserError, match="unable to open"):
        open_store(tmp_path)
    with pytest.raises(UserError, match="cannot be written"):
        open_store(path / "votes.sqlite")


def test_sqlite_without_strict_tables_is_a_sentence(path, monkeypatch):
    monkeypatch.setattr(database.sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(UserError, match="too old"):
        open_store(path)
    assert not path.exists()


def test_every_connection_is_durable_and_the_file_is_private(path):
    store = open_store(path)
    with store._database.connection() as first, store._database.connection() as second:
        assert first is not second
        for db in (first, second):
            says = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in DURABLE}
            assert says == DURABLE
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_the_schema_itself_refuses_what_the_store_would_never_write(path):
    store = open_store(path)
    store.join({}, {}, plan)
    impossible = (
        "INSERT INTO votes VALUES (0, 0, 'unseen', 1.0, 1, 0, 0.0, 'now', 9.0)",
        "INSERT INTO votes VALUES (0, 99, NULL, 1.0, 1, 0, 0.0, 'now', 9.0)",
        "INSERT INTO votes VALUES (0, 0, 'ours', 'soon', 1, 0, 0.0, 'now', 9.0)",
        "INSERT INTO votes VALUES (0, 0, 'ours', 1.0, 1, 0, 0.0, 'now', -9.0)",
        "INSERT INTO votes VALUES (0, 0, 'ours', 1.0, 1, 0, 0.0, 'now', NULL)",
        "INSERT INTO events VALUES (NULL, 7, 'hidden', '{}', 'now')",
        "DELETE FROM trials WHERE number = 0",
        "UPDATE participants SET completion_code = 'X'",
    )
    for statement in impossible:
        with pytest.raises(sqlite3.IntegrityError), store._database.write() as db:
            db.execute(statement)
    assert store.counts().votes == 0


def test_the_documentation_names_every_table_and_column_in_order(path):
    open_store(path).close()
    documented, table = {}, ""
    told = migrations.__doc__.partition("Documentation of the schema")[2].partition("\n\n")[2]
    for line in told.splitlines():
        word = line.split()[0] if line.strip() else ""
        if line[:1].strip():
            table = word
            documented[table] = []
        elif re.match(r" {4}\w", line):
            documented[table].append(word)
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        real = {name: [c[1] for c in db.execute(f"PRAGMA table_info({name})")] for name in tables}
    assert documented == real
