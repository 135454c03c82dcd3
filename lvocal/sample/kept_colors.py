"""The painted colours of a take on disk, so that any master can be written later without the networks.

A ZIP: facts.json, sound.f32 where the film got another sound, and one entry per frame with its a*b* as
float32, to the bit, bytes of one significance together (signs and exponents of neighbours are alike and
deflate; the last bits are noise). About 140 kB a frame painted at 224 px, 210 MB a minute at 25 frames a
second.

Shapes: h, w painted pixels; C channels, N samples.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from lvocal.media.scratch import stretches
from lvocal.sample.sidecar import portable, source_hash
from lvocal.values import ColorizeRequest, Shot, Waveform

FORMAT = 1

SHARE_OF_DISK = 0.25
"""Colours that would take more than this of the free disk are not kept."""


class ColorKeeper:
    """Takes the colours of a film in, frame by frame, as a context manager; `path` is there once it is left,
    unless nothing was kept."""

    def __init__(self, path: Path, facts: Mapping[str, Any], sound: Waveform | None, total: int, must: bool):
        """`total` frames are expected; with `must` they are kept however full the disk is."""
        self.path, self._total, self._must = path, total, must
        self._draft = path.with_name(f".{path.name}.part")
        self._file: ZipFile | None = ZipFile(self._draft, "w", ZIP_DEFLATED, compresslevel=1)
        self._count = 0
        about: dict[str, Any] = {"format": FORMAT, **facts}
        if sound is not None:
            about["sound"] = {"channels": len(sound.samples), "rate_hz": sound.rate_hz}
            self._put_in(sound.samples)
        self._file.writestr("facts.json", json.dumps(about))

    def __enter__(self) -> ColorKeeper:
        return self

    def add(self, ab: np.ndarray) -> None:
        """a*b* (2, h, w) float32 of the next frame."""
        if self._file is None:
            return
        if not self._count and not self._must and self._is_too_much(ab.nbytes):
            self._drop()
            return
        planes = np.ascontiguousarray(ab.astype("<f4").reshape(-1).view(np.uint8).reshape(-1, 4).T)
        head = np.array(ab.shape[1:], "<u2").tobytes()
        self._file.writestr(f"frames/{self._count:08d}", head + planes.tobytes())
        self._count += 1

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None or not self._count:
            self._drop()
            return
        self._file.close()
        self._draft.replace(self.path)

    def _put_in(self, samples: np.ndarray) -> None:
        """Sound (C, N), one channel after another."""
        assert self._file is not None
        with self._file.open(ZipInfo("sound.f32", time.localtime()[:6]), "w", force_zip64=True) as file:
            for channel in samples:
                for span in stretches(channel):
                    file.write(channel[span].astype("<f4").tobytes())

    def _is_too_much(self, frame_bytes: int) -> bool:
        return frame_bytes * self._total > SHARE_OF_DISK * shutil.disk_usage(self._draft.parent).free

    def _drop(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None
        self._draft.unlink(missing_ok=True)


class KeptColors:
    """The colours of a take, read again."""

    def __init__(self, path: Path) -> None:
        """Raises ValueError for a file that is none, or not whole."""
        try:
            self._file = ZipFile(path)
            self.facts: dict[str, Any] = json.loads(self._file.read("facts.json"))
        except (OSError, BadZipFile, KeyError, ValueError) as problem:
            raise ValueError(f"{path.name} holds no colours: {problem}") from problem
        if self.facts.get("format") != FORMAT:
            raise ValueError(f"{path.name} is of format {self.facts.get('format')}, this is {FORMAT}")
        self._names = sorted(name for name in self._file.namelist() if name.startswith("frames/"))

    def __len__(self) -> int:
        return len(self._names)

    @property
    def shots(self) -> tuple[Shot, ...]:
        return tuple(Shot(*ends) for ends in self.facts["shots"])

    @property
    def sound(self) -> Waveform | None:
        """What is heard; None where the film keeps its own."""
        about = self.facts.get("sound")
        if about is None:
            return None
        samples = np.frombuffer(self._file.read("sound.f32"), "<f4").reshape(about["channels"], -1)
        return Waveform(samples.astype(np.float32), about["rate_hz"])

    def frames(self) -> Iterator[np.ndarray]:
        """a*b* (2, h, w) float32 of every frame."""
        for name in self._names:
            data = self._file.read(name)
            height, width = np.frombuffer(data[:4], "<u2")
            planes = np.frombuffer(data, np.uint8, offset=4).reshape(4, -1)
            yield np.ascontiguousarray(planes.T).view("<f4").reshape(2, height, width).astype(np.float32)

    def close(self) -> None:
        self._file.close()


def facts_of(request: ColorizeRequest, model: Mapping[str, Any], shots: tuple[Shot, ...]) -> dict[str, Any]:
    """What is kept beside the colours of a take."""
    return {
        "take": _take(request),
        "source": source_hash(request.source),
        "model": dict(model),
        "shots": [[shot.start, shot.stop] for shot in shots],
    }


def kept_for(request: ColorizeRequest, path: Path | None) -> KeptColors | None:
    """The colours at `path`, if they are there, whole, and those of this request over this very film."""
    if path is None or not path.is_file():
        return None
    try:
        kept = KeptColors(path)
    except ValueError:
        return None
    about = kept.facts
    if (about["take"], about["source"]) != (_take(request), source_hash(request.source)) or not len(kept):
        kept.close()
        return None
    return kept


def _take(request: ColorizeRequest) -> dict[str, Any]:
    """The request but for the kind of file, which colours do not depend on."""
    return {**portable(request), "master": None}
