"""A card is borrowed for as long as a film needs, given back when it stops, and refused in plain words."""

from dataclasses import replace
from pathlib import Path

import pytest

from lvocal.loan import WORDS, Loan, film_sec, loan_here, still_sec
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.settings import standard
from lvocal.values import ColorizeRequest, ColorizeResult, UserError, Weights
from tests.media.films import make_film


class Lender:
    """Decorates as the lender does, in this process, and keeps account."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.asked: list[float] = []
        self.given_back = 0
        self.refusal = refusal

    def __call__(self, duration):
        def decorate(task):
            def run(*args):
                self.asked.append(duration(*args))
                if self.refusal is not None:
                    raise self.refusal
                try:
                    yield from task(*args)
                finally:
                    self.given_back += 1

            return run

        return decorate


class Refused(Exception):
    def __init__(self, title: str) -> None:
        super().__init__("60s requested vs. 56s left")
        self.title = title


@pytest.fixture
def request_(tmp_path: Path) -> ColorizeRequest:
    film = make_film(tmp_path / "street.mp4", 96, 64, 13)
    Loan.keep(Weights("wan", tmp_path), tiny_networks())
    return replace(ColorizeRequest(film), weights=Weights("wan", tmp_path))


def test_a_film_is_coloured_on_a_borrowed_card_and_the_card_given_back(request_, tmp_path):
    lender = Lender()
    *_, result = Loan(lender).colorize(request_, tmp_path / "out")
    assert isinstance(result, ColorizeResult)
    assert probe(result.video).num_frames == 13
    assert lender.asked == [film_sec(request_, probe(request_.source))]
    assert lender.given_back == 1


def test_a_film_that_is_stopped_gives_the_card_back(request_, tmp_path):
    lender = Lender()
    film = Loan(lender).colorize(request_, tmp_path / "out")
    next(film)
    film.close()
    assert lender.given_back == 1


def test_a_still_is_borrowed_for_by_itself(request_, tmp_path):
    lender = Lender()
    assert Loan(lender).still(request_, 3, tmp_path / "still.png").path.exists()
    assert lender.asked == [still_sec(request_)]


def test_what_is_no_film_is_said_before_any_time_is_charged(request_, tmp_path):
    lender = Lender()
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(UserError):
        Loan(lender).colorize(replace(request_, source=tmp_path / "text.mp4"), tmp_path / "out")
    assert lender.asked == []


@pytest.mark.parametrize("title", sorted(WORDS))
def test_refusals_are_told_in_plain_words(request_, tmp_path, title):
    with pytest.raises(UserError) as told:
        list(Loan(Lender(Refused(title))).colorize(request_, tmp_path / "out"))
    assert "ZeroGPU" not in str(told.value)
    assert told.value.remedy


def test_a_fault_of_the_program_is_no_refusal(request_, tmp_path):
    with pytest.raises(ZeroDivisionError):
        list(Loan(Lender(ZeroDivisionError())).colorize(request_, tmp_path / "out"))


def test_longer_films_and_more_steps_are_borrowed_for_longer(tmp_path):
    wan = ColorizeRequest(Path("film.mp4"), settings=standard("wan"), weights=Weights("wan"))
    short = probe(make_film(tmp_path / "short.mp4", 832, 480, 5))
    long = replace(short, pts=tuple(range(81)))
    fewer = replace(wan, settings=replace(wan.settings, steps=10))
    assert film_sec(wan, short) < film_sec(wan, long)
    assert film_sec(fewer, long) < film_sec(wan, long)
    assert film_sec(replace(wan, draft=True), long) < film_sec(wan, long) / 4
    assert film_sec(wan, long) == pytest.approx(20 + 4 + 100 * 292.3 / 200, rel=0.01)


def test_no_card_is_lent_here(monkeypatch):
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    assert loan_here() is None
