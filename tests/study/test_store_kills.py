"""Whatever the store has said stays true when the program is killed, at any vote and before any statement."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.study.store_world import answer_all, faults, long_plan, open_store, plan

ROOT = Path(__file__).parents[2]

TOLD = {
    "nothing", "joined", "voted", "noted", "finished", "backed up", "other voted", "other withdrew",
    "restored", "looked round",
}  # fmt: skip
"""The last words of a life."""


def spawn(*words: str | Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("killed_child.py")), *map(str, words)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_every_vote_that_was_said_outlives_kill_9(tmp_path):
    path = tmp_path / "votes.sqlite"
    store = open_store(path)
    me = store.join({}, {}, long_plan)
    store.close()
    told, wait = [], random.Random(0)
    for _ in range(6):
        with spawn("loop", path, me.code) as child:
            told += [child.stdout.readline() for _ in range(wait.randrange(1, 20))]
            child.send_signal(signal.SIGKILL)
            told += child.stdout.readlines()
        assert child.returncode == -signal.SIGKILL
        assert faults(path) == []
    lines = [line.split() for line in told if line.endswith("\n")]
    assert all(new == "True" for _, new in lines), "no trial is asked for again once it was answered"
    votes = {vote.trial.number: vote.chosen for vote in open_store(path).votes()}
    assert len(lines) == len({number for number, _ in lines}) > 0
    for number, _ in lines:
        assert votes[int(number)] == long_plan(0)[int(number)].places[int(number) % 2]
    assert len(votes) <= len(lines) + 6, "a life may end between a commit and its line, and no more"


@pytest.fixture(scope="module")
def lives(tmp_path_factory) -> Path:
    """Stores of programs that were killed before their first, second, ... statement."""
    folder = tmp_path_factory.mktemp("lives")
    with spawn("every", folder) as child:
        assert child.wait() == 0
    return folder


def test_no_statement_is_a_bad_one_to_be_killed_before(lives):
    numbers = sorted(int(file.stem) for file in lives.glob("*.told"))
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 60
    ends = Counter()
    for number in numbers:
        said = [json.loads(line) for line in (lives / f"{number}.told").read_text().splitlines()]
        check_life(lives / f"{number}.sqlite", said)
        ends[said[-1][0] if said else "nothing"] += 1
    assert set(ends) == TOLD, "lives ended after every one of them"


def check_life(path: Path, said: list[list]) -> None:
    """What was said is there, what was not said is whole or absent, and life goes on."""
    words = {line[0]: line[-1] for line in said}
    store = open_store(path)
    assert faults(path) == []
    counts, votes = store.counts(), store.votes()
    me = store.join({"workerId": "w"}, {}, plan)
    assert me.code == words.get("joined", me.code)
    mine = [vote for vote in votes if vote.participant == me.code]
    spoken = [line[1] for line in said if line[0] == "voted"]
    assert len(mine) - len(spoken) in (0, 1), "at most the vote that was not yet said"
    assert [vote.trial.number for vote in mine] == list(range(len(mine)))
    assert all(vote.chosen == "ours" for vote in mine), "a later vote never takes its place"
    if "noted" in words:
        assert store.events()[0].data == {"sec": 1}
    if "finished" in words:
        assert me.completion_code == words["finished"]
    if "other withdrew" in words:
        assert (counts.withdrawn, counts.votes, counts.events) == (1, 6, 1)
    elif "other voted" in words:
        gone = (1, 6, 1) if counts.withdrawn else (0, 7, 2)
        assert (counts.withdrawn, counts.votes, counts.events) == gone
    check_backup(path.with_suffix(".backup"), "backed up" in words)
    for trial in store.resume(me.code).trials[len(mine) :]:
        assert trial.number not in store.resume(me.code).answered
    answer_all(store, store.join({}, {}, plan))
    store.close()
    assert faults(path) == []


def check_backup(backup: Path, is_said: bool) -> None:
    """Whole or not there, and so is what was restored from it, perhaps by a life that ended meanwhile."""
    assert backup.exists() or not is_said
    if backup.exists():
        assert faults(backup) == []
        restored = open_store(backup.with_suffix(".restored"), backup=backup)
        assert (restored.counts().votes, restored.counts().finished) == (6, 1)
        restored.close()
