"""`study export` and `study analyze`."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from lvocal import __version__
from lvocal.cli.console import err, out
from lvocal.study.analysis.analyzing import Analysis
from lvocal.study.analysis.analyzing import analyze as analysis_of
from lvocal.study.analysis.preference_csv import write_preferences
from lvocal.study.analysis.preference_plot import draw_preferences
from lvocal.study.analysis.preference_table import NOT_SHOWN, preference_table
from lvocal.study.analysis.resampling import RESAMPLES
from lvocal.study.analysis.study_report import report_markdown, who_counts
from lvocal.study.analysis.votes_export import write_export
from lvocal.study.design.locking import Lock, open_study
from lvocal.study.nouns import Participant, Study, Vote
from lvocal.study.store.vote_reading import VOTES, read_votes
from lvocal.values import UserError

EXPORTED = ("votes.csv", "votes.jsonl", "participants.csv", "codebook.md")

REPORT, DRAWING, TABLE = "report.md", "preferences.svg", "preferences.csv"


def export(folder: Path, output: Path, votes: Path | None, force: bool) -> None:
    """Write every vote."""
    check_folder(output, EXPORTED, force)
    study, lock, people, cast = _read(folder, votes)
    hashes = {
        (clip.id, condition): lock.stimuli[path.as_posix()]
        for clip in study.clips
        for condition, path in clip.stimuli.items()
    }
    write_export(output, study, people, cast, hashes, __version__)
    out().print(escape(f"{output}: {len(cast)} votes of {len(people)} participants."))


def analyze(folder: Path, output: Path, samples: int | None, votes: Path | None, force: bool) -> None:
    """Print the table of methods by questions; write it, drawn and in words."""
    check_folder(output, (REPORT, DRAWING, TABLE), force)
    study, _, people, cast = _read(folder, votes)
    if not cast:
        err().print("Nobody has voted yet.")
    analysis = analysis_of(study, people, cast, samples or RESAMPLES)
    output.mkdir(exist_ok=True)
    drawn = f"\n## Drawn\n\n![Chosen where shown, with 95 % intervals]({DRAWING})\n"
    (output / REPORT).write_text(report_markdown(analysis) + drawn, encoding="utf-8", newline="\n")
    draw_preferences(output / DRAWING, analysis)
    write_preferences(output / TABLE, analysis)
    out().print(printed_table(analysis))
    out().print(escape(who_counts(analysis)))
    out().print(escape(f"{output}: {REPORT}, {DRAWING} and {TABLE}."))


def printed_table(analysis: Analysis) -> Table:
    """Methods by questions, in per cent, the highest of each question in bold."""
    found = preference_table(analysis)
    table = Table("method", title=escape(f"{analysis.study.title}: chosen where shown"), show_edge=False)
    table.title_justify = "left"
    for question in found.questions:
        table.add_column(escape(question), justify="right")
    columns = zip(*(row.percents for row in found.rows), strict=True)
    best = [max((one for one in column if one is not None), default=None) for column in columns]
    for row in found.rows:
        cells = [
            NOT_SHOWN
            if percent is None
            else f"[bold]{percent:.1f} %[/]"
            if percent == top
            else f"{percent:.1f} %"
            for percent, top in zip(row.percents, best, strict=True)
        ]
        table.add_row(escape(row.label), *cells)
    return table


def check_folder(folder: Path, names: tuple[str, ...], force: bool) -> None:
    """UserError unless `folder` is one or can be made one, and nothing in it would be lost."""
    if not folder.absolute().parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise UserError(f"{folder} cannot be made a folder.", "Choose another place after -o.")
    there = [name for name in names if (folder / name).exists()]
    if there and not force:
        raise UserError(
            f"{folder / there[0]} exists already.", "Choose another folder, or add --force to replace it."
        )


def _read(folder: Path, votes: Path | None) -> tuple[Study, Lock, list[Participant], list[Vote]]:
    study, lock = open_study(folder)
    people, cast = read_votes(votes or folder / VOTES, study.name, lock.fingerprint)
    return study, lock, people, cast
