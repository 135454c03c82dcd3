"""Truths of how flags are read."""

import pytest

from lvocal.cli.wishes import palette_from
from lvocal.color.palette_source import palette_of_words, random_palette
from lvocal.values import UserError


def test_a_palette_may_come_from_words_or_from_a_number():
    assert palette_from("words:a forest") == palette_of_words("a forest")
    assert palette_from("random:7") == random_palette(7)
    with pytest.raises(UserError, match="random:7"):
        palette_from("random:x")
