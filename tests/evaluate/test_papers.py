"""The papers' tables: every number is one they print, every line of ours is a way of its own."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.evaluate.clips.film_suites import CLIPS
from lvocal.evaluate.clips.methods import Ours
from lvocal.evaluate.clips.records import Finding, Record
from lvocal.evaluate.clips.suite import Setup
from lvocal.evaluate.papers.efficiency import millions_of_weights
from lvocal.evaluate.papers.our_lines import TWINS, cannot_here, methods_of
from lvocal.evaluate.papers.paper_report import Ran, table_section, verdict
from lvocal.evaluate.papers.published import published
from lvocal.evaluate.reports.comparison import Run
from lvocal.evaluate.switches import SWITCHES
from lvocal.model.bundle import tiny_networks
from lvocal.model.transformer import LVocalTransformer3DModel

PAPERS = Path(__file__).parents[3] / "shared" / "papers"
needs_papers = pytest.mark.skipif(not PAPERS.exists(), reason="the texts of the papers are not here")


TEXTS = {"l-vocal": "l-vocal", "l-c4": "l-c4", "palette": "palette-guidance", "aiaic": "audio-infused-aiaic",
         "coolcolor": "coolcolor"}  # fmt: skip


@needs_papers
@pytest.mark.parametrize("key", published())
def test_every_number_is_printed_by_its_paper(key) -> None:
    (name,) = (name for paper, name in TEXTS.items() if key.startswith(paper))
    text = (PAPERS / f"{name}.txt").read_text()
    for line, row in published()[key].rows.items():
        for value in row:
            forms = [f"{value:g}", *(f"{value:.{digits}f}" for digits in (2, 3, 4)), f"{value / 1000:.2f} B"]
            assert math.isnan(value) or any(form in text for form in forms), (line, value)


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.key} {twin.full}")
def test_a_twin_speaks_of_lines_that_its_paper_has(twin) -> None:
    table = published()[twin.key]
    assert {twin.full, *twin.lines, *twin.cannot} <= set(table.rows)
    assert twin.full in twin.lines and not set(twin.lines) & set(twin.cannot)
    assert all(len(row) == len(table.columns) for row in table.rows.values())


def test_every_line_is_a_way_of_its_own_with_a_switch_that_there_is() -> None:
    for is_colored in (True, False):
        methods = methods_of(is_colored)
        assert methods[0] == Ours() and len({method.name for method in methods}) == len(methods)
        facts = [str(sorted(method.facts.items(), key=str)) for method in methods]
        assert len(set(facts)) == len(facts)
        assert all(method.switch in (None, *SWITCHES) for method in methods)


@pytest.mark.parametrize(
    ("pairs", "theirs", "said"),
    [([1.0, 2.0, 3.0], 0.5, "yes"), ([1.0, 2.0, 3.0], -0.5, "no"), ([-1.0, 1.0, 2.0], 0.5, "unsure"),
     ([1.0], 0.5, "unsure")],
)  # fmt: skip
def test_a_claim_holds_where_its_sign_is_sure(pairs, theirs, said) -> None:
    assert verdict(theirs, pairs) == said


def _run(setup: Setup, method: Ours, **figures: float) -> Run:
    found = {name: Finding("", value) for name, value in figures.items()}
    records = [Record(f"{at}.mp4", "", {}, {k: replace(f, value=f.value + at) for k, f in found.items()})
               for at in range(3)]  # fmt: skip
    return Run(replace(setup, method=method), records)


def test_ours_stand_under_theirs_and_the_claims_are_judged(tmp_path: Path) -> None:
    twin = next(twin for twin in TWINS if twin.key == "palette-2")
    setup = Setup(tmp_path)
    runs = {
        method.name: _run(setup, method, colourfulness=10.0 if name == "NULL" else 12.0)
        for name, method in twin.lines.items()
    }
    section = table_section(twin, Ran(CLIPS, runs))
    table, claims = section.grids
    lines = [row[:3] for row in table.rows]
    assert ("GMM", "paper", "22.64") in lines and (
        "",
        "here: palette drawn",
        "13.00 (12.00 to 14.00)",
    ) in lines
    assert [(row[0], row[1], row[4]) for row in claims.rows] == [
        (name, "colourfulness", "yes") for name in ("GMM", "GPT", "GT+K-means")
    ]
    assert claims.rows[0][2:4] == ("+3.3", "+2 (+2 to +2)")


def test_what_weights_have_no_part_for_is_said_and_not_measured(tmp_path: Path) -> None:
    """The tiny network has no pre-fusion; one that has is measured without it."""
    networks, methods = tiny_networks(), methods_of(is_colored=True)
    cannot = cannot_here(methods, networks)
    assert set(cannot) == {"no CMPF"}
    config = networks.transformer.config
    fused = LVocalTransformer3DModel.from_config(config, fusion_layers=1)
    assert not cannot_here(methods, replace(networks, transformer=fused))

    twin = next(twin for twin in TWINS if twin.key == "l-c4-1-davis")
    setup = Setup(tmp_path)
    able = [method for method in twin.lines.values() if method.name not in cannot]
    runs = {method.name: _run(setup, method, PSNR=20.0) for method in able}
    section = table_section(twin, Ran(CLIPS, runs, cannot))
    assert f"W/o CMPF: {cannot['no CMPF']}." in section.lines
    assert "here: no CMPF" not in {row[1] for row in section.grids[0].rows}
    assert {row[0] for row in section.grids[1].rows} == {"W/o CCF"}


def test_every_weight_of_every_part_is_counted_once() -> None:
    networks = tiny_networks()
    parts = (networks.transformer, networks.codec, networks.listener, networks.aligner, networks.separator,
             networks.text)  # fmt: skip
    assert millions_of_weights(networks) == pytest.approx(
        sum(w.numel() for part in parts for w in part.parameters()) / 1e6
    )
