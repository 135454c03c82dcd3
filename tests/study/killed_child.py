"""Programs that vote and are killed, for test_store_kills; each tells only what the store has said.

    python killed_child.py loop PATH CODE           votes on a long plan, a line per vote
    python killed_child.py every FOLDER             for every n: one life that ends before its n-th statement

What a life was told is in FOLDER/n.told, its store in FOLDER/n.sqlite; the last life is not killed.
"""

import json
import os
import signal
import sqlite3
import sys
from itertools import count
from pathlib import Path

from store_world import answer, open_store, plan


def loop(path: Path, code: str) -> None:
    store = open_store(path)
    while (trial := store.resume(code).next_trial) is not None:
        print(trial.number, store.vote(answer(code, trial, trial.places[trial.number % 2])), flush=True)


def every(folder: Path) -> None:
    for life in count(1):
        child = os.fork()
        if child == 0:
            die_before_statement(life)
            live(folder / f"{life}.sqlite", folder / f"{life}.told")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            sys.exit(os.waitstatus_to_exitcode(status))


def die_before_statement(last: int) -> None:
    """Counted over all connections of the process, the backup's among them."""
    connect, seen = sqlite3.connect, count(1)

    def before(statement: str) -> None:
        if next(seen) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args, **options) -> sqlite3.Connection:
        made = connect(*args, **options)
        made.set_trace_callback(before)
        return made

    sqlite3.connect = traced


def live(path: Path, told: Path) -> None:
    """Everything a store can be asked to write, once."""
    with told.open("a") as file:

        def tell(*words) -> None:
            file.write(json.dumps(words) + "\n")
            file.flush()

        store = open_store(path)
        me = store.join({"workerId": "w"}, {}, plan)
        tell("joined", me.code)
        for trial in plan(0):
            store.vote(answer(me, trial))
            tell("voted", trial.number)
            store.vote(answer(me, trial, "grey"))
        store.note(me.code, "hidden", {"sec": 1})
        tell("noted")
        tell("finished", store.finish(me.code))
        store.backup(path.with_suffix(".backup"))
        tell("backed up")
        other = store.join({}, {}, plan)
        store.vote(answer(other, plan(1)[0]))
        store.note(other.code, "hidden")
        tell("other voted")
        store.withdraw(other.code)
        tell("other withdrew")
        restored = open_store(path.with_suffix(".restored"), backup=path.with_suffix(".backup"))
        tell("restored", restored.counts().votes)
        restored.resume(me.code)
        tell("looked round")


if __name__ == "__main__":
    verb, place, *rest = sys.argv[1:]
    {"loop": loop, "every": every}[verb](Path(place), *rest)
