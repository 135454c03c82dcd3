"""The line at the top says what is the case."""

from dataclasses import replace

from lvocal.media.video import probe
from lvocal.ui.facts import facts_value
from lvocal.values import Weights


def test_the_page_says_what_paints():
    assert facts_value(None, Weights())["model"] == "mini, embedded"
    assert "not trained with sound" in facts_value(None, Weights("vace"))["model"]


def test_a_film_is_described_with_its_timecode(film):
    told = facts_value(replace(probe(film), timecode="01:00:00:00"), Weights())
    assert told["name"] == "street.mp4"
    assert told["facts"].startswith("0.5 s · from 01:00:00:00 · 25 fps · 96×64 · 8 bit")
