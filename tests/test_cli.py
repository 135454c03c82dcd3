"""The commands as a person types them: what comes out, what is said, and with which exit code."""

import json
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from threading import Event, main_thread

import pytest
from typer.testing import CliRunner, Result

from lvocal.__main__ import app
from lvocal.checkpoint.mini import MINI
from lvocal.engine import Engine
from lvocal.media.synth import preset_names
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.sample.sidecar import file_hash
from lvocal.values import EMOTIONS, Cancelled, Progress
from tests.media.films import make_film

ROOT = Path(__file__).parents[1]
needs_weights = pytest.mark.skipif(
    not MINI.exists(), reason="the embedded weights are not in assets/models/mini"
)


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "street.mp4", 64, 48, 12, sound="aac")


@pytest.fixture
def quick(tmp_path) -> list[str]:
    """Flags that keep the test short."""
    preset = tmp_path / "quick.json"
    settings = {"paint_px": 64, "window_frames": 5, "overlap_frames": 1, "steps": 1}
    preset.write_text(json.dumps({"settings": settings}))
    return ["--look", str(preset)]


@pytest.fixture
def run(monkeypatch):
    """Call a command with toy networks."""
    monkeypatch.setattr("lvocal.engine.Engine", partial(Engine, lambda name: tiny_networks()))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_film_and_its_sidecar_come_out_and_nothing_else(run, film, quick, tmp_path):
    out = tmp_path / "out" / "street.mp4"
    out.parent.mkdir()
    done = run(
        "colorize", film, "-o", out, "--prompt", "a street", "--color", "coat=red", "--seed", "3", *quick
    )
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(out) and probe(out).num_frames == 12
    assert left_in(out.parent) == {"street.mp4", "street.json"}
    request = json.loads(out.with_suffix(".json").read_text())["request"]
    assert (request["prompt"], request["settings"]["seed"]) == ("a street", 3)
    assert request["rows"] == [{"object": "coat", "color": "red", "strength": 1.0}]
    assert Path(request["source"]).is_absolute()


@pytest.mark.parametrize(("master", "name"), [("prores", "a.mov"), ("ffv1", "a.mkv"), ("png", "a")])
def test_masters_come_out_under_their_own_endings(run, film, quick, tmp_path, master, name):
    done = run("colorize", film, "-o", tmp_path / name, "--master", master, *quick)
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).is_dir() == (master == "png") and (tmp_path / "a.json").is_file()


def test_the_lossless_master_says_that_brightness_is_untouched(run, film, quick, tmp_path):
    done = run("colorize", film, "-o", tmp_path / "a.mkv", "--master", "ffv1", *quick)
    assert "Brightness is that of the source, to the bit." in " ".join(done.stderr.split())


def test_a_repeat_is_the_same_file(run, film, quick, tmp_path):
    out, again = tmp_path / "one.mp4", tmp_path / "two.mp4"
    run("colorize", film, "-o", out, *quick)
    done = run("rerun", out.with_suffix(".json"), "-o", again)
    assert done.exit_code == 0, done.output
    assert done.stdout.count(file_hash(out)) == 2 and "not equal" not in done.stdout
    assert file_hash(again) == file_hash(out)


def test_a_repeat_without_output_leaves_nothing(run, film, quick, tmp_path):
    out = tmp_path / "one.mp4"
    run("colorize", film, "-o", out, *quick)
    before = left_in(tmp_path)
    assert run("rerun", out.with_suffix(".json")).exit_code == 0
    assert left_in(tmp_path) == before


def test_a_repeat_that_differs_says_so_and_why(run, film, quick, tmp_path):
    out = tmp_path / "one.mp4"
    run("colorize", film, "-o", out, *quick)
    sidecar = out.with_suffix(".json")
    record = json.loads(sidecar.read_text())
    record["request"]["settings"]["saturation"] = 0.0
    record["model"]["fingerprint"] = "another"
    sidecar.write_text(json.dumps(record))
    done = run("rerun", sidecar)
    assert done.exit_code == 1 and "not equal" in done.stdout and "weights" in done.stderr


