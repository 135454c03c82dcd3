"""The parts of `evaluate quick` stand in one table, and each can be measured alone."""

from pathlib import Path

import pytest

from lvocal.evaluate.bars import quick
from lvocal.evaluate.bars.table import Row, Trial
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError
from tests.evaluate.pictures import SETTINGS, photograph


@pytest.fixture
def scripted(monkeypatch):
    """Two parts that say what they were given."""

    def first(trial: Trial) -> list[Row]:
        """One: a question.

        More about it.
        """
        return [Row("first", str(trial.limit), "none", None)]

    def second(trial: Trial) -> list[Row]:
        """Two: another."""
        return [Row("second", str(len(trial.pictures)), "1", True)]

    monkeypatch.setattr(quick, "PARTS", {"first": first, "second": second})
    monkeypatch.setattr(quick, "read_pictures", lambda folder, split: [photograph()])


def test_all_parts_follow_one_another_and_say_what_they_ask(scripted) -> None:
    said: list[str] = []
    table = quick.run(Path("x"), tiny_networks(), SETTINGS, limit=3, say=said.append)
    assert [(row.what, row.measured) for row in table.rows] == [("first", "3"), ("second", "1")]
    assert said == ["One: a question.", "Two: another."]
    assert "tiny" in table.title


def test_one_part_can_be_measured_alone(scripted) -> None:
    said: list[str] = []
    table = quick.run(Path("x"), tiny_networks(), SETTINGS, only="second", say=said.append)
    assert [row.what for row in table.rows] == ["second"] and said == ["Two: another."]


def test_an_unknown_part_is_refused_with_the_list() -> None:
    with pytest.raises(UserError, match="no part called.*words.*luma"):
        quick.run(Path("x"), tiny_networks(), only="wrods")


def test_every_part_says_in_one_line_what_it_asks() -> None:
    for name, part in quick.PARTS.items():
        line = (part.__doc__ or "").splitlines()[0]
        assert line.endswith(".") and 10 < len(line) < 110, name
