"""Teaching the separator: the losses know a good mask from a bad one, and it learns."""

from itertools import islice

import pytest
import torch

from lvocal.media.mixtures import mixtures, val_mixtures
from lvocal.model.separator import Separator, SeparatorConfig, spectrum
from lvocal.train.fit_separator import MixtureBatch, fit_separator, improvement, separation_losses
from lvocal.values import UserError
from tests.media.test_mixtures import LENGTH, TRACKS

TINY = SeparatorConfig(width=16, neck=8, reach=(1, 2))


def batch(seed: int = 0) -> MixtureBatch:
    stems = [torch.from_numpy(mixture.stems) for mixture in islice(mixtures(TRACKS, LENGTH, seed), 4)]
    return MixtureBatch(torch.stack(stems), torch.ones(4))


class Knowing(Separator):
    """Says what it is told."""

    def forward(self, cells: torch.Tensor) -> torch.Tensor:
        return self.said


def test_the_right_masks_cost_least():
    data = batch()
    network = Knowing(TINY)
    cells = network.cells_of(spectrum(data.stems.flatten(0, 1)).unflatten(0, (-1, 3)).abs().square())
    right = (cells.permute(0, 2, 3, 1) + 1e-9).log()
    costs = []
    for said in (right, torch.zeros_like(right), right.flip(-1)):
        network.said = said
        costs.append(sum(float(term) for term in separation_losses(network, data, 0).values()))
    assert costs[0] < costs[1] < costs[2]


def test_a_few_steps_separate_tones_that_were_never_learned():
    torch.manual_seed(0)
    network = Separator(TINY)
    aside = val_mixtures(TRACKS, LENGTH, 11)
    optimizer = torch.optim.Adam(network.parameters(), 1e-2)
    for step in range(25):
        loss = torch.stack(list(separation_losses(network, batch(step), step).values())).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    gains = improvement(network, aside)
    assert all(gains[kind] > 3 for kind in ("speech", "music", "effects"))


def test_a_folder_without_sounds_is_said(tmp_path):
    with pytest.raises(UserError, match="no sound shards"):
        fit_separator(tmp_path, tmp_path / "run")
