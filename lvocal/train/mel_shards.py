"""Log-mels as 8-bit pictures in a shard: what a packed data folder holds instead of sound files.

A clip is `NNNNN.json`, the fields of its SoundClip and the range of its greys, followed by one or more strips
`NNNNN.S.webp`, 64 rows high, a column for each frame of 10 ms. Mels are mostly noise, and lossless strips
weigh more than the sound files they come from. WebP at quality 88 errs by 0.18 nepers in the mean and by 1.7
at most, 0.04 and 0.4 of the mels' standard deviation; 8 bits alone err by 0.02.

Shapes: T frames; a mel is (T, 64) float16 in nepers.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from lvocal.train.shard_file import shard_writer
from lvocal.values import UserError

STRIP_FRAMES = 16_320
"""Longest strip; WebP ends at 16,383."""

MelClip = tuple[np.ndarray, dict[str, Any]]
"""A mel (T, 64), and the fields of its SoundClip but for start and stop."""


def mel_shards(folder: Path) -> list[Path]:
    """The shards of mels in an audio folder; none where it holds sound files."""
    return sorted(folder.glob("mels-*.tar"))


def write_mels(path: Path, clips: Iterable[MelClip], span: tuple[float, float], quality: int) -> None:
    """Store clips in their order; `span` is the lowest and the highest energy of them all."""
    with shard_writer(path) as add:
        for number, (mel, fields) in enumerate(clips):
            add(f"{number:05d}.json", json.dumps({**fields, "range": span}).encode())
            for place, start in enumerate(range(0, len(mel), STRIP_FRAMES)):
                strip = _to_grey(mel[start : start + STRIP_FRAMES], span)
                add(f"{number:05d}.{place}.webp", _webp(strip, quality))


def read_mels(path: Path) -> Iterator[MelClip]:
    """The clips in their order; UserError when a strip is broken."""
    fields: dict[str, Any] | None = None
    strips: list[np.ndarray] = []
    with tarfile.open(path) as tar:
        for member in tar:
            data = tar.extractfile(member).read()  # type: ignore[union-attr]
            if member.name.endswith(".webp"):
                strips.append(_decoded(data, path))
                continue
            if fields is not None:
                yield _clip(fields, strips)
            fields, strips = json.loads(data), []
    if fields is not None:
        yield _clip(fields, strips)


def _clip(fields: dict[str, Any], strips: list[np.ndarray]) -> MelClip:
    low, high = fields.pop("range")
    levels = np.linspace(low, high, 256).astype(np.float16)
    return levels[np.concatenate(strips, axis=1).T], fields


def _to_grey(mel: np.ndarray, span: tuple[float, float]) -> np.ndarray:
    """(T, 64) nepers -> (64, T) uint8."""
    low, high = span
    share = (mel.T.astype(np.float32) - low) / max(high - low, 1e-6)
    return np.ascontiguousarray((share * 255).round().clip(0, 255).astype(np.uint8))


def _webp(grey: np.ndarray, quality: int) -> bytes:
    stream = BytesIO()
    Image.fromarray(grey).save(stream, "WEBP", quality=quality, method=6)
    return stream.getvalue()


def _decoded(data: bytes, path: Path) -> np.ndarray:
    grey = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise UserError(f"{path} holds a strip that cannot be read.", "Pack the data folder again.")
    return grey
