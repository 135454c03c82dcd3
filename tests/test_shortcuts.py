"""An example is coloured once for everybody; the full size goes to a borrowed card, mini never does."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.engine import Engine
from lvocal.loan import Loan
from lvocal.model.bundle import tiny_networks
from lvocal.shelf import NOTE, Shelf
from lvocal.shortcuts import Shortcuts
from lvocal.values import ColorizeRequest, ColorizeResult, Weights
from tests.media.films import make_film
from tests.test_loan import Lender


@pytest.fixture
def film(tmp_path: Path) -> Path:
    (tmp_path / "examples").mkdir()
    return make_film(tmp_path / "examples" / "beach.mp4", 64, 48, 9)


def engine_with(shortcuts: Shortcuts, tmp_path: Path, loads: list) -> Engine:
    return Engine(
        lambda weights: loads.append(weights) or tiny_networks(), tmp_path / "rooms", shortcuts=shortcuts
    )


def test_the_second_visitor_of_an_example_need_not_wait_and_gets_files_of_their_own(film, tmp_path):
    loads: list = []
    shelf = Shelf(film.parent, tmp_path / "shelf")
    with engine_with(Shortcuts(shelf), tmp_path, loads) as engine:
        *_, first = engine.submit(ColorizeRequest(film), "anna").events()
        *_, second = engine.submit(ColorizeRequest(film), "bert").events()
        assert isinstance(second, ColorizeResult)
        assert second.video.read_bytes() == first.video.read_bytes()
        assert second.video.is_relative_to(engine.folder("bert"))
        assert NOTE in second.notes and NOTE not in first.notes
        engine.leave("anna")
        assert second.video.exists()


def test_the_full_size_is_painted_on_the_borrowed_card_alone(film, tmp_path):
    loads: list = []
    lender, wan = Lender(), Weights("wan", tmp_path)
    Loan.keep(wan, tiny_networks())
    with engine_with(Shortcuts(None, Loan(lender)), tmp_path, loads) as engine:
        request = replace(ColorizeRequest(film), weights=wan)
        *_, result = engine.submit(request, "anna").events()
        assert result.video.is_relative_to(engine.folder("anna"))
        assert engine.preview(request, 3, "anna").exists()
    assert len(lender.asked) == 2
    assert loads == []


def test_the_embedded_size_costs_no_time_on_a_card(film, tmp_path):
    loads: list = []
    lender = Lender()
    with engine_with(Shortcuts(None, Loan(lender)), tmp_path, loads) as engine:
        *_, result = engine.submit(ColorizeRequest(film), "anna").events()
    assert result.complete
    assert lender.asked == []


def test_a_film_on_loan_can_be_stopped(film, tmp_path):
    lender, wan = Lender(), Weights("wan", tmp_path)
    Loan.keep(wan, tiny_networks())
    with engine_with(Shortcuts(None, Loan(lender)), tmp_path, []) as engine:
        job = engine.submit(replace(ColorizeRequest(film), weights=wan), "anna")
        job.cancel()
        assert [event for event in _until_over(job) if isinstance(event, ColorizeResult)] == []
    assert lender.given_back == len(lender.asked)


def _until_over(job):
    from lvocal.values import Cancelled

    try:
        yield from job.events()
    except Cancelled:
        return
