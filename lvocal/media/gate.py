"""How loud stems are, and which of them count as silence (L-VOCAL sec. 3: below -30 dB).

The paper does not say against what. Here it is the soundtrack they come from, because optical tracks and
transfers differ by more than that in level. Shapes: C channels, N samples.
"""

from __future__ import annotations

import numpy as np

from lvocal.media.scratch import let_go, roomy_zeros, stretches
from lvocal.values import StemLevel, Stems, Waveform

GATE_DB = -30.0
"""A stem, or a stretch of it, this far below the soundtrack counts as silence."""

STRETCH_SEC = 5.0
"""Judged at a time; the paper judges clips of 3 to 15 seconds."""

FADE_SEC = 0.05
NOTHING_DB = -120.0


def level_db(wave: Waveform) -> float:
    """Root mean square over all of a sound, dB full scale; NOTHING_DB for digital silence."""
    return _db(float(np.sqrt(_powers(wave).mean())))


def soundtrack_db(stems: Stems) -> float:
    """About the level of the soundtrack that the stems came from: the sum of their powers."""
    powers = [10 ** (level_db(stem) / 10) for stem in (stems.speech, stems.music, stems.effects)]
    return _db(sum(powers) ** 0.5)


def stem_levels(stems: Stems) -> tuple[StemLevel, ...]:
    """How loud each stem is, and whether it counts as silence."""
    parts = (("speech", stems.speech), ("music", stems.music), ("effects", stems.effects))
    return tuple(StemLevel(name, round(level_db(stem), 1), not sounds(stem, stems)) for name, stem in parts)


def sounds(stem: Waveform, stems: Stems) -> bool:
    """A stem is loud enough somewhere not to count as silence."""
    return bool(_loud(stem, soundtrack_db(stems)).any())


def gated(stem: Waveform, whole_db: float) -> Waveform:
    """The stem with nothing in the stretches where it counts as silence, faded at their ends; the same value
    where there are none."""
    loud = _loud(stem, whole_db)
    if loud.all():
        return stem
    length, stretch = stem.samples.shape[1], round(STRETCH_SEC * stem.rate_hz)
    gain = roomy_zeros((length,))
    for at in np.flatnonzero(loud) * stretch:
        gain[at : at + stretch] = 1
        let_go(gain)
    ramp = np.linspace(0, 1, round(FADE_SEC * stem.rate_hz), dtype=np.float32)
    for edge in (np.flatnonzero(np.diff(loud)) + 1) * stretch:
        rises = loud[edge // stretch]
        fade = gain[edge - len(ramp) : edge] if rises else gain[edge : edge + len(ramp)]
        fade[:] = ramp[: len(fade)] if rises else ramp[::-1][: len(fade)]
    opened = roomy_zeros(stem.samples.shape)
    for span in stretches(opened, stem.samples, gain):
        opened[:, span] = stem.samples[:, span] * gain[span]
    return Waveform(opened, stem.rate_hz)


def _loud(stem: Waveform, whole_db: float) -> np.ndarray:
    """(stretches,) where the stem does not count as silence."""
    least_db = max(whole_db + GATE_DB, NOTHING_DB + 1)
    return 10 * np.log10(_powers(stem) + 10 ** (NOTHING_DB / 10)) > least_db


def _powers(wave: Waveform) -> np.ndarray:
    """(stretches,) mean square of every stretch; the last may be shorter."""
    length, powers = round(STRETCH_SEC * wave.rate_hz), []
    for at in range(0, wave.samples.shape[1], length):
        powers.append(np.square(wave.samples[:, at : at + length], dtype=np.float64).mean())
        let_go(wave.samples)
    return np.array(powers or [0.0])


def _db(size: float) -> float:
    return 20 * float(np.log10(max(size, 10 ** (NOTHING_DB / 20))))
