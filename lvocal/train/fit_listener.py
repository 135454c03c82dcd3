"""Teach the listener the names of surroundings and the emotion of music, and say how well it did.

Shapes: B batch, T frames of 10 ms, L labels.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from lvocal.checkpoint.module_file import save_module
from lvocal.media.sound_shards import ESC10, strongest
from lvocal.model.listen import LABELS, Listener, ListenerConfig, pool_labels
from lvocal.model.reading import read_sound
from lvocal.train.accelerated import Turn
from lvocal.train.fit_readout import with_readout
from lvocal.train.loop import LoopRecipe, Losses, fit
from lvocal.train.sounds import SoundClip, SoundPack, load_sounds
from lvocal.values import EMOTIONS

log = logging.getLogger(__name__)

CROP = 480
"""Frames of one training sound: ten tokens, 4.8 s."""


@dataclass(frozen=True, kw_only=True)
class ListenerRecipe:
    """How the listener is trained; the defaults take about a quarter of an hour on one core."""

    steps: int = 1200
    batch: int = 64
    learning_rate: float = 2e-3
    seed: int = 0
    preset_variants: int = 6
    """Seeds of every preset to learn from; the shipped seed is kept for checking."""
    config: ListenerConfig = ListenerConfig()


@dataclass(frozen=True)
class ListenerReport:
    """How sounds that were not trained on are read."""

    esc10: float
    """Share of the 80 clips of fold 5 named rightly, out of the ten names of ESC-10."""
    emotion: float
    """Share of the val music whose likeliest emotion is the listeners'."""
    ambient: float
    """Share of val surroundings whose likeliest label is one of theirs."""
    presets: dict[str, tuple[tuple[str, float], ...]]
    """The two likeliest readings of each shipped preset: labels, or emotions of a mood."""


class ListenerBatch(NamedTuple):
    """Sounds and what they are."""

    mels: Tensor
    """(B, 64, T)"""
    labels: Tensor
    """(B, L) 0 or 1."""
    emotions: Tensor
    """(B, 8) shares."""
    weights: Tensor
    """(B,) how much the emotion counts; where there is no music, it is pulled gently to "no emotion"."""

    def to(self, device: torch.device) -> ListenerBatch:
        return ListenerBatch(*(item.to(device) for item in self))


def fit_listener(
    data: Path, run: Path, recipe: ListenerRecipe | None = None, cache: Path | None = None
) -> ListenerReport:
    """Train on `data`/audio and the presets; leaves `run`/listener.safetensors, log.csv and report.csv.

    `cache` (by default `run`/cache) keeps the log-mels, which take minutes to make.
    """
    recipe = recipe or ListenerRecipe()
    torch.manual_seed(recipe.seed)
    recorded, made = load_sounds(data, cache or run / "cache", recipe.preset_variants)
    loop = LoopRecipe(
        steps=recipe.steps, learning_rate=recipe.learning_rate, betas=(0.9, 0.99), weight_decay=0.05,
        warmup_steps=50, decay_steps=recipe.steps * 3 // 4, ema=0.99,
    )  # fmt: skip

    def show(network: torch.nn.Module, step: int) -> None:
        report = read_val(network, (recorded, made))  # type: ignore[arg-type]
        shares = (report.esc10, report.emotion, report.ambient)
        log.info("step %d: esc-10 %.3f, emotion %.3f, ambient %.3f", step, *shares)

    def batches(numbers: range) -> Iterator[ListenerBatch]:
        return sound_batches((recorded, made), recipe.batch, recipe.seed + numbers.start)

    network = Listener(recipe.config)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # twice as fast, with bfloat16
    listener = fit(network, batches, _losses, loop, run, show)
    assert isinstance(listener, Listener)
    listener = with_readout(listener, (recorded, made))
    save_module(run / "listener.safetensors", listener)
    report = read_val(listener, (recorded, made))
    _write(run / "report.csv", report)
    return report


def sound_batches(packs: tuple[SoundPack, ...], size: int, seed: int) -> Iterator[ListenerBatch]:
    """Endless augmented batches; each source has its share, and within a source each label."""
    rng = np.random.default_rng(seed)
    groups = _groups(packs)
    shares = np.array(
        [{"esc10": 0.36, "ambient": 0.2, "emotify": 0.28, "preset": 0.16}[name] for name in groups]
    )
    while True:
        picks = rng.choice(len(groups), size, p=shares / shares.sum())
        samples = [_sample(packs, list(groups.values()), pick, rng) for pick in picks]
        yield ListenerBatch(
            *(torch.from_numpy(np.stack(column).astype(np.float32)) for column in zip(*samples, strict=True))
        )


@torch.no_grad()
def read_val(listener: Listener, packs: tuple[SoundPack, ...]) -> ListenerReport:
    """Measure on what was kept aside."""
    listener.eval()
    hits: dict[str, list[bool]] = {"esc10": [], "emotify": [], "ambient": []}
    presets = {}
    aside = [(pack, clip) for pack in packs for clip in pack.clips if clip.is_val and clip.labels]
    for pack, clip in aside:
        read = read_sound(listener, torch.from_numpy(pack.mel(clip).astype(np.float32)).T)
        if clip.source == "preset":
            felt, named = (EMOTIONS, read.emotion_shares), (LABELS, read.label_logits.sigmoid())
            names, values = felt if clip.emotion else named
            presets[clip.name] = tuple((names[i], float(v)) for v, i in zip(*values.topk(2), strict=True))
        elif clip.emotion:
            hits["emotify"].append(read.emotion == strongest(clip.emotion))
        else:
            among = ESC10.values() if clip.source == "esc10" else LABELS
            hits[clip.source].append(read.likeliest(among) in clip.labels)
    shares = {name: float(np.mean(found)) if found else float("nan") for name, found in hits.items()}
    return ListenerReport(shares["esc10"], shares["emotify"], shares["ambient"], presets)


