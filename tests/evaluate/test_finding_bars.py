"""Truths of the figures about what the report on words calls found."""

import pytest

from lvocal.evaluate.bars import finding_bars
from lvocal.evaluate.bars.finding_bars import ELSEWHERE, finding, state_of
from lvocal.evaluate.painting import still_of
from lvocal.sample import landing
from lvocal.values import ColorRow
from tests.evaluate.pictures import SETTINGS, fashion, trial


def test_a_thing_that_is_worn_and_one_that_is_not_are_asked_for_in_every_picture(monkeypatch) -> None:
    asked = []

    def scripted(trial, still, row: ColorRow) -> str:
        asked.append(row.object)
        return "found" if row.object in ("coat", ELSEWHERE[1]) else "doubtful"

    monkeypatch.setattr(finding_bars, "state_of", scripted)
    there, elsewhere = finding(trial(fashion("a"), fashion("b")))
    assert asked == ["coat", ELSEWHERE[0], "skirt", ELSEWHERE[1], "coat", ELSEWHERE[2], "skirt", ELSEWHERE[3]]
    assert (there.measured, there.passed) == ("50%", False)
    assert (elsewhere.measured, elsewhere.passed) == ("25%", False)


@pytest.mark.parametrize(("sure", "found", "strength", "state"), [
    (0.0, 0.0, 1.0, "found"), (2.0, 0.0, 1.0, "doubtful"), (0.0, 2.0, 1.0, "missing"), (0.0, 0.0, 0.0, "off"),
])  # fmt: skip
def test_the_state_is_that_of_the_report_of_a_painted_picture(
    monkeypatch, sure: float, found: float, strength: float, state: str
) -> None:
    monkeypatch.setattr(landing, "TAKES", -1.0)  # every cell is taken
    monkeypatch.setattr(landing, "NEARLY_GREY", 0.0)
    monkeypatch.setattr(landing, "SURE", sure)
    monkeypatch.setattr(landing, "FOUND", found)
    tried = trial(fashion())
    assert state_of(tried, still_of(fashion(), SETTINGS.paint_px), ColorRow("coat", "red", strength)) == state
