"""`bench --sweep` prints a line a film and how fast both figures grow."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.cli import sweeping
from lvocal.evaluate.speed.sweep import Point, Sweep


@pytest.fixture
def measured(monkeypatch) -> None:
    """A sweep that takes no time."""
    points = tuple(Point(n, 480, 832, 1, 0.1 * n, 0.9) for n in (81, 161, 641))
    monkeypatch.setattr(sweeping, "sweep", lambda what, load, settings, most, say: Sweep(what, points))


def test_a_sweep_is_printed_with_its_exponents(measured) -> None:
    done = CliRunner().invoke(app, ["bench", "--sweep", "frames"])
    text = " ".join(done.stdout.split())
    assert done.exit_code == 0 and "frames to the power 1.00" in text and "memory to the power 0.00" in text
    assert "64.1 s" in text and "100 ms" in text and "0.90 GB" in text


def test_a_sweep_is_reported_where_it_is_asked_for(measured, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "--sweep", "frames", "--report", str(tmp_path / "here")])
    assert done.exit_code == 0 and "index.html" in done.output
    text = (tmp_path / "here" / "report.md").read_text()
    assert "frames to the power 1.00" in text and "64.1 s" in text and "(frames.svg)" in text
    assert (tmp_path / "here" / "frames.svg").is_file() and (tmp_path / "here" / "index.html").is_file()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--sweep", "colour"], "frames"),
        (["--sweep", "size", "--engine", "wan"], "mini"),
        (["--most", "9"], "--sweep"),
        (["--report", "here"], "use for --report"),
        (["--report", "here", "--most", "9"], "--most and --report"),
        (["--sweep", "size", "--repeat", "2"], "--repeat"),
    ],
)
def test_what_cannot_be_swept_is_said_with_a_remedy(options: list[str], word: str) -> None:
    done = CliRunner().invoke(app, ["bench", *options])
    assert done.exit_code == 1 and word in done.output
