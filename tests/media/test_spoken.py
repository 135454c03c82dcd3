"""Speech to learn from: many voices, some of them kept aside."""

import shutil

import numpy as np
import pytest

from lvocal.media import spoken
from lvocal.media.audio import RATE_HZ
from lvocal.media.spoken import PROGRAMS, Speaker, check_programs, say, some_speaker, trimmed
from lvocal.values import UserError, Waveform

MISSING = [name for name in PROGRAMS if shutil.which(name) is None]
needs_programs = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def voices(is_val: bool) -> set[str]:
    rng = np.random.default_rng(0)
    return {some_speaker(rng, is_val).voice.rpartition("+")[2] for _ in range(300)}


def test_voices_kept_aside_are_never_learned_from():
    assert len(voices(False)) > 20 and len(voices(True)) > 4
    assert not voices(False) & voices(True)


def test_silent_ends_are_cut_and_silence_stays():
    row = np.zeros((1, 1000), np.float32)
    assert trimmed(Waveform(row, RATE_HZ)).samples.shape == (1, 1000)
    row[0, 300:500] = 0.5
    assert trimmed(Waveform(row, RATE_HZ)).samples.shape == (1, 200)


@needs_programs
@pytest.mark.parametrize("program", [("flite", "slt"), ("espeak-ng", "en-us+f2")])
def test_a_sentence_is_said_slower_when_asked(program):
    quick, slow = (say("a dog runs over the grass", Speaker(*program, 1.0, pace)) for pace in (0.8, 1.25))
    assert quick.rate_hz == RATE_HZ and quick.samples.shape[0] == 1
    assert 0.5 < quick.duration_sec < slow.duration_sec < 6


def test_a_missing_program_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(spoken, "PROGRAMS", ("no-such-program",))
    with pytest.raises(UserError, match="apt-get install"):
        check_programs()
