"""`evaluate` and `bench` print what was measured, and their exit codes tell whether the bars were reached."""

import pytest
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.cli import measuring, suite_wishes
from lvocal.evaluate.bars.ablations import Ablations
from lvocal.evaluate.bars.table import Row, Table
from lvocal.evaluate.speed.bench import BenchRecipe, Figure
from lvocal.model.bundle import tiny_networks


@pytest.fixture
def suite(monkeypatch, tmp_path):
    """`evaluate quick` over scripted figures."""
    (tmp_path / "images").mkdir()
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(suite_wishes, "load_networks", lambda weights: tiny_networks())

    def call(*passed: bool | None, name="quick"):
        rows = tuple(Row(f"figure {n}", f"{n}.5", "<= 1", ok) for n, ok in enumerate(passed))
        monkeypatch.setattr(measuring.quick, "run", lambda *_, **__: Table("quick", rows))
        return CliRunner().invoke(app, ["evaluate", name, "--data", str(tmp_path)])

    return call


def test_every_figure_stands_beside_its_bar(suite):
    done = suite(True, True)
    assert done.exit_code == 0, done.output
    assert all(word in done.stdout for word in ("figure 0", "0.5", "figure 1", "1.5", "<= 1"))


def test_a_missed_bar_ends_with_an_error(suite):
    done = suite(True, False)
    assert done.exit_code == 1 and "figure 1" in done.stdout


def test_a_figure_without_a_bar_cannot_be_missed(suite):
    done = suite(True, None)
    assert done.exit_code == 0 and "figure 1" in done.stdout
    assert done.stdout.count("yes") == 1


def test_an_unknown_suite_is_named(suite):
    done = suite(True, name="quik")
    assert done.exit_code == 1 and "quick" in done.stderr


def test_missing_pictures_are_said_plainly(tmp_path):
    done = CliRunner().invoke(app, ["evaluate", "quick", "--data", str(tmp_path)])
    assert done.exit_code == 1 and "--data" in done.stderr


def test_one_part_can_be_asked_for_alone(suite, monkeypatch, tmp_path):
    suite(True)
    asked = []
    monkeypatch.setattr(
        measuring.quick, "run", lambda *_, only, **__: asked.append(only) or Table("quick", ())
    )
    for words in ((), ("--only", "music")):
        CliRunner().invoke(app, ["evaluate", "quick", "--data", str(tmp_path), *words])
    assert asked == [None, "music"]


def test_an_unknown_part_is_refused_with_the_list(monkeypatch, tmp_path):
    (tmp_path / "images").mkdir()
    monkeypatch.setattr(suite_wishes, "load_networks", lambda weights: tiny_networks())
    done = CliRunner().invoke(app, ["evaluate", "quick", "--data", str(tmp_path), "--only", "nonsense"])
    assert done.exit_code == 1
    assert all(word in done.stderr for word in ("nonsense", "words", "drift"))


@pytest.mark.parametrize("size", ["480", "480x", "axb", "481x832", "0x0"])
def test_sizes_that_cannot_be_made_are_refused(size):
    done = CliRunner().invoke(app, ["bench", "--size", size])
    assert done.exit_code == 1 and "480x832" in done.stderr


def test_bars_are_for_the_film_they_were_set_for(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    figures = [Figure("floor", 1.0, "s"), Figure("file to file", 9.0, "s", 9.0, bar=20.0)]
    monkeypatch.setattr(measuring, "bench", lambda recipe, load, settings: figures)
    whole = CliRunner().invoke(app, ["bench"]).stdout
    short = CliRunner().invoke(app, ["bench", "--frames", "5"]).stdout
    assert "<= 20 s" in whole and "9.00 s" in whole and "9.0" in whole
    assert "<= 20 s" not in short and measuring.recipe_from(5, "32X48", 1) == BenchRecipe(5, 32, 48, 1)


def test_ablations_stand_side_by_side(monkeypatch, tmp_path):
    (tmp_path / "images").mkdir()
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(suite_wishes, "load_networks", lambda weights: tiny_networks())
    lines = (("everything", ("4.7", "12")), ("without words", ("88.1", "13")))
    monkeypatch.setattr(measuring.ablations, "run", lambda *_, **__: Ablations(("hue", "spill"), lines))
    done = CliRunner().invoke(app, ["evaluate", "ablations", "--data", str(tmp_path)])
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("hue", "spill", "without words", "4.7", "88.1", "13"))


@pytest.mark.parametrize(
    ("name", "option", "takes"),
    [
        ("clips", ("--only", "words"), "--report"),
        ("ablations", ("--only", "words"), "--limit"),
        ("ablations", ("--report", "x"), "--limit"),
        ("quick", ("--jobs", "2"), "--only"),
        ("controls", ("--compare-px", "96"), "--paint-px"),
        ("long", ("--paint-px", "96"), "--limit"),
        ("choices", ("--captions", "x.json"), "--limit"),
        ("separation", ("--compare-px", "96"), "--limit"),
    ],
)
def test_an_option_that_a_suite_would_ignore_is_refused(name, option, takes, tmp_path):
    (tmp_path / "images").mkdir()
    done = CliRunner().invoke(app, ["evaluate", name, "--data", str(tmp_path), *option])
    assert done.exit_code == 1 and option[0] in done.stderr and takes in done.stderr


def test_an_engine_without_a_bench_is_not_measured_as_another():
    done = CliRunner().invoke(app, ["bench", "--engine", "vace", "--frames", "1"])
    assert done.exit_code == 1 and "vace" in done.stderr and not done.stdout


def test_quick_leaves_a_report_where_one_is_asked_for(suite, monkeypatch, tmp_path):
    suite(True)
    rows = (Row("figure <one>", "0.5", "<= 1", True), Row("figure two", "7", "<= 1", False))
    monkeypatch.setattr(measuring.quick, "run", lambda *_, **__: Table("quick", rows))
    where = tmp_path / "report"
    words = ["evaluate", "quick", "--data", str(tmp_path), "--report", str(where)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1 and "index.html" in done.stdout
    page, text = (where / "index.html").read_text(), (where / "report.md").read_text()
    assert "figure &lt;one&gt;" in page and '<td class="words">no</td>' in page
    assert "figure two | 7 |" in text


def test_a_part_that_the_weights_lack_cannot_be_switched_off(monkeypatch, tmp_path):
    """Without it, the figures would be those of the whole network under another name."""
    (tmp_path / "images").mkdir()
    monkeypatch.setattr(suite_wishes, "load_networks", lambda weights: tiny_networks())
    done = CliRunner().invoke(app, ["evaluate", "quick", "--data", str(tmp_path), "--switch", "CMPF"])
    assert done.exit_code == 1
    assert "these weights have no cross-modality pre-fusion" in " ".join(done.stderr.split())
