"""Files that settings from elsewhere need are found by name, or said by name."""

from pathlib import Path

from lvocal.sample.relinking import missing_error, relinked
from lvocal.values import ColorizeRequest, Lane, ReferenceFrame, SoundMix, Weights

ASKED = ColorizeRequest(
    Path("film.mp4"),
    mix=SoundMix(Lane("waves.wav", "preset:awe", 0.5), Lane("original")),
    references=(ReferenceFrame(3, Path("hat.png")), ReferenceFrame(9, Path("coat.png"))),
    weights=Weights("mini", Path("mine")),
)


def test_what_is_there_is_taken_and_presets_are_left_alone():
    again, missing = relinked(ASKED, lambda text: Path("/here") / text)
    assert missing == ()
    assert again.mix == SoundMix(Lane("/here/waves.wav", "preset:awe", 0.5), Lane("original"))
    assert [item.path for item in again.references] == [Path("/here/hat.png"), Path("/here/coat.png")]
    assert again.weights.folder == Path("/here/mine")


def test_what_is_missing_is_said_by_name_and_left_away():
    again, missing = relinked(ASKED, lambda text: Path(text) if text == "hat.png" else None)
    assert missing == ('the coloured frame "coat.png"', 'the weights "mine"', 'the music "waves.wav"')
    assert again.mix.music.a == "original" and again.references == ASKED.references[:1]
    assert again.weights.folder is None
    assert 'the music "waves.wav"' in missing_error("take.mp4", missing, "Add them.").message
