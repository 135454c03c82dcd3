"""What leaves the analysis: the table, the page, the drawing, the export, the live counts."""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lvocal.study.analysis.analyzing import analyze
from lvocal.study.analysis.live_counts import live_counts
from lvocal.study.analysis.preference_plot import DOT, draw_preferences
from lvocal.study.analysis.preference_table import preference_table, table_markdown
from lvocal.study.analysis.study_report import report_markdown
from lvocal.study.analysis.votes_export import PARTICIPANT_COLUMNS, VOTE_COLUMNS, write_export
from lvocal.study.nouns import Condition, Participant, Question, Study, Trial, Vote
from tests.study.simulated import HONEST, SPEEDER, TRAP_MISSER, UNDECIDED, simulate, small_study

PAPER = {
    "CVE": {"TCVC": 51, "VCGAN": 69, "L-C4": 77, "ColorDiffuser": 72, "L-VOCAL": 231},
    "AAE": {"AADiff": 62, "SonicDiff": 53, "L-C4": 101, "ColorDiffuser": 68, "L-VOCAL": 216},
}
"""Votes out of 500 that give the shares of the paper's Table 3."""


def paper_study() -> tuple[Study, list[Participant], list[Vote]]:
    names = ("TCVC", "VCGAN", "AADiff", "SonicDiff", "L-C4", "ColorDiffuser", "L-VOCAL")
    questions = tuple(
        Question(name, name, "choose", tuple(asked), name == "AAE") for name, asked in PAPER.items()
    )
    study = replace(
        small_study(), questions=questions, conditions=tuple(Condition(one, one) for one in names)
    )
    chosen = [
        (name, one) for name, asked in PAPER.items() for one, count in asked.items() for _ in range(count)
    ]
    places = {name: tuple(asked) for name, asked in PAPER.items()}
    votes = [
        Vote(f"P{at}", Trial(0, "vote", name, "clip0", places[name]), one, 2.0, 1)
        for at, (name, one) in enumerate(chosen)
    ]
    return study, [Participant(vote.participant, at, "") for at, vote in enumerate(votes)], votes


def test_the_table_has_the_papers_figures_from_its_votes() -> None:
    text = table_markdown(preference_table(analyze(*paper_study(), resamples=10)))
    assert text == (
        "| method | CVE | AAE |\n"
        "| :-- | --: | --: |\n"
        "| TCVC | 10.2 % | – |\n"
        "| VCGAN | 13.8 % | – |\n"
        "| AADiff | – | 12.4 % |\n"
        "| SonicDiff | – | 10.6 % |\n"
        "| L-C4 | 15.4 % | 20.2 % |\n"
        "| ColorDiffuser | 14.4 % | 13.6 % |\n"
        "| L-VOCAL | **46.2 %** | **43.2 %** |\n"
    )


def test_the_table_before_the_first_vote_has_no_figure_and_no_winner() -> None:
    text = table_markdown(preference_table(analyze(small_study(), [], [])))
    assert "%" not in text and "**" not in text and "nan" not in text.lower()


def test_the_page_tells_every_question_and_no_participant() -> None:
    study = small_study()
    participants, votes = simulate(study, [UNDECIDED] * 10 + [SPEEDER] * 3)
    text = report_markdown(analyze(study, participants, votes, 50))
    assert "13 took part, 10 count, 3 were excluded" in text and "| fast | 3 |" in text
    assert "Krippendorff" in text and "P000" not in text and "nan" not in text
    rows = [line for line in text.splitlines() if line.startswith("| clip")]
    assert len(rows) == len(study.questions) * (len(study.clips) + 1)


def test_the_page_says_what_no_vote_links() -> None:
    study = small_study()
    text = report_markdown(analyze(study, [], []))
    assert "no vote links these groups of conditions: blue; green; ours" in text and "nan" not in text


def intervals(path: Path) -> int:
    return sum(f"stroke: {DOT}" in element.get("style", "") for element in ElementTree.parse(path).iter())


