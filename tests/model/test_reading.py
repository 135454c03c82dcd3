"""Truths of reading a whole sound."""

import pytest
import torch

from lvocal.model.listen import LABELS, Listener, ListenerConfig
from lvocal.model.reading import Reading, read_sound
from lvocal.values import EMOTIONS


def reading(**logits: float) -> Reading:
    labels = torch.full((len(LABELS),), -5.0)
    for name, value in logits.items():
        labels[LABELS.index(name)] = value
    return Reading(labels, torch.eye(len(EMOTIONS))[EMOTIONS.index("awe")])


def test_the_likeliest_label_depends_on_what_may_be_named() -> None:
    heard = reading(wind=3.0, rain=1.0, dog=-1.0)
    assert heard.likeliest() == "wind"
    assert heard.likeliest(("dog", "rain")) == "rain"
    assert heard.emotion == "awe"


@pytest.mark.parametrize("frames", [48, 480, 48 * 9])
def test_a_sound_of_any_length_is_one_reading(frames: int) -> None:
    torch.manual_seed(0)
    listener = Listener(ListenerConfig(width=16, channels=(4, 4, 8, 8))).eval()
    heard = read_sound(listener, torch.randn(64, frames))
    assert heard.label_logits.shape == (len(LABELS),)
    assert float(heard.emotion_shares.sum()) == pytest.approx(1, abs=1e-5)
    assert not heard.label_logits.requires_grad
