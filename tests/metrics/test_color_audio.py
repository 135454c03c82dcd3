"""CAM-S takes a number from 0 to 10 for an answer and nothing else."""

import numpy as np
import pytest

from lvocal.metrics.color_audio import PROMPT, cam_score, read_score
from lvocal.values import Waveform

FILM = np.zeros((4, 2, 2, 3), np.uint8)
SOUND = Waveform(np.zeros((1, 8), np.float32), 48_000)


@pytest.mark.parametrize(
    ("answer", "score"),
    [("7", 7), (" 7.5\n", 7.5), ("0", 0), ("10", 10), ("10.0", 10), ("8.", 8), ("3.25", 3.25)],
)
def test_a_number_is_read(answer, score):
    assert read_score(answer) == score


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "seven",
        "11",
        "10.5",
        "-1",
        "7/10",
        "7 out of 10",
        "Score: 7",
        "7 8",
        "7,5",
        "1e1",
        "٣",
        "nan",
        "100",
    ],
)
def test_anything_else_is_no_score(answer):
    with pytest.raises(ValueError, match="0 to 10"):
        read_score(answer)


class Prefers:
    """A judge who says how bright the film is; says so only when asked the question that is stated."""

    def ask(self, film, fps, sound, prompt):
        assert prompt == PROMPT and fps == 25 and sound is SOUND
        return f"{film.mean() / 255 * 10:.1f}"


def test_the_judge_is_asked_the_stated_question():
    assert cam_score(Prefers(), FILM, 25, SOUND) == 0
    assert cam_score(Prefers(), FILM + np.uint8(255), 25, SOUND) == 10
    assert "0 " in PROMPT and "10 " in PROMPT and "colours" in PROMPT
