"""`study new` and `study check`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from rich.markup import escape
from rich.table import Table

from lvocal.cli.console import out
from lvocal.media.untagged import copy_untagged, tags_of
from lvocal.media.video import probe
from lvocal.study.analysis.false_alarms import sided_by_chance
from lvocal.study.design.locking import LOCK, draft_lock, open_study
from lvocal.study.design.manifest import MANIFEST, read_study
from lvocal.study.design.manifest_rules import FILMS
from lvocal.study.design.new_study import NewStudy, new_study
from lvocal.study.design.outlook import PARTICIPANTS, Outlook, outlook, participants_for
from lvocal.study.design.stimulus_films import FilmFacts, compare_films
from lvocal.study.design.trial_plan import trials_of
from lvocal.study.nouns import Study

MOST_ALARMS = 0.01
"""Share of honest participants beyond which a rule that excludes them is worth a warning."""

PEOPLE = 100
"""Whose trials are looked at for it, where no smaller block is closed."""


def new(films: Path, folder: Path, wish: NewStudy) -> None:
    """Write the study and say what is in it."""
    study = new_study(films, folder, wish, look, copy_stimulus)
    out().print(escape(_content(study)))
    out().print(
        escape(
            f"Its words, rules and gold pairs stand in {folder / MANIFEST}; edit them before anybody votes."
        )
    )


def check(folder: Path, participants: Sequence[int], width: float | None) -> None:
    """Print the outlook of a sound study, and what is odd about it."""
    if is_locked := (folder / LOCK).exists():
        study, _ = open_study(folder)
    else:
        draft_lock(folder)
        study = read_study(folder)
    found = outlook(
        study, compare_films(study, lambda path: look(folder / path)), participants or PARTICIPANTS
    )
    console = out()
    console.print(escape(_content(study)))
    console.print(_session(study, found))
    console.print(
        "Locked; nothing was changed since." if is_locked else "Not locked: it may still be changed."
    )
    console.print(outlook_table(found))
    if width is not None:
        least = participants_for(study, width / 200)
        console.print(f"{least} participants make every interval {width:g} points wide or narrower.")
    for remark in remarks_on(study, folder, found.block):
        console.print(escape(remark), style="yellow")


def look(path: Path) -> FilmFacts:
    """Into one film."""
    clip = probe(path)
    return FilmFacts(clip.width, clip.height, clip.num_frames, clip.duration_sec, clip.audio is not None)


def copy_stimulus(source: Path, target: Path) -> None:
    """Films come without what was written about them; a file of sound tells of no method, and stays."""
    if source.suffix.lower() in FILMS:
        copy_untagged(source, target)
    else:
        shutil.copyfile(source, target)


def outlook_table(found: Outlook) -> Table:
    """One line for every question and number of participants."""
    table = Table("question", title="95 % intervals of shares, in per cent points", title_justify="left")
    table.show_edge = False
    for name in ("participants", "votes", "on each clip", "if all are liked alike", "at most", "balanced"):
        table.add_column(name, justify="right")
    for row in found.rows:
        table.add_row(
            f"{row.question}, each pair" if row.lineups > 1 else row.question,
            str(row.participants), str(row.votes), str(row.votes_per_clip), f"± {100 * row.half_width:.1f}",
            f"± {100 * row.widest:.1f}", "yes" if row.is_closed else "nearly",
        )  # fmt: skip
    return table


def remarks_on(study: Study, folder: Path, block: int) -> Iterator[str]:
    """What does no harm to the study itself, and may cost it votes or its blindness."""
    people = [trials_of(study, number) for number in range(min(block, PEOPLE))]
    alarms = fmean(sided_by_chance(trials, study.rules) for trials in people)
    if alarms > MOST_ALARMS:
        yield (
            f"The rule same_side_share = {study.rules.same_side_share:g} would exclude up to {alarms:.1%} of "
            'honest participants by mere chance. Raise "votes_each", or the rule; 1 switches it off.'
        )
    films = sorted({path for clip in study.clips for path in clip.stimuli.values()})
    if tagged := [path for path in films if tags_of(folder / path)]:
        first = ", ".join(f"{key}={value[:40]}" for key, value in tags_of(folder / tagged[0]).items())
        yield (
            f"{len(tagged)} of {len(films)} films may tell what made them, such as {tagged[0]} ({first}). "
            "study new copies films without that from a folder outside the study."
        )


def _content(study: Study) -> str:
    counts = ((study.clips, "clip"), (study.conditions, "condition"), (study.questions, "question"))
    words = ", ".join(f"{len(some)} {what}{'' if len(some) == 1 else 's'}" for some, what in counts)
    return f'Study "{study.name}": {words}.'


def _session(study: Study, found: Outlook) -> str:
    return (
        f"Each participant: {found.trials_each} trials, {study.votes_each} of them votes among the "
        f"{found.contests} there are. The films play {found.play_minutes:.1f} min; {study.minutes:g} min are "
        f"told to participants, which leaves {found.answer_sec:.0f} s for each answer. Any multiple of "
        f"{found.block} participants is exactly balanced."
    )
