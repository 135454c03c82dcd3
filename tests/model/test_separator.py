"""The separator: nothing is lost between sound and spectrum, and the stems are the whole again."""

import pytest
import torch

from lvocal.model.separator import (
    BINS,
    HOP,
    STEMS,
    Separator,
    SeparatorConfig,
    cell_edges,
    neighbours,
    spectrum,
    waves_of,
)

LENGTHS = [1, 2, 1023, 1024, 1025, 5000, 48_000]


@pytest.fixture(scope="module")
def tiny() -> Separator:
    torch.manual_seed(0)
    network = Separator(SeparatorConfig(width=8, neck=8, reach=(1, 2))).eval().requires_grad_(False)
    for parameter in network.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.5)
    return network


@pytest.mark.parametrize("length", LENGTHS)
def test_a_spectrum_gives_its_sound_back(length):
    sound = torch.randn(2, length)
    lines = spectrum(sound)
    assert lines.shape == (2, -(-length // HOP) + 1, BINS)
    torch.testing.assert_close(waves_of(lines, length), sound, atol=1e-5, rtol=0)


@pytest.mark.parametrize("config", [SeparatorConfig(), SeparatorConfig(bands=16, cells=8, single=40)])
def test_cells_cover_every_bin_once_and_widen(config):
    widths = cell_edges(config).diff()
    assert widths.sum() == BINS and widths.min() == 1 and len(widths) == config.bands * config.cells
    assert (widths[: config.single] == 1).all() and widths[-1] > 8


def test_neighbours_beyond_the_ends_are_nothing():
    row = torch.arange(1.0, 5).reshape(1, 4, 1)
    assert neighbours(row, 2)[0].tolist() == [[0, 1, 3], [0, 2, 4], [1, 3, 0], [2, 4, 0]]


def test_masks_sum_to_one_everywhere(tiny):
    masks = tiny.masks(torch.rand(2, 9, BINS) * 1000)
    assert masks.shape == (2, len(STEMS), 9, BINS)
    torch.testing.assert_close(masks.sum(1), torch.ones(2, 9, BINS))


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("length", LENGTHS)
def test_stems_add_up_to_the_sound(tiny, channels, length):
    sound = torch.randn(channels, length)
    stems = tiny.stems_of(sound)
    assert stems.shape == (3, channels, length)
    torch.testing.assert_close(stems.sum(0), sound, atol=1e-5, rtol=0)


def test_a_sound_keeps_its_place_between_the_channels(tiny):
    left = torch.randn(1, 20_000)
    stems = tiny.stems_of(torch.cat([left, 0.25 * left]))
    torch.testing.assert_close(stems[:, 1], 0.25 * stems[:, 0], atol=1e-5, rtol=0)


def test_silence_is_silence_in_every_stem(tiny):
    assert not tiny.stems_of(torch.zeros(2, 4000)).any()


def test_what_lies_beyond_the_halo_changes_nothing(tiny):
    sound = torch.randn(1, 60 * HOP)
    other = sound.clone()
    other[:, 40 * HOP :] = 0
    reach = 40 * HOP - tiny.halo_samples
    torch.testing.assert_close(
        tiny.stems_of(sound)[..., :reach], tiny.stems_of(other)[..., :reach], atol=1e-5, rtol=0
    )
    assert not torch.equal(tiny.stems_of(sound)[..., : 40 * HOP], tiny.stems_of(other)[..., : 40 * HOP])


def test_a_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="single"):
        SeparatorConfig(bands=4, cells=4, single=64)
