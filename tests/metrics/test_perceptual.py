"""LPIPS is the published distance: it agrees with another implementation and is zero for equal pictures."""

import numpy as np
import pytest
import torch
from torch.nn.functional import conv2d, max_pool2d

from lvocal.metrics.perceptual import LEAST_PX, Lpips, lpips
from lvocal.values import UserError

RNG = np.random.default_rng(0)


def film(frames: int = 3, size: int = 64) -> np.ndarray:
    return RNG.integers(0, 256, (frames, size, size, 3), np.uint8)


@pytest.fixture(scope="module")
def network() -> Lpips:
    """AlexNet of random weights; the weights of channels are none of them negative, as learned ones are."""
    torch.manual_seed(0)
    made = Lpips("alex")
    for lin in made.lins:
        lin.weight.data.abs_()
    return made.eval()


@torch.no_grad()
def written_out(network: Lpips, left: np.ndarray, right: np.ndarray) -> float:
    """Zhang et al. 2018, eq. 1, and AlexNet by functions."""
    weights = {name: value.double() for name, value in network.features.state_dict().items()}
    shift, scale = torch.tensor([-0.030, -0.088, -0.188]), torch.tensor([0.458, 0.448, 0.450])

    def seen(picture: np.ndarray) -> list[torch.Tensor]:
        x = torch.from_numpy(picture).double().permute(2, 0, 1)[None] / 255 * 2 - 1
        x = (x - shift.view(1, 3, 1, 1).double()) / scale.view(1, 3, 1, 1).double()
        layers = []
        for at, stride, padding, pool in (
            (0, 4, 2, 0),
            (3, 1, 2, 1),
            (6, 1, 1, 1),
            (8, 1, 1, 0),
            (10, 1, 1, 0),
        ):
            x = max_pool2d(x, 3, 2) if pool else x
            x = conv2d(x, weights[f"{at}.weight"], weights[f"{at}.bias"], stride, padding).clamp_min(0)
            layers.append(x / (x.pow(2).sum(1, keepdim=True).sqrt() + 1e-10))
        return layers

    parts = zip(network.lins, seen(left), seen(right), strict=True)
    return sum(float((lin.weight.double() * (a - b) ** 2).sum(1).mean()) for lin, a, b in parts)


def test_it_is_the_published_distance(network):
    left, right = film(), film()
    expected = np.mean([written_out(network, *pair) for pair in zip(left, right, strict=True)])
    assert expected > 0
    assert lpips(network, left, right) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("net", ["alex", "vgg"])
def test_it_agrees_with_torchmetrics(net, monkeypatch):
    pytest.importorskip("torchvision", exc_type=ImportError, reason="no torchvision for this build of torch")
    from torchmetrics.functional.image.lpips import _LPIPS

    torch.manual_seed(1)
    theirs = _LPIPS(pretrained=True, pnet_rand=True, net=net, use_dropout=True)
    ours = Lpips(net)
    slices = [getattr(theirs.net, f"slice{k}") for k in range(1, 6)]
    weights = {name: value for part in slices for name, value in part.state_dict().items()}
    ours.features.load_state_dict(weights)
    for mine, lin in zip(ours.lins, theirs.lins, strict=True):
        mine.weight.data = lin.model[-1].weight.data
    left, right = (torch.rand(2, 3, 70, 90) for _ in range(2))
    torch.testing.assert_close(ours(left, right), theirs(left, right, normalize=True).flatten())


@pytest.mark.parametrize("frames", [1, 8, 9])
def test_equal_films_do_not_differ_and_every_frame_counts(network, frames):
    truth = film(frames)
    assert lpips(network, truth, truth) == 0
    other = truth.copy()
    other[-1] = 255 - other[-1]
    assert lpips(network, other, truth) * frames == pytest.approx(
        lpips(network, other[-1:], truth[-1:]), rel=1e-5
    )


def test_more_noise_is_farther(network):
    truth = np.full((1, 64, 64, 3), 128, np.uint8)
    noise = RNG.normal(0, 1, truth.shape)
    far = [
        lpips(network, (truth + strength * noise).clip(0, 255).astype(np.uint8), truth)
        for strength in (2, 8, 40)
    ]
    assert 0 < far[0] < far[1] < far[2]


@pytest.mark.parametrize("other", [film(2), film(3, 65), film().astype(np.float32)])
def test_films_of_other_shapes_and_types_are_refused(network, other):
    with pytest.raises(ValueError, match="uint8 films of one shape"):
        lpips(network, film(), other)


def test_pictures_too_small_to_look_at_are_refused_in_a_sentence(network):
    film = np.zeros((1, 31, 64, 3), np.uint8)
    with pytest.raises(UserError, match="64x31"):
        lpips(network, film, film)
    whole = np.zeros((1, LEAST_PX, LEAST_PX, 3), np.uint8)
    assert lpips(network, whole, whole) == 0
