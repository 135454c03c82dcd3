"""Shards of a few made clips on toy networks, for tests: seconds, not minutes, and no film to decode."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import numpy as np
import webdataset

from lvocal.train.full.clip_stream import AboutShards
from lvocal.train.full.sample import members_of
from lvocal.values import EMOTIONS, Waveform

FRAMES, HEIGHT, WIDTH = 5, 32, 48
SHARED, TEXT = 12, 16
"""Widths of the toy CLAP and the toy umT5."""
ABOUT = AboutShards("toy/wan", "toy/clap", FRAMES, HEIGHT, WIDTH, -30.0)


def made_clip(number: int, silent: bool = False) -> dict[str, bytes]:
    """A clip of one colour on a grey ramp; its latents are what they are."""
    rng = np.random.default_rng(number)
    ramp = np.linspace(60, 200, WIDTH)[None, None, :, None] * np.ones((FRAMES, HEIGHT, 1, 3))
    frames = np.clip(ramp + rng.normal(0, 40, 3), 0, 255).astype(np.uint8)
    size = (16, 1 + FRAMES // 4, HEIGHT // 8, WIDTH // 8)
    emotion = EMOTIONS[number % 2]
    facts = {
        "film": f"{number}.mp4", "start": 0, "fps": "25", "caption": f"clip {number}", "emotion": emotion,
        "emotion_from": "captions", "music_db": -10.0, "ambience_db": None if silent else -12.0,
    }  # fmt: skip
    level = rng.normal(size=(16, 1, 1, 1)).astype(np.float16)
    arrays = {
        "latent": np.broadcast_to(level, size).copy(),
        "gray": rng.normal(size=size).astype(np.float16),
        "text": rng.normal(size=(3, TEXT)).astype(np.float16),
        "music": (level[:SHARED, 0, 0, 0] + number % 2).astype(np.float32),
        "ambience": None
        if silent
        else np.tile(level[:SHARED, 0, 0, 0], (2 + number % 2, 1)).astype(np.float32),
    }
    sound = {"music": Waveform(np.zeros((2, 480), np.float32), 48_000)}
    return members_of(frames, Fraction(25), sound, arrays, facts)


def write_shards(folder: Path, train: tuple[int, ...] = (3, 2, 4), val: tuple[int, ...] = (3,)) -> Path:
    """Shards with so many clips each."""
    (folder / "reels").mkdir(parents=True)
    (folder / "about.json").write_text(json.dumps(asdict(ABOUT)))
    np.save(folder / "no-text.npy", np.zeros((1, TEXT), np.float16))
    shards: dict[str, dict[str, int]] = {"train": {}, "val": {}}
    number = 0
    for split, sizes in (("train", train), ("val", val)):
        for at, size in enumerate(sizes):
            name = f"{split}-0000-{at:02d}.tar"
            with webdataset.TarWriter(str(folder / name)) as tar:
                for _ in range(size):
                    tar.write({"__key__": f"{number:05d}"} | made_clip(number, silent=number % 4 == 3))
                    number += 1
            shards[split][name] = size
    (folder / "reels" / "0000.json").write_text(json.dumps({"shards": shards, "left_out": {}}))
    return folder
