"""Truths of the rectified flow."""

import pytest
import torch

from lvocal.sample.flow import integrate, noise, paper_time, paper_velocity, schedule, walk, walk_as
from lvocal.settings import ColorizeSettings


@pytest.mark.parametrize("steps", [1, 2, 7])
@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_the_walk_lands_on_the_clean_latent_when_the_velocity_is_exact(steps: int, shift: float) -> None:
    clean, eps = torch.randn(2, 3, 4, 1, 8, 8)
    end = integrate(lambda x, sigma: eps - clean, eps, schedule(steps, shift))
    torch.testing.assert_close(end, clean, atol=1e-5, rtol=0)


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_unipc_lands_there_as_well(steps: int) -> None:
    """Its first noise level is Wan's 0.999 or a little more, not 1."""
    clean, eps = torch.randn(2, 3, 4, 1, 8, 8)
    settings = ColorizeSettings(steps=steps, solver="unipc", shift=3.0)
    *_, end = walk_as(settings, lambda x, sigma: eps - clean, eps)
    torch.testing.assert_close(end, clean, atol=0.02, rtol=0)


def test_unipc_needs_fewer_steps_than_euler() -> None:
    """On the exact flow from noise to colours that are spread by half as much as noise."""

    def velocity(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        s = sigma[0]
        spread = (1 - s) ** 2 / 4 + s**2
        return (s - (1 - s) / 4) / spread * x

    x = torch.ones(1, 1)
    euler, unipc = (
        list(walk_as(ColorizeSettings(steps=6, solver=solver), velocity, x))[-1].item()
        for solver in ("euler", "unipc")
    )
    assert abs(unipc - 0.5) < abs(euler - 0.5) / 2


def test_there_is_one_stop_for_every_step() -> None:
    stops = list(walk(lambda x, sigma: x, torch.ones(1, 1), schedule(5)))
    assert len(stops) == 5


def test_noise_levels_fall_from_one_to_zero() -> None:
    for shift in (1.0, 5.0):
        sigmas = schedule(9, shift)
        assert sigmas[0] == 1 and sigmas[-1] == 0 and (sigmas.diff() < 0).all()


def test_the_papers_convention_is_ours_turned_round() -> None:
    """Z_t = t Z + (1 - t) eps and v = Z - eps (L-VOCAL eq. 7) against x_sigma = (1 - sigma) x0 + sigma
    eps."""
    clean, eps, sigma = torch.randn(4), torch.randn(4), torch.tensor(0.3)
    ours = (1 - sigma) * clean + sigma * eps
    t = paper_time(sigma)
    torch.testing.assert_close(t * clean + (1 - t) * eps, ours)
    torch.testing.assert_close(paper_velocity(eps - clean), clean - eps)


def test_a_seed_is_a_seed() -> None:
    assert torch.equal(noise((2, 3), 7), noise((2, 3), 7))
    assert not torch.equal(noise((2, 3), 7), noise((2, 3), 8))


def test_no_steps_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        schedule(0)
