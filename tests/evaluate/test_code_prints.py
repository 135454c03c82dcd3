"""The hash of a measure changes with what it computes, and with nothing else."""

import os
import subprocess
import sys
from pathlib import Path

from lvocal.evaluate.clips import code_prints
from lvocal.evaluate.clips.code_prints import code_print, painting_print

STEP = 2
ROOT = Path(__file__).parents[2]


def helper(x: float) -> float:
    return x * STEP


def other_helper(x: float) -> float:
    return x + STEP


def measure(x: float) -> float:
    return sum(helper(y) for y in (x, x))


def plain(x: float) -> float:
    return x


def test_a_helper_that_changes_changes_the_hash(monkeypatch) -> None:
    before = code_print(measure)
    monkeypatch.setitem(measure.__globals__, "helper", other_helper)
    assert code_print(measure) != before


def test_a_constant_that_changes_changes_the_hash_of_what_uses_it_alone(monkeypatch) -> None:
    before, untouched = code_print(measure), code_print(plain)
    monkeypatch.setitem(measure.__globals__, "STEP", 3)
    assert code_print(measure) != before and code_print(plain) == untouched


def test_every_process_finds_the_same_hashes() -> None:
    script = (
        "import lvocal\nfrom lvocal.evaluate.clips.film_suites import codes_of\n"
        "from lvocal.evaluate.clips.control_suite import codes\n"
        "from lvocal.evaluate.clips.suite import Setup\nsetup = Setup(None)\n"
        "print({**codes_of(setup, True, True), **codes(setup)})"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(prints) == 1


def test_code_that_paints_is_known_by_its_text(monkeypatch) -> None:
    before = painting_print.__wrapped__()
    monkeypatch.setattr(code_prints, "PAINTING", ("color", "media", "model", "sample", "values.py"))
    assert painting_print.__wrapped__() != before
