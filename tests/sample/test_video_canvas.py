"""Truths of painting in the latent of a video autoencoder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch

from lvocal.checkpoint.wan import load_wan
from lvocal.model.bundle import WanNetworks
from lvocal.sample.canvas import Told
from lvocal.sample.video_canvas import VideoCanvas
from tests.full_size import write_modules


@pytest.fixture(scope="module")
def networks(tmp_path_factory) -> WanNetworks:
    folder = tmp_path_factory.mktemp("full-size")
    write_modules(folder)
    return load_wan(folder, tmp_path_factory.mktemp("prompts"))


@pytest.fixture(scope="module")
def canvas(networks) -> VideoCanvas:
    return VideoCanvas(networks.codec)


def shown(canvas: VideoCanvas, latent: torch.Tensor, light: np.ndarray) -> np.ndarray:
    showing: Iterator[float] = canvas.show(latent, light)
    while True:
        try:
            next(showing)
        except StopIteration as finished:
            return finished.value


@torch.inference_mode()
@pytest.mark.parametrize("count", [1, 2, 5, 7, 9])
def test_every_frame_is_looked_at_and_shown(canvas, count: int) -> None:
    light = np.random.default_rng(0).uniform(0, 100, (count, 32, 48)).astype(np.float32)
    view = canvas.look(light)
    assert view.gray.shape == (1, 16, len(canvas.stands_at(count)), 4, 6) and view.offer is None
    colors = shown(canvas, view.gray, light)
    assert colors.shape == (count, 2, 16, 24) and np.isfinite(colors).all()
    assert canvas.recall(view.gray, colors).shape[0] == view.gray.shape[2]
    assert canvas.colors(view.gray).shape[0] == view.gray.shape[2]


@torch.inference_mode()
def test_known_colours_are_shown_where_they_are_known(canvas) -> None:
    light = np.full((9, 32, 48), 50, np.float32)
    where = torch.zeros(4, 6, dtype=torch.bool)
    where[1:3, 2:4] = True
    told = canvas.reveal([Told(1, where, torch.tensor([40.0, 10.0]))], light)
    assert told.shape == (1, 17, 3, 4, 6)
    assert torch.equal(told[0, -1, 1].bool(), where) and not told[0, -1, [0, 2]].any()
    assert not told[0, :, :, ~where].any() and not told[0, :, [0, 2]].any()
    gray = canvas.look(light).gray
    assert not torch.allclose(told[0, :-1, 1, where], gray[0, :, 1, where], atol=1e-3)