def test_the_same_votes_are_the_same_drawing_and_no_votes_draw_none(tmp_path: Path) -> None:
    study = replace(
        small_study(), conditions=tuple(Condition(one.id, f"${one.id}<&") for one in small_study().conditions)
    )
    analysis = analyze(study, *simulate(study, [HONEST] * 10), resamples=10)
    for name in ("a.svg", "b.svg"):
        draw_preferences(tmp_path / name, analysis)
    draw_preferences(tmp_path / "none.svg", analyze(study, [], []))
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    shares = sum(len(question.conditions) for question in study.questions)
    assert intervals(tmp_path / "a.svg") == shares and intervals(tmp_path / "none.svg") == 0


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, Study, list[Vote]]:
    study = small_study()
    participants, votes = simulate(study, [UNDECIDED] * 4 + [TRAP_MISSER])
    secret = Participant("P005", 5, "", {"screen": "1 × 2"}, {"PROLIFIC_PID": "5f1c"}, None, "THANKS")
    hashes = {(clip.id, name): f"{clip.id}-{name}" for clip in study.clips for name in clip.stimuli}
    write_export(tmp_path / "out", study, [secret, *participants], votes[::-1], hashes, "1.2.3")
    return tmp_path / "out", study, votes


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nothing_is_dropped_and_the_excluded_are_marked(exported: tuple[Path, Study, list[Vote]]) -> None:
    folder, _, votes = exported
    rows = read(folder / "votes.csv")
    assert len(rows) == sum(len(vote.trial.places) for vote in votes)
    marked = {row["participant"]: (row["excluded"], row["excluded_by"]) for row in rows}
    assert marked == {**{str(one): ("0", "") for one in range(4)}, "4": ("1", "traps")}
    people = read(folder / "participants.csv")
    assert [one["participant"] for one in people] == ["0", "1", "2", "3", "4", "5"]
    assert people[4]["reasons"] == "missed 2 of 2 traps, at most 0 may be missed"
    assert people[5]["answers"] == "0" and json.loads(people[5]["device"]) == {"screen": "1 × 2"}


def test_every_vote_is_one_choice_and_its_rows_say_what_was_shown(
    exported: tuple[Path, Study, list[Vote]],
) -> None:
    folder, _, votes = exported
    rows = read(folder / "votes.csv")
    total: Counter[tuple[str, str]] = Counter()
    for row in rows:
        total[row["participant"], row["trial"]] += float(row["chosen"])
        assert row["stimulus_sha256"] == f"{row['clip']}-{row['condition']}"
        assert (row["app_version"], row["seed"]) == ("1.2.3", "7")
        assert (row["right"] != "") == (row["kind"] in ("trap", "gold"))
    assert set(total.values()) == {1.0} and len(total) == len(votes)
    first = votes[0].trial
    assert [row["condition"] for row in rows if row["participant"] == "0"][: len(first.places)] == [
        *first.places
    ]


def test_both_forms_hold_the_same_rows(exported: tuple[Path, Study, list[Vote]]) -> None:
    folder, _, _ = exported
    lines = (folder / "votes.jsonl").read_text(encoding="utf-8").splitlines()
    told = [
        {name: "" if value is None else str(value) for name, value in json.loads(line).items()}
        for line in lines
    ]
    assert told == read(folder / "votes.csv")


def test_the_codebook_explains_every_column_and_nothing_else(
    exported: tuple[Path, Study, list[Vote]],
) -> None:
    folder, study, _ = exported
    text = (folder / "codebook.md").read_text(encoding="utf-8")
    for name, columns in (("votes.csv", VOTE_COLUMNS), ("participants.csv", PARTICIPANT_COLUMNS)):
        with (folder / name).open(encoding="utf-8") as file:
            assert next(csv.reader(file)) == list(columns)
        assert all(f"- `{column}`: {meaning}" in text for column, meaning in columns.items())
    assert all(question.text in text for question in study.questions) and "- `least_sec`: 0.6" in text


def test_no_code_and_no_panel_leaves_the_store(exported: tuple[Path, Study, list[Vote]]) -> None:
    folder, _, _ = exported
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not [secret for secret in ("P000", "P005", "5f1c", "PROLIFIC", "THANKS") if secret in text], (
            path
        )


def test_a_film_without_a_hash_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    study = small_study()
    with pytest.raises(ValueError, match="no hash"):
        write_export(tmp_path / "out", study, *simulate(study, [HONEST]), {}, "1")
    assert not (tmp_path / "out").exists()


def test_live_counts_give_widths_and_not_who_is_ahead() -> None:
    study = small_study()
    participants, votes = simulate(study, [HONEST] * 6 + [SPEEDER, TRAP_MISSER])
    participants[0] = replace(participants[0], finished_at=None)
    live = live_counts(study, participants, votes)
    assert (live.joined, live.finished, live.excluded) == (8, 7, 2)
    assert live.reasons == {"fast": 1, "traps": 1}
    assert live.counted == 6 * study.votes_each and live.votes == len(votes)
    analysis = analyze(study, participants, votes, 10)
    shares = [share for answered in analysis.answered for share in answered.shares]
    assert [one.width for one in live.widths] == [share.interval.width for share in shares]
    assert "P00" not in repr(live)


def test_widths_shrink_as_votes_come_in() -> None:
    study = small_study()
    participants, votes = simulate(study, [HONEST] * 40)
    early, late = (live_counts(study, participants, some).widths for some in (votes[:60], votes))
    assert all(after.width < before.width for before, after in zip(early, late, strict=True))
    assert {one.width for one in live_counts(study, [], []).widths} == {1.0}
