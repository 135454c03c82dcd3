"""How far it is from a mark to every place: what lightness changes by on the shortest way there.

A scribble means the thing that it lies on, and things end where lightness changes, so the length of the way
tells more than the distance (Yatziv and Sapiro 2006, "Fast image and video colorization using chrominance
blending"). Ways lead through time as well, so that a mark in one frame says something of the others.

Shapes: F latent frames, h, w latent pixels, y, x = 2h, 2w cells of 4x4 painted pixels, m, n tokens, G
colours, C latent channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from einops import rearrange
from scipy.cluster.hierarchy import fclusterdata
from scipy.ndimage import label
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from torch import Tensor
from torch.nn.functional import max_pool2d

from lvocal.model.codec import AB_SCALE
from lvocal.sample.canvas import Told
from lvocal.values import Marked

ACROSS = 1.0
"""What the way across an even picture is worth."""

EDGE = 10.0
"""L* that is worth 1 on the way."""

EVEN = 1.0
"""L* by which neighbours differ on an even surface; so much is not counted."""

FARTHEST = 6.0
"""Ways longer than this are alike."""

ONE_COLOR = 15.0
"""Colours of marks no farther apart than this in a*b* count as one: a stroke has one in every light."""

MOST_COLORS = 12
"""Of more, those that are nearest to one another count as one."""

BESIDE = [(0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, -1), (1, 0, 0)]
"""Half of a cell's neighbours in time, down and across; the other half has it as a neighbour."""


def marked_places(told: Sequence[Told], reference: Tensor, light: Tensor, patch: int) -> Marked | None:
    """What the network should know of the marks among what is told, beside their colours.

    reference (1, C + 1, F, h, w) as the canvas reveals it, light (1, F, y, x) L* of the cells, `patch` latent
    pixels to the side of a token. None when nothing was marked."""
    where = np.zeros((reference.shape[2], *reference.shape[3:]), bool)
    for one in told:
        if one.marked:
            where[one.at] |= one.where.numpy()
    if not where.any():
        return None
    colors = rearrange(reference[0, :-1], "(c s) f h w -> f h w c s", c=2).mean(dim=-1) * AB_SCALE
    group = np.full(where.shape, -1)
    group[where] = alike(colors.cpu().numpy()[where])
    tokens = max_pool2d(torch.from_numpy(group).float(), patch).long()
    away = ways(light[0].cpu().numpy(), group.repeat(2, axis=1).repeat(2, axis=2))
    device = reference.device
    return Marked(tokens[None].to(device), sizes(tokens)[None].to(device), away[None].to(device))


def alike(ab: np.ndarray) -> np.ndarray:
    """a*b* (N, 2) -> (N,) numbers from 0, the same for colours that a chain of near ones links."""
    some, of = np.unique(np.rint(ab), axis=0, return_inverse=True)
    if len(some) == 1:
        return np.zeros(len(ab), int)
    linked = fclusterdata(some, ONE_COLOR, criterion="distance", method="single")
    if linked.max() > MOST_COLORS:
        linked = fclusterdata(some, MOST_COLORS, criterion="maxclust", method="single")
    return np.asarray(linked[of.reshape(-1)] - 1)


def sizes(group: Tensor) -> Tensor:
    """Groups (F, m, n), -1 for none -> how many tokens the mark there covers in its frame; 1 for none."""
    found = torch.ones(group.shape)
    for frame, groups in zip(found, group.numpy(), strict=True):
        for number in np.unique(groups[groups >= 0]):
            parts, count = label(groups == number, np.ones((3, 3)))
            covered = np.bincount(parts.ravel(), minlength=count + 1)[parts]
            frame[torch.from_numpy(parts > 0)] = torch.from_numpy(covered[parts > 0]).float()
    return found


def ways(light: np.ndarray, group: np.ndarray) -> Tensor:
    """L* (F, y, x) and the groups of marks (F, y, x), -1 for none -> lengths of ways (G, F, y, x)."""
    begin, end, cost = (np.concatenate(part) for part in zip(*_steps(light), strict=True))
    graph = coo_matrix((cost, (begin, end)), shape=(light.size, light.size)).tocsr()
    lengths = [
        dijkstra(
            graph, directed=False, indices=np.flatnonzero(group == number), min_only=True, limit=FARTHEST
        )
        for number in range(int(group.max()) + 1)
    ]
    return torch.from_numpy(np.stack(lengths)).float().clamp_max(FARTHEST).unflatten(1, light.shape)


def _steps(light: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Every step from one cell to one beside it: the numbers of both and what it costs."""
    cells = np.arange(light.size).reshape(light.shape)
    least = ACROSS / np.mean(light.shape[1:])
    for step in BESIDE:
        here = tuple(
            slice(max(0, -by), size - max(0, by)) for by, size in zip(step, light.shape, strict=True)
        )
        there = tuple(
            slice(max(0, by), size + min(0, by)) for by, size in zip(step, light.shape, strict=True)
        )
        begin, end = cells[here].ravel(), cells[there].ravel()
        change = np.abs(light.ravel()[begin] - light.ravel()[end])
        yield begin, end, least * np.linalg.norm(step) + np.maximum(change - EVEN, 0) / EDGE
