"""Every vote as a table for other programs, with the meaning of every column.

Participants appear by their number alone: a code opens a session, and what a panel sent along says who they
are, so neither leaves the store.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lvocal.study.analysis.exclusions import Verdict, judge
from lvocal.study.nouns import Participant, Study, Vote

Row = dict[str, Any]

VOTE_COLUMNS = {
    "study": "Name of the study.",
    "app_version": "Version of the program that wrote this file.",
    "seed": "Seed of the study, from which all orders and sides follow.",
    "participant": "Number of the participant in the order of joining, from 0.",
    "excluded": "1 where a rule of the manifest excludes the participant, else 0; no row is left out for it.",
    "excluded_by": "The rules that were broken, with semicolons between; participants.csv says how.",
    "trial": "Number of the trial in the order in which the participant saw it, from 0.",
    "kind": "practice; vote; trap (the page says which place to choose); gold (a pair with a known answer). "
    "Only votes are analysed.",
    "question": "Id of the question.",
    "clip": "Id of the clip.",
    "place": "Where this alternative stood, from 0 at the left.",
    "places": "How many alternatives stood side by side.",
    "condition": "Id of the condition that this alternative shows.",
    "condition_label": "The condition as tables name it.",
    "stimulus_sha256": "SHA-256 of the film that was shown.",
    "chosen": '1 where this alternative was chosen, 0 where another one was, 0.5 each for "no difference".',
    "right": "In traps and gold pairs, 1 where this alternative is the right one, 0 elsewhere; else empty.",
    "answer_sec": "Seconds from the end of the first full play to the answer; negative if it came before.",
    "plays": "How often the trial was played to its end.",
    "played_sec": "Seconds of playing in all, in view or not.",
    "hidden_sec": "Seconds of playing while the page was not in view.",
    "dropped_frames": "Frames that the browser did not show in time.",
    "at": "When the answer came, UTC, ISO 8601.",
}
"""One row for every alternative of every vote: a vote among k is k rows."""

PARTICIPANT_COLUMNS = {
    "participant": "Number in the order of joining, from 0; the same as in the votes.",
    "joined_at": "UTC, ISO 8601.",
    "finished_at": "UTC, ISO 8601; empty for who left before the end.",
    "device": "What the page noted of browser, screen and checks, as JSON.",
    "excluded": "1 where a rule of the manifest excludes the participant, else 0.",
    "excluded_by": "The rules that were broken, with semicolons between.",
    "reasons": "What was counted for each of them, in words, with semicolons between.",
    "answers": "Answers given, practice left out.",
    "traps": "Traps answered.",
    "missed_traps": "Traps answered wrongly.",
    "golds": "Gold pairs answered.",
    "missed_golds": "Gold pairs answered wrongly.",
    "fast": "Answers that came sooner after the end of the first full play than the rules allow.",
    "unfinished": "Answers that came before the end of the first full play.",
    "sided": "Answers free to lie on any place: all but traps.",
    "same_side": "How many of these lie on the place used most, counted from the left or from the right.",
    "hidden_sec": "Seconds of playing while the page was not in view.",
    "played_sec": "Seconds of playing in all.",
}


def write_export(
    folder: Path, study: Study, participants: Sequence[Participant], votes: Sequence[Vote],
    stimulus_sha256: Mapping[tuple[str, str], str], app_version: str,
) -> None:  # fmt: skip
    """Write votes.csv, votes.jsonl, participants.csv and codebook.md.

    `stimulus_sha256` is by clip and condition; ValueError where one that was shown is not in it.
    """
    verdicts = judge(study, participants, votes)
    people = sorted(participants, key=lambda one: one.number)
    numbers = {one.code: one.number for one in people}
    labels = {condition.id: condition.label for condition in study.conditions}
    rows: list[Row] = []
    for vote in sorted(votes, key=lambda vote: (numbers[vote.participant], vote.trial.number)):
        about: Row = {"study": study.name, "app_version": app_version, "seed": study.seed}
        about |= {"participant": numbers[vote.participant], **_excluded(verdicts[vote.participant])}
        rows += _vote_rows(vote, about, labels, stimulus_sha256)
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "votes.csv", VOTE_COLUMNS, rows)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "votes.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    written = (_participant_row(one, verdicts[one.code]) for one in people)
    _write_csv(folder / "participants.csv", PARTICIPANT_COLUMNS, written)
    (folder / "codebook.md").write_text(codebook(study), encoding="utf-8", newline="\n")


def codebook(study: Study) -> str:
    """What every file, column and id of an export means, as Markdown."""
    parts = [
        f"# Codebook of {study.title}\n",
        "CSV is UTF-8 with a line of heads. An empty cell (null in JSON) is not known or does not apply.\n",
        "## votes.csv, votes.jsonl\n",
        "One row for every alternative of every vote, so that a vote among k is k rows; the same in both.\n",
        _list(VOTE_COLUMNS),
        "## participants.csv\n",
        "One row for everybody who joined, votes or none.\n",
        _list(PARTICIPANT_COLUMNS),
        "## Questions\n",
        _list({one.id: one.text for one in study.questions}),
        "## Conditions\n",
        _list({one.id: one.label for one in study.conditions}),
        "## Rules, fixed before the first vote\n",
        _list({name: f"{value:g}" for name, value in asdict(study.rules).items()}),
    ]
    return "\n".join(parts)


def _vote_rows(
    vote: Vote, about: Row, labels: Mapping[str, str], hashes: Mapping[tuple[str, str], str]
) -> Iterable[Row]:
    trial = vote.trial
    for place, condition in enumerate(trial.places):
        if (trial.clip, condition) not in hashes:
            raise ValueError(f"no hash was handed in for {condition!r} of {trial.clip!r}")
        yield about | {
            "trial": trial.number, "kind": trial.kind, "question": trial.question, "clip": trial.clip,
            "place": place, "places": len(trial.places), "condition": condition,
            "condition_label": labels[condition], "stimulus_sha256": hashes[trial.clip, condition],
            "chosen": 0.5 if vote.chosen is None else int(vote.chosen == condition),
            "right": None if trial.answer is None else int(trial.answer == condition),
            "answer_sec": vote.answer_sec, "plays": vote.plays, "played_sec": vote.played_sec,
            "hidden_sec": vote.hidden_sec, "dropped_frames": vote.dropped_frames, "at": vote.at,
        }  # fmt: skip


def _participant_row(one: Participant, verdict: Verdict) -> Row:
    about: Row = {"participant": one.number, "joined_at": one.joined_at, "finished_at": one.finished_at}
    about |= {"device": json.dumps(one.device, ensure_ascii=False, sort_keys=True)}
    reasons = "; ".join(breach.words.replace(";", ",") for breach in verdict.breaches)
    return about | _excluded(verdict) | {"reasons": reasons} | asdict(verdict.conduct)


def _excluded(verdict: Verdict) -> Row:
    rules = ";".join(breach.rule for breach in verdict.breaches)
    return {"excluded": int(not verdict.counts), "excluded_by": rules}


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Strict: a row with a column too many is an error, and so is one too few."""
    columns = list(columns)
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(columns)
        sheet.writerows([row[column] for column in columns] for row in rows)


def _list(meanings: Mapping[str, str]) -> str:
    return "".join(f"- `{name}`: {meaning}\n" for name, meaning in meanings.items())
