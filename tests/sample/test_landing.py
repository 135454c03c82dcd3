"""Truths of the report on what became of the words, on paintings that are made up."""

import numpy as np
import pytest

from lvocal.color.asked import asked_for
from lvocal.color.lexicon import COLOR_NAMES
from lvocal.model.things import things_of
from lvocal.sample.landing import SURE, Landing, Wording
from lvocal.sample.telling import sentences
from lvocal.values import ColorRow, Landed

FRAMES, HEIGHT, WIDTH, WORDS = 2, 48, 96, 6
ROWS = (ColorRow("coat", "red"), ColorRow("car", "blue"))
WORDING = Wording(tuple(things_of("", ROWS)))


def picture(light: float = 50.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """L*, a*b* and shares of a grey painting in which no word took anything."""
    return (
        np.full((FRAMES, HEIGHT, WIDTH), light, np.float32),
        np.zeros((FRAMES, 2, HEIGHT // 2, WIDTH // 2), np.float32),
        np.zeros((2, FRAMES, HEIGHT // 4, WIDTH // 4, WORDS), np.float32),
    )


def landed(*painting: np.ndarray, tells: bool = True, most_words: int = WORDS) -> tuple[Landed, ...]:
    landing = Landing(tells, most_words)
    landing.add(WORDING, *painting)
    return landing.report().things


def paint_half(colors: np.ndarray, shares: np.ndarray, ab: np.ndarray) -> None:
    """The left half takes the first row's colour, which its two words share."""
    colors[..., : WIDTH // 4] = ab[:, None, None]
    shares[:, ..., : WIDTH // 8, :2] = 0.45


@pytest.mark.parametrize("light", [30.0, 50.0, 80.0])
def test_a_colour_that_landed_is_as_near_as_it_can_be_at_thasked_for(light: float) -> None:
    grey, colors, shares = picture(light)
    paint_half(colors, shares, asked_for(COLOR_NAMES["red"])[round(light)])
    coat, car = landed(grey, colors, shares)
    assert (coat.state, coat.share, coat.sureness) == ("found", 0.5, 0.9)
    assert coat.delta_e == pytest.approx(0, abs=1.5)
    assert (car.state, car.share, car.delta_e) == ("missing", 0.0, None)


def test_the_farther_a_colour_landed_the_larger_is_its_distance() -> None:
    gaps = []
    for part in (1.0, 0.7, 0.4):
        grey, colors, shares = picture()
        paint_half(colors, shares, part * asked_for(COLOR_NAMES["red"])[50])
        gaps.append(landed(grey, colors, shares)[0].delta_e)
    assert gaps == sorted(gaps) and gaps[-1] > gaps[0] + 5


def test_what_took_its_words_and_stayed_grey_is_said_so() -> None:
    grey, colors, shares = picture()
    paint_half(colors, shares, np.array([1.0, 1.0]))
    assert landed(grey, colors, shares)[0].state == "grey"


def test_what_was_put_where_it_may_not_be_is_doubtful() -> None:
    grey, colors, shares = picture()
    paint_half(colors, shares, asked_for(COLOR_NAMES["red"])[50])
    shares[1] *= SURE
    assert landed(grey, colors, shares)[0].state == "doubtful"


@pytest.mark.parametrize(
    ("prompt", "state"),
    [("the long blue coat", "overruled"), ("a blue hat", "missing"), ("in blue", "missing")],
)
def test_a_caption_that_speaks_of_a_thing_that_its_row_took_is_overruled(prompt: str, state: str) -> None:
    grey, colors, shares = picture()
    paint_half(colors, shares, asked_for(COLOR_NAMES["red"])[50])
    landing = Landing(tells=True, most_words=WORDS)
    landing.add(Wording(tuple(things_of(prompt, ROWS[:1]))), grey, colors, shares)
    coat, said = landing.report().things
    assert (coat.state, said.state) == ("found", state)
    assert "row colours it" in sentences(landing.report())[1] or state == "missing"


def test_words_behind_the_last_one_read_are_said_to_be_unread() -> None:
    coat, car = landed(*picture(), most_words=3)
    assert (coat.state, car.state) == ("missing", "unread")


def test_a_network_that_does_not_tell_where_colours_went_invents_nothing() -> None:
    grey, colors, _ = picture()
    for thing in landed(grey, colors, tells=False):
        assert (thing.state, thing.share, thing.delta_e, thing.sureness) == ("unknown", None, None, None)


@pytest.mark.parametrize(("light", "share"), [(50.0, 0.5), (3.0, 0.0), (98.0, 0.0)])
def test_what_is_nearly_grey_is_measured_where_colour_could_show(light: float, share: float) -> None:
    grey, colors, shares = picture(light)
    colors[:, 0, :, : WIDTH // 4] = 20
    landing = Landing(True, WORDS)
    landing.add(WORDING, grey, colors, shares)
    assert landing.report().gray_share == share


def test_the_place_that_stayed_grey_is_named() -> None:
    grey, colors, shares = picture()
    colors[:, 0] = 20
    colors[:, 0, -8:, :16] = 0
    landing = Landing(True, WORDS)
    landing.add(WORDING, grey, colors, shares)
    report = landing.report()
    assert report.gray_where == "bottom left"
    assert sentences(report)[-1].endswith("most of it at the bottom left.")


def test_windows_add_up() -> None:
    landing = Landing(True, WORDS)
    for took in (True, False):
        grey, colors, shares = picture()
        if took:
            paint_half(colors, shares, asked_for(COLOR_NAMES["red"])[50])
        landing.add(WORDING, grey, colors, shares)
    assert landing.report().things[0].share == 0.25
    assert landing.report().gray_share == 0.75


def test_a_wording_of_which_nothing_was_painted_is_left_out() -> None:
    assert Landing(True, WORDS).report().things == ()
