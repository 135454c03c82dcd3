"""What lies on disk is what would lie in memory, and takes none while nobody works on it."""

import sys
from pathlib import Path

import numpy as np
import pytest

from lvocal.media import scratch
from lvocal.media.audio import RATE_HZ, read_audio, resample, write_wav
from lvocal.media.gate import gated
from lvocal.media.loudness import ceiling
from lvocal.media.mix import render_mix
from lvocal.media.peaks import peaks_of
from lvocal.media.scratch import Joined, let_go, reel, roomy_zeros, stretches
from lvocal.values import Lane, SoundMix, Stems, UserError, Waveform


@pytest.fixture
def all_on_disk(monkeypatch):
    """Everything is long, and worked on in small pieces."""

    def turn_on() -> None:
        monkeypatch.setattr(scratch, "IN_MEMORY", 0)
        monkeypatch.setattr(scratch, "STRETCH", 997)

    return turn_on


def noise(seconds: float, level: float = 0.1, seed: int = 0) -> Waveform:
    samples = np.random.default_rng(seed).standard_normal((2, round(seconds * RATE_HZ)))
    return Waveform((level * samples).astype(np.float32), RATE_HZ)


FILM = noise(0.5)
HALF = Waveform(np.concatenate([noise(7).samples, 1e-5 * noise(7).samples], axis=1), RATE_HZ)
"""Loud, then as good as silent."""

STEMS = Stems(noise(0.5, 0.05, 1), noise(0.5, 0.05, 2), noise(0.4, 0.05, 3))
MIXES = (
    SoundMix(),
    SoundMix(music=Lane("original", gain_db=30.0)),
    SoundMix(ambience=Lane(offset_sec=0.1)),
    SoundMix(music=Lane("preset:rain", offset_sec=-0.1)),
)


def mixed(mix: SoundMix) -> list[np.ndarray]:
    sound = render_mix(mix, FILM, 0.5, STEMS)
    waves = (sound.heard, sound.music, sound.ambience)
    return [wave.samples for wave in waves if wave is not None] + list(sound.peaks.values())


WORKS = {
    "resampled": lambda path: [resample(FILM, 16_000, 1).samples],
    "made mono": lambda path: [resample(FILM, RATE_HZ, 1).samples],
    "read": lambda path: [read_audio(path).samples, read_audio(path, 16_000, 1, 0.2).samples],
    "gated": lambda path: [gated(HALF, -20.0).samples],
    "turned down": lambda path: [ceiling(noise(0.1, 3.0)).samples],
    "drawn": lambda path: [peaks_of(FILM)],
    **{f"mix {number}": lambda path, mix=mix: mixed(mix) for number, mix in enumerate(MIXES)},
}


@pytest.mark.parametrize("work", WORKS)
def test_on_disk_every_bit_is_what_it_is_in_memory(tmp_path: Path, all_on_disk, work: str) -> None:
    write_wav(tmp_path / "film.wav", FILM)
    in_memory = WORKS[work](tmp_path / "film.wav")
    all_on_disk()
    on_disk = WORKS[work](tmp_path / "film.wav")
    assert len(in_memory) == len(on_disk)
    for one, other in zip(in_memory, on_disk, strict=True):
        np.testing.assert_array_equal(one, other)


def test_what_was_let_go_is_still_there(all_on_disk) -> None:
    all_on_disk()
    array = roomy_zeros((2, 5000))
    array[1] = np.arange(5000)
    let_go(array[1:, 30:])
    assert not array[0].any()
    np.testing.assert_array_equal(array[1], np.arange(5000))


def in_memory_mb() -> float:
    """Of files that this process looks at."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssFile", "RssShmem"))) / 1000


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_long_work_takes_little_memory() -> None:
    array = roomy_zeros((2, 8_000_000))
    before = in_memory_mb()
    for span in stretches(array):
        array[:, span] = 1
        assert in_memory_mb() < before + 20
    assert in_memory_mb() < before + 5
    array[:] = 2
    assert in_memory_mb() > before + 50


@pytest.mark.parametrize("skip", [0, 3, 8, 40])
@pytest.mark.parametrize("length", [0, 1, 9, 25, 60])
def test_pieces_are_joined_as_they_come(length: int, skip: int) -> None:
    row = np.arange(30, dtype=np.float32)
    joined = Joined(np.zeros((1, length), np.float32), skip)
    for piece in np.split(row[None], [4, 4, 11, 29], axis=1):
        joined.add(piece)
    wanted = np.zeros(length, np.float32)
    part = row[skip : skip + length]
    wanted[: len(part)] = part
    np.testing.assert_array_equal(joined.whole[0], wanted)


def test_a_reel_is_read_as_it_was_written(monkeypatch) -> None:
    monkeypatch.setattr(scratch, "IN_MEMORY", 10)
    with reel() as file:
        for part in (b"four", b"seventeen", b"", b"bytes"):
            file.write(part)
        file.seek(0)
        assert file.read() == b"fourseventeenbytes"


def test_a_full_disk_is_said(monkeypatch, all_on_disk) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    all_on_disk()
    monkeypatch.setattr("os.posix_fallocate", full, raising=False)
    with pytest.raises(UserError, match="no room for the sound"):
        roomy_zeros((2, 10))
