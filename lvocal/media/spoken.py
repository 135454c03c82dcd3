"""Sentences said by speech programs, to learn and to measure separation with; nothing at run time needs them.

eSpeak NG (formants) and Flite (recorded voices) are called by name and are not part of this project.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lvocal.media.audio import RATE_HZ, read_audio
from lvocal.values import UserError, Waveform

PROGRAMS = ("espeak-ng", "flite")
ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-029", "en-gb-x-rp", "en-gb-x-gbclan")
TIMBRES = (
    "f1", "f2", "f3", "f4", "m1", "m2", "m3", "m4", "m5", "m6", "m8", "klatt2", "klatt3", "adam", "anika",
    "belinda", "boris", "david", "edward", "grandma", "grandpa", "iven", "john", "kaukovalta", "max", "paul",
    "quincy", "robert", "shelby", "steph", "whisper", "zac",
)  # fmt: skip
RECORDED = ("slt", "rms", "kal16")
TIMBRES_ASIDE = ("f5", "m7", "klatt4", "linda", "michael", "travis")
RECORDED_ASIDE = ("awb",)
"""Voices that are never trained on."""


@dataclass(frozen=True)
class Speaker:
    """A voice, and how it is used."""

    program: str
    voice: str
    pitch: float
    """1 is the voice's own."""
    pace: float
    """1 is the voice's own; more is slower."""

    @property
    def top_hz(self) -> int:
        """Nothing is above."""
        return 8_000 if self.program == "flite" else 11_025


def some_speaker(rng: np.random.Generator, is_val: bool) -> Speaker:
    """One of many voices; those kept aside for measuring are others."""
    pitch, pace = float(rng.uniform(0.75, 1.3)), float(rng.uniform(0.8, 1.25))
    if rng.random() < 0.55:
        return Speaker("flite", str(rng.choice(RECORDED_ASIDE if is_val else RECORDED)), pitch, pace)
    timbre = rng.choice(TIMBRES_ASIDE if is_val else TIMBRES)
    return Speaker("espeak-ng", f"{rng.choice(ACCENTS)}+{timbre}", pitch, pace)


def check_programs() -> None:
    """UserError when a speech program is not installed."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        raise UserError(
            f"The speech program {missing[0]} is not installed; it makes the speech to learn from.",
            f"Install it: apt-get install {' '.join(PROGRAMS)}.",
        )


def say(text: str, speaker: Speaker) -> Waveform:
    """A sentence as mono sound at RATE_HZ, without the silence at its ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        if speaker.program == "flite":
            hz = {"slt": 170, "rms": 105, "kal16": 105, "awb": 120}[speaker.voice] * speaker.pitch
            how = ["-voice", speaker.voice, "--setf", f"duration_stretch={speaker.pace:.2f}"]
            how += ["--setf", f"int_f0_target_mean={hz:.0f}", "-o", str(path), "-t", text]
        else:
            how = ["-v", speaker.voice, "-p", f"{min(50 * speaker.pitch, 99):.0f}"]
            how += ["-s", f"{165 / speaker.pace:.0f}", "-w", str(path), text]
        subprocess.run([speaker.program, *how], check=True, capture_output=True)
        wave = read_audio(path, RATE_HZ, 1)
    return trimmed(wave or Waveform(np.zeros((1, 0), np.float32), RATE_HZ))


def trimmed(wave: Waveform) -> Waveform:
    """Without what lies 50 dB below the peak at either end."""
    size = np.abs(wave.samples).max(0)
    loud = np.flatnonzero(size > size.max(initial=0) * 10 ** (-50 / 20))
    if not len(loud):
        return wave
    return Waveform(wave.samples[:, loud[0] : loud[-1] + 1], wave.rate_hz)
