"""`evaluate papers`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from lvocal.cli.clip_suites import (
    clips_of,
    measured_by,
    say,
    setup_of,
    show_report,
    show_table,
)
from lvocal.cli.suite_wishes import Asked, load_engine, networks_for
from lvocal.evaluate.clips.film_suites import BW, CLIPS
from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.suite import Setup, Suite
from lvocal.evaluate.papers.efficiency import efficiency_section
from lvocal.evaluate.papers.our_lines import cannot_here, methods_of
from lvocal.evaluate.papers.paper_report import Ran, paper_report
from lvocal.evaluate.reports.report import write_report
from lvocal.media.video import probe
from lvocal.model.bundle import Networks
from lvocal.values import UserError

FOR_PAPERS = (
    "--report", "--limit", "--jobs", "--captions", "--paint-px", "--compare-px", "--frames", "--film-px",
    "--judges", "--judge-weights",
)  # fmt: skip


def measure_papers(asked: Asked) -> bool:
    """Colour the clips of a folder in every way that some table of a paper asks for, write the report and
    print the claims of the first table; False when no clip could be measured."""
    clips, setup = clips_of(CLIPS, asked), setup_of(asked)
    setup.panel.load()
    networks = networks_for(asked)
    colored = [clip for clip in clips if _has_color(clip.path)]
    old = [clip for clip in clips if clip not in colored]
    ran = {
        suite.name: _run(suite, some, setup, networks, asked)
        for suite, some in ((CLIPS, colored), (BW, old))
        if some
    }
    say("what painting costs")
    cost = efficiency_section(partial(load_engine, asked.engine, asked.model), networks, setup.settings)
    report = paper_report(ran.get(CLIPS.name), ran.get(BW.name), cost, setup, networks)
    page = write_report(setup.report, report)
    show_table(report.sections[0].grids[-1])
    show_report(page)
    return any(run.good for one in ran.values() for run in one.runs.values())


def _run(suite: Suite, clips: list[Footage], setup: Setup, networks: Networks, asked: Asked) -> Ran:
    """All ways for which these weights have the part."""
    ways = methods_of(suite is CLIPS)
    cannot = cannot_here(ways, networks)
    able = [way for way in ways if way.name not in cannot]
    return Ran(suite, measured_by(suite, clips, setup, able, networks, asked), cannot)


def _has_color(path: Path) -> bool:
    """A film that cannot be read is left out of the colour clips, with the reason."""
    try:
        return probe(path).has_color
    except UserError:
        return True
