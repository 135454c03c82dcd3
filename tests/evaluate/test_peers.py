"""Another program is given frames or a film, and what it makes is taken as it is, or its failure is said."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from lvocal.evaluate.clips.footage import Footage
from lvocal.evaluate.clips.methods import Given
from lvocal.evaluate.clips.painted_clip import PaintedClip, paint_clip
from lvocal.evaluate.clips.peers import Peer, filled, read_peer
from lvocal.evaluate.clips.suite import Setup
from lvocal.media.audio import read_audio
from lvocal.media.video import probe, read_rgb
from lvocal.model.bundle import tiny_networks
from lvocal.settings import ColorizeSettings
from lvocal.values import UserError
from tests.evaluate.clips import film
from tests.evaluate.pictures import SETTINGS

NASTY = """it's a "red" $HOME; rm -rf * && {fps} `x` \\ | > <ü>"""

COPY = "import shutil, sys; shutil.copytree(sys.argv[1], sys.argv[2], dirs_exist_ok=True)"


def program(folder: Path, text: str, given: str = "{frames} {output}", name: str = "other") -> Peer:
    """A peer that is a small Python program."""
    (folder / "peer program.py").write_text(text)
    return read_peer(f"{name}='{sys.executable}' -S '{folder / 'peer program.py'}' {given}")


def paint(peer: Peer, path: Path, caption: str = "") -> PaintedClip:
    setup = Setup(path.parent, SETTINGS, 0, peer)
    return paint_clip(Footage(path.name, path, caption), tiny_networks(), setup, True)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return film(tmp_path / "a.mov", sound="pcm_s16le")


def test_who_copies_what_it_is_given_leaves_the_film_grey(tmp_path: Path, clip: Path) -> None:
    made = paint(program(tmp_path, COPY), clip)
    luma = made.truth @ np.array([0.2126, 0.7152, 0.0722])
    assert np.ptp(made.painted, axis=-1).max() == 0
    assert np.abs(made.painted[..., 0] - luma).max() <= 0.5 + 1e-4
    assert made.luma_error is None and made.seconds > 0 and made.peak_gb > 0


def test_pictures_may_lie_in_a_folder_of_the_output(tmp_path: Path, clip: Path) -> None:
    deep = COPY.replace("sys.argv[2]", "sys.argv[2] + '/results/a'")
    assert np.array_equal(
        paint(program(tmp_path, deep), clip).painted, paint(program(tmp_path, COPY), clip).painted
    )


def test_a_film_is_an_answer_as_well(tmp_path: Path, clip: Path) -> None:
    take = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2] + '/done.MKV')"
    of_film = paint(program(tmp_path, take, "{film} {output}"), clip).painted
    assert np.array_equal(of_film, paint(program(tmp_path, COPY), clip).painted)


def test_pictures_it_tinted_come_back_with_their_colours(tmp_path: Path, clip: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    tinted = np.stack(list(read_rgb(probe(clip))))
    tinted[..., 0] = 255
    for number, rgb in enumerate(tinted):
        cv2.imwrite(str(made / f"{number}.png"), rgb[..., ::-1])
    found = paint(program(tmp_path, COPY, f"'{made}' {{output}} {{frames}}"), clip)
    assert np.array_equal(found.painted, tinted)


def test_what_it_is_told_are_words_of_their_own(tmp_path: Path, clip: Path) -> None:
    tell = "import pathlib, sys; pathlib.Path(sys.argv[1], 'told.txt').write_text('\\0'.join(sys.argv[2:]))"
    peer = program(tmp_path, tell, "{output} --says={caption} {caption} {fps} {width}x{height} {film}")
    (work := tmp_path / "a work folder").mkdir()
    with pytest.raises(UserError, match="no pictures and no film"):
        peer.paint(Given(probe(clip), NASTY, work), tiny_networks(), ColorizeSettings())
    *told, given = (work / "output" / "told.txt").read_text().split("\0")
    assert told == [f"--says={NASTY}", NASTY, "25", "48x32"]
    gray = probe(Path(given))
    assert (gray.num_frames, gray.fps) == (6, 25) and np.ptp(next(read_rgb(gray)), axis=-1).max() == 0
    assert np.array_equal(read_audio(gray.path).samples, read_audio(clip).samples)
    names = [path.name for path in sorted((work / "frames").iterdir())]
    assert names == [f"{number:05d}.png" for number in range(6)]


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    names = {"frames": "/a {output} b", "output": "o", "caption": "{width} {caption} 'x", "width": "48"}
    told = filled("run {frames} --to={output}/{width} '{caption} and more' {caption}", names)
    assert told == [
        "run", "/a {output} b", "--to=o/48", "{width} {caption} 'x and more", "{width} {caption} 'x",
    ]  # fmt: skip


def test_a_silent_film_is_given_as_a_silent_film(tmp_path: Path) -> None:
    given = film(tmp_path / "a.mp4")
    (work := tmp_path / "work").mkdir()
    take = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2] + '/done.mkv')"
    peer = program(tmp_path, take, "{film} {output}")
    made = peer.paint(Given(probe(given), "", work), tiny_networks(), ColorizeSettings())
    assert made.video == work / "output" / "done.mkv" and probe(made.video).audio is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import sys; print('first'); sys.exit('no weights here')", "other ended with 1: .*no weights here"),
        ("import sys; print('half a film'); sys.exit(3)", "other ended with 3: half a film"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "other ended with -9"),
        ("pass", "other wrote no pictures and no film"),
        (COPY + "; import os; os.remove(sys.argv[2] + '/00003.png')", "other made 5 frames of 6"),
    ],
)
def test_what_went_wrong_is_said(tmp_path: Path, clip: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=f"(?s){said}"):
        paint(program(tmp_path, text), clip)


