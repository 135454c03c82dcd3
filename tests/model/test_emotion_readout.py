"""Truths of reading emotion from remembered music."""

import pytest
import torch

from lvocal.model.emotion_readout import EmotionReadout, mel_statistics, token_statistics
from lvocal.model.listen import Listener, ListenerConfig


def sound(seed: int, frames: int = 480) -> torch.Tensor:
    return torch.randn(1, 64, frames, generator=torch.Generator().manual_seed(seed))


def taught() -> tuple[EmotionReadout, torch.Tensor, torch.Tensor]:
    readout = EmotionReadout(6, 4)
    statistics = torch.randn(
        6, 12 + mel_statistics(sound(0)).shape[1], generator=torch.Generator().manual_seed(1)
    )
    shares = torch.eye(8)[[0, 3, 3, 7, 7, 1]]
    readout.learn(statistics, shares, ridge=0.01)
    return readout, statistics, shares


def test_what_is_remembered_is_read_as_it_was_rated() -> None:
    readout, statistics, shares = taught()
    read = readout(statistics)
    assert torch.equal(read.argmax(1), shares.argmax(1))
    assert torch.allclose(read.sum(1), torch.ones(6)) and (read > 0).all()


def test_what_is_like_nothing_is_read_as_usual() -> None:
    readout, statistics, shares = taught()
    far = readout(statistics + 1000)
    usual = shares.mean(0).clamp_min(1e-3)
    assert torch.allclose(far, (usual / usual.sum()).expand(6, -1), atol=1e-3)


@pytest.mark.parametrize("frames", [48, 96, 1632])
def test_any_length_can_be_described(frames: int) -> None:
    assert torch.isfinite(mel_statistics(sound(2, frames))).all()
    assert token_statistics(torch.randn(2, 1, 5)).shape == (2, 15)


def test_a_fader_changes_nothing() -> None:
    assert torch.allclose(mel_statistics(sound(3)), mel_statistics(sound(3) + 2.0), atol=1e-4)


def test_rhythm_is_told_by_its_speed() -> None:
    time = torch.arange(960) / 100
    slow, fast = (torch.sin(2 * torch.pi * hertz * time).expand(1, 64, -1) for hertz in (0.5, 6.0))
    ranges = [
        mel_statistics(part)[0, 192 : 192 + 96].reshape(6, 16).mean(1).argmax() for part in (slow, fast)
    ]
    assert [int(place) for place in ranges] == [0, 3]


@torch.no_grad()
def test_a_listener_with_a_memory_reads_every_segment() -> None:
    torch.manual_seed(0)
    listener = Listener(ListenerConfig(channels=(4, 4, 8, 8), remembered=3)).eval()
    for tokens in (1, 9, 14, 70):
        read = listener.read_emotions(sound(4, 48 * tokens))
        segments = -(-tokens // 4)
        assert read.shape == (1, segments, 8) and torch.allclose(read.sum(-1), torch.ones(1, segments))
