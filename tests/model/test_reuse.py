"""Truths of the first-block cache."""

from dataclasses import replace

import torch

from lvocal.model.bundle import tiny_networks
from lvocal.model.reuse import Reuse
from lvocal.values import Conditions


def test_what_has_not_changed_is_taken_over_and_is_the_same() -> None:
    network, latent, told = _asked()
    sigma, reuse = torch.full((1,), 0.5), Reuse(1e-3)
    first = network(latent, sigma, told, reuse=reuse)
    again = network(latent, sigma, told, reuse=reuse)
    assert reuse.skipped == 1 and reuse.asked == 2
    torch.testing.assert_close(again, first)
    torch.testing.assert_close(first, network(latent, sigma, told))


def test_what_has_changed_is_computed() -> None:
    network, latent, told = _asked()
    reuse = Reuse(1e-3)
    network(latent, torch.ones(1), told, reuse=reuse)
    sigma, other = torch.full((1,), 0.5), torch.randn_like(latent)
    assert torch.equal(network(other, sigma, told, reuse=reuse), network(other, sigma, told))
    assert reuse.skipped == 0


def test_two_walks_do_not_share_a_memory() -> None:
    """A still may be painted between two steps of a film, in another size."""
    network, latent, told = _asked()
    film, still, sigma = Reuse(1.0), Reuse(1.0), torch.ones(1)
    network(latent, sigma, told, reuse=film)
    small = replace(told, gray=told.gray[:, :, :1])
    network(latent[:, :, :1], sigma, small, reuse=still)
    assert network(latent, sigma, told, reuse=film).shape == latent.shape
    assert film.skipped == 1 and still.skipped == 0


def _asked() -> tuple[torch.nn.Module, torch.Tensor, Conditions]:
    networks = tiny_networks()
    torch.manual_seed(0)
    config = networks.transformer.config
    told = Conditions(torch.randn(1, config.gray_channels, 3, 4, 4), networks.read("a red coat").text)
    return networks.transformer, torch.randn(1, config.in_channels, 3, 4, 4), told