def test_of_many_last_words_only_the_last_are_said(tmp_path: Path, clip: Path) -> None:
    with pytest.raises(UserError, match="the last") as caught:
        paint(program(tmp_path, "import sys; print('words ' * 9999 + 'the last'); sys.exit(1)"), clip)
    assert len(caught.value.message) < 400


def test_a_program_that_is_not_there_is_said(clip: Path) -> None:
    with pytest.raises(UserError, match="cannot be started") as caught:
        paint(read_peer("other=no-such-program-anywhere {frames} {output}"), clip)
    assert "no-such-program-anywhere" in str(caught.value) and "--peer" in caught.value.remedy


def test_a_program_that_cannot_read_a_film_says_so_and_the_clip_is_left_out(
    tmp_path: Path, clip: Path
) -> None:
    with pytest.raises(UserError):
        paint(program(tmp_path, "import sys; open(sys.argv[2] + '/a.mkv', 'w').write('no film')"), clip)
    with pytest.raises(UserError):
        paint(program(tmp_path, "import sys; open(sys.argv[2] + '/a.png', 'w').write('none')"), clip)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("python {frames} {output}", "names no peer"),
        ("=python {frames} {output}", "names no peer"),
        ("other= ", "names no peer"),
        ("other=python {frames}", "where to read or to write"),
        ("other=python {output}", "where to read or to write"),
        ("other=python {frames} {output} {prompt}", r"\{prompt\}"),
        ("other=python 'a {frames} {output}", "cannot be read"),
    ],
)
def test_a_peer_that_cannot_be_meant_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_peer(text)


def test_a_peer_is_its_name_and_its_command() -> None:
    peer = read_peer(" another one = run --steps=4 {film} {output} ")
    assert peer == Peer("another one", "run --steps=4 {film} {output}")
    assert peer.facts != read_peer("another one=run --steps=5 {film} {output}").facts
    assert peer.facts == read_peer("renamed=run --steps=4 {film} {output}").facts


def test_its_memory_is_its_own(tmp_path: Path, clip: Path) -> None:
    """Whatever this process has held before: 800 MB here, none there, 200 MB there."""
    held = np.ones(100_000_000)
    plain = paint(program(tmp_path, COPY), clip).peak_gb
    large = paint(program(tmp_path, f"held = b'x' * 200_000_000\n{COPY}"), clip).peak_gb
    assert held.nbytes / 1e9 == 0.8 and plain < 0.1
    assert 0.15 < large - plain < 0.35


def test_memory_of_a_process_that_it_starts_counts(tmp_path: Path, clip: Path) -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'b\"x\" * 200_000_000'])\n"
    plain = paint(program(tmp_path, COPY), clip).peak_gb
    assert 0.15 < paint(program(tmp_path, child + COPY), clip).peak_gb - plain < 0.35