def _losses(network: torch.nn.Module, batch: ListenerBatch, turn: Turn) -> Losses:
    del turn
    assert isinstance(network, Listener)
    with torch.autocast(batch.mels.device.type, torch.bfloat16):
        tokens = network.tokens(batch.mels)
        label_logits = network.ambience_features(tokens).label_logits
        emotion_logits = network.music_features(tokens).emotion_logits
    labels = pool_labels(label_logits.float())
    emotions = emotion_logits.float().log_softmax(-1)
    named = functional.binary_cross_entropy_with_logits(labels, batch.labels, reduction="none").sum(1).mean()
    felt = -(batch.emotions[:, None] * emotions).sum(-1).mean(1)
    return {"labels": named, "emotions": (batch.weights * felt).sum() / batch.weights.sum().clamp(min=1)}


Place = tuple[int, SoundClip]
"""Number of the pack, and the clip."""


def _groups(packs: tuple[SoundPack, ...]) -> dict[str, list[list[Place]]]:
    """source -> label -> clips to train on; labels of few clips are drawn as often as those of many."""
    groups: dict[str, dict[str, list[Place]]] = {}
    for number, pack in enumerate(packs):
        for clip in pack.clips:
            if not clip.is_val:
                key = clip.name if clip.source == "preset" else _class_of(clip)
                groups.setdefault(clip.source, {}).setdefault(key, []).append((number, clip))
    return {source: list(by_label.values()) for source, by_label in groups.items()}


def _class_of(clip: SoundClip) -> str:
    """Music is drawn by track, or the few angry ones would be heard over and over."""
    return "any" if clip.source == "emotify" else " ".join(clip.labels)


def _sample(
    packs: tuple[SoundPack, ...], groups: list[list[list[Place]]], pick: int, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """One augmented sound: mel (64, T), labels (L,), emotions (8,), weight ()."""
    mel, clip = _crop(packs, groups[pick], rng)
    labels = _multi_hot(clip.labels)
    if clip.source != "emotify" and rng.random() < 0.4:  # surroundings sound together
        other, behind = _crop(packs, groups[int(rng.integers(len(groups)))], rng)
        if not behind.emotion:
            quieter = rng.uniform(0, 18)
            level = np.log(np.mean(np.exp(mel)) + 1e-6) - np.log(np.mean(np.exp(other)) + 1e-6)
            mel = np.logaddexp(mel, other + level - quieter / 4.34)
            labels = np.maximum(labels, _multi_hot(behind.labels) * (quieter < 9))
    emotion = np.array(clip.emotion) if clip.emotion else np.full(len(EMOTIONS), 1 / len(EMOTIONS))
    weight = np.array(1.0 if clip.emotion else 0.1)
    return _disturb(mel, rng).T, labels, emotion, weight


def _crop(
    packs: tuple[SoundPack, ...], by_label: list[list[Place]], rng: np.random.Generator
) -> tuple[np.ndarray, SoundClip]:
    """Some clip of some label, 4.8 s of it played a little faster or slower (T, 64)."""
    clips = by_label[int(rng.integers(len(by_label)))]
    number, clip = clips[int(rng.integers(len(clips)))]
    speed, length = rng.uniform(0.85, 1.15), clip.stop - clip.start
    frames = rng.integers(length) + np.arange(CROP) * speed
    return packs[number].mel(clip)[frames.astype(int) % length].astype(np.float32), clip


def _disturb(mel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Another microphone, another pitch, another fader, and holes (SpecAugment): (T, 64) -> (T, 64)."""
    shift = int(rng.integers(-2, 3))
    mel = np.roll(mel, shift, axis=1)
    mel[:, : max(shift, 0)] = mel[:, max(shift, 0), None]
    if shift < 0:
        mel[:, shift:] = mel[:, shift - 1, None]
    tilt = np.interp(np.arange(64), [0, 16, 40, 63], rng.normal(0, 0.6, 4))
    mel = np.maximum(mel + tilt + rng.normal(0, 1.5), -13.8)
    floor = float(mel.mean())
    for _ in range(2):
        low, wide = int(rng.integers(0, 58)), int(rng.integers(0, 9))
        mel[:, low : low + wide] = floor
        start, long = int(rng.integers(0, CROP)), int(rng.integers(0, 50))
        mel[start : start + long] = floor
    return mel


def _multi_hot(labels: tuple[str, ...]) -> np.ndarray:
    return np.array([float(label in labels) for label in LABELS], np.float32)


def _write(path: Path, report: ListenerReport) -> None:
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerows([("esc10", report.esc10), ("emotion", report.emotion), ("ambient", report.ambient)])
        rows.writerows(
            (name, *(f"{label} {value:.2f}" for label, value in read))
            for name, read in report.presets.items()
        )
