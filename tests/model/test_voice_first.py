"""Demucs for the voices, the embedded separator for the rest: on a toy network of Demucs' own class."""

import pytest
import torch

from lvocal.model.bundle import tiny_networks

pytest.importorskip("demucs", reason="demucs is not installed: pip install demucs")

from demucs.htdemucs import HTDemucs

from lvocal.checkpoint import separators
from lvocal.model.voice_first import VoiceFirst
from lvocal.values import UserError

SOURCES = ["drums", "bass", "other", "vocals"]
EMBEDDED = tiny_networks().separator


@pytest.fixture(scope="module")
def toy() -> HTDemucs:
    torch.manual_seed(0)
    return HTDemucs(SOURCES, channels=8, t_layers=1, t_heads=1, segment=1).eval()


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("length", [1000, 60_000])
@torch.inference_mode()
def test_stems_add_up_to_the_sound_and_come_out_the_same_again(toy, channels, length):
    both = VoiceFirst(toy, EMBEDDED, "demucs")
    sound = torch.randn(channels, length, generator=torch.Generator().manual_seed(1))
    stems = both.stems_of(sound)
    assert stems.shape == (3, channels, length)
    torch.testing.assert_close(stems.sum(0), sound, atol=1e-5, rtol=0)
    assert torch.equal(stems, both.stems_of(sound))
    assert stems[0].any()


def test_a_network_without_voices_is_refused(toy):
    toy.sources = ["piano"]
    with pytest.raises(ValueError, match="vocals"):
        VoiceFirst(toy, EMBEDDED, "demucs")
    toy.sources = SOURCES


def test_weights_that_cannot_be_fetched_are_said_with_the_command(monkeypatch):
    def offline(name):
        raise OSError("no network")

    monkeypatch.setattr("demucs.pretrained.get_model", offline)
    separators._demucs.cache_clear()
    with pytest.raises(UserError, match="get_model"):
        separators.load_public("demucs", EMBEDDED)