def test_a_film_that_was_moved_is_found_where_it_lies_now(run, film, quick, tmp_path):
    source, out = tmp_path / "source.mp4", tmp_path / "one.mp4"
    source.write_bytes(film.read_bytes())
    run("colorize", source, "-o", out, *quick)
    (tmp_path / "elsewhere").mkdir()
    moved = source.rename(tmp_path / "elsewhere" / "source.mp4")
    lost = run("rerun", out.with_suffix(".json"))
    assert lost.exit_code == 1 and "source.mp4" in lost.stderr
    assert run("rerun", out.with_suffix(".json"), "--source", moved).exit_code == 0


def test_nothing_is_overwritten_without_force(run, film, quick, tmp_path):
    out = tmp_path / "a.mp4"
    out.write_bytes(b"precious")
    refused = run("colorize", film, "-o", out, *quick)
    assert refused.exit_code == 1 and "--force" in refused.stderr and out.read_bytes() == b"precious"
    assert run("colorize", film, "-o", out, "--force", *quick).exit_code == 0
    assert out.read_bytes() != b"precious"


def test_a_sidecar_is_not_overwritten_either(run, film, quick, tmp_path):
    (tmp_path / "a.json").write_text("precious")
    assert run("colorize", film, "-o", tmp_path / "a.mp4", *quick).exit_code == 1
    assert (tmp_path / "a.json").read_text() == "precious"


def test_a_folder_is_never_replaced(run, film, quick, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "precious.png").touch()
    done = run("colorize", film, "-o", tmp_path / "pictures", "--master", "png", "--force", *quick)
    assert done.exit_code == 1 and (tmp_path / "pictures" / "precious.png").exists()


def test_a_still_comes_out(run, film, quick, tmp_path):
    done = run("preview", film, "--frame", "7", "-o", tmp_path / "still.png", "--color", "coat=red", *quick)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "still.png").read_bytes().startswith(b"\x89PNG")
    assert left_in(tmp_path) == {"still.png", "quick.json"}


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--color", "coat"], "coat=red"),
        (["--color", "coat=mustrd"], "mustard"),
        (["--music", "preset:polka"], "sadness"),
        (["--ambience", "nowhere.wav"], "preset:NAME"),
        (["--music-blend", "0.3"], "--music-b"),
        (["--palette", "red,green,blue,white,black,pink"], "one to 5"),
        (["--reference", "99=still.png"], "still.png"),
        (["--reference", "first.png"], "12=picture.png"),
        (["--steps", "0"], "1..200"),
        (["--seed", "-1"], "seed"),
        (["--keyframe", "first"], '"best"'),
        (["--keyframe", "12"], "0 to 11"),
        (["--look", "none.json"], "none.json"),
        (["-o", "a.avi"], ".mp4"),
        (["--master", "prores"], ".mov"),
        (["-o", "nowhere/a.mp4"], "nowhere"),
    ],
)
def test_what_a_person_can_put_right_is_said_plainly(run, film, tmp_path, monkeypatch, flags, said):
    monkeypatch.chdir(tmp_path)
    done = run("colorize", film, *([] if "-o" in flags else ["-o", "a.mp4"]), *flags)
    assert done.exit_code == 1 and said in done.stderr and "Traceback" not in done.output
    assert not left_in(tmp_path)


def test_a_frame_beyond_the_film_is_said_plainly(run, film, tmp_path):
    still = tmp_path / "still.png"
    done = run("preview", film, "--frame", "12", "-o", still)
    assert done.exit_code == 1 and "0 to 11" in done.stderr
    run("preview", film, "--frame", "3", "-o", still)
    beyond = run("colorize", film, "-o", tmp_path / "a.mp4", "--reference", f"12={still}")
    assert beyond.exit_code == 1 and "0 to 11" in beyond.stderr


@pytest.mark.parametrize(("said", "meant"), [("best", "best"), ("3", 3), ("none", "none")])
def test_a_keyframe_is_a_word_or_a_number_and_wins_over_the_look(run, film, tmp_path, said, meant):
    preset = tmp_path / "look.json"
    settings = {"paint_px": 64, "window_frames": 5, "overlap_frames": 1, "keyframe": "best"}
    preset.write_text(json.dumps({"settings": settings}))
    done = run("colorize", film, "-o", tmp_path / "a.mp4", "--look", preset, "--keyframe", said)
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "a.json").read_text())["request"]["settings"]["keyframe"] == meant


def test_a_misspelt_setting_is_named(run, film, tmp_path):
    preset = tmp_path / "look.json"
    preset.write_text('{"settings": {"stepz": 3}}')
    done = run("colorize", film, "-o", tmp_path / "a.mp4", "--look", preset)
    assert done.exit_code == 1 and "stepz" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["colorize"], ["colorize", "a.mp4"], ["colourise"], ["bench", "--frames", "0"]]
)
def test_wrong_usage_has_its_own_exit_code(run, arguments):
    assert run(*arguments).exit_code == 2


def interrupting(at_once: bool):
    """The real pipeline, and a person who presses Ctrl-C at once or when the first frames are written.

    A shell lets what it starts in the background ignore Ctrl-C; here it shall count."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    real = pipeline.colorize

    def colorize(request, networks, folder, check):
        for event in real(request, networks, folder, check):
            yield event
            if isinstance(event, Progress) and (at_once or event.still):
                signal.pthread_kill(main_thread().ident, signal.SIGINT)
                try:
                    while not Event().wait(0.005):
                        check()
                except Cancelled:
                    pass

    return colorize


def test_ctrl_c_keeps_the_finished_part_and_says_where(run, film, quick, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "colorize", interrupting(at_once=False))
    done = run("colorize", film, "-o", tmp_path / "a.mp4", *quick)
    assert done.exit_code == 130, done.output
    part = tmp_path / "a-part.mp4"
    assert str(part) in done.stderr and 0 < probe(part).num_frames < 12
    assert left_in(tmp_path) == {"a-part.mp4", "a-part.json", "quick.json"}


def test_ctrl_c_before_the_first_frame_leaves_nothing(run, film, quick, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "colorize", interrupting(at_once=True))
    done = run("colorize", film, "-o", tmp_path / "a.mp4", *quick)
    assert done.exit_code == 130 and "nothing was kept" in done.stderr
    assert left_in(tmp_path) == {"quick.json"}


def test_what_is_heard_comes_as_a_table(run, film):
    done = run("listen", film, "--ambience", "silence")
    assert done.exit_code == 0, done.output
    assert "0:00:00.0" in done.stdout and any(emotion in done.stdout for emotion in EMOTIONS)
    assert "nothing" in done.stdout


def test_every_preset_is_listed_with_what_it_is(run):
    done = run("presets")
    assert done.exit_code == 0
    lines = [line for line in done.stdout.splitlines() if "preset:" in line]
    assert [line.split()[0] for line in lines] == [f"preset:{name}" for name in preset_names()]
    assert all(len(line.split()) > 3 for line in lines)


def in_a_process(*arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lvocal", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_a_real_process_ends_plainly(tmp_path):
    done = in_a_process("colorize", tmp_path / "none.mp4", "-o", tmp_path / "a.mp4")
    assert done.returncode == 1 and done.stdout == "" and "Traceback" not in done.stderr
    assert "none.mp4" in done.stderr and "Check the name" in done.stderr


@needs_weights
def test_a_real_process_colours_a_film_with_the_embedded_weights(film, quick, tmp_path):
    out = tmp_path / "a.mp4"
    done = in_a_process("colorize", film, "-o", out, "--music", "preset:sadness", *quick)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(out) and probe(out).num_frames == 12
