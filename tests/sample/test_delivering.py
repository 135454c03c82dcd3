"""Further files of a take are those that painting anew would give, and nothing is painted for them."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lvocal.media.inlay import text_in
from lvocal.media.stills import png_bytes
from lvocal.model.bundle import tiny_networks
from lvocal.sample.delivering import ALL_KINDS, deliver
from lvocal.sample.kept_colors import ColorKeeper, KeptColors, facts_of, kept_for
from lvocal.sample.pipeline import colorize
from lvocal.sample.sidecar import file_hash, portable, read_settings, read_sidecar
from lvocal.settings import ColorizeSettings
from lvocal.values import (
    Cancelled,
    ColorizeRequest,
    ColorizeResult,
    ColorRow,
    Delivery,
    Lane,
    ReferenceFrame,
    Shot,
    SoundMix,
    UserError,
    Waveform,
)
from tests.media.films import make_film

FAST = ColorizeSettings(steps=1, paint_px=64, window_frames=9, overlap_frames=4)


def finish(steps) -> ColorizeResult:
    *steps, result = steps
    shares = [step.fraction for step in steps]
    assert shares == sorted(shares) and shares[-1] <= 1
    return result


def no_networks():
    raise AssertionError("networks were asked for")


@pytest.fixture(scope="module")
def networks():
    return tiny_networks()


@pytest.fixture(scope="module")
def take(tmp_path_factory, networks):
    """A request with music of its own, and what its render left."""
    place = tmp_path_factory.mktemp("take")
    film = make_film(place / "film.mov", 256, 128, 11, timecode="10:00:00:00", sound="aac")
    mix = SoundMix(Lane("preset:awe"), separator="none")
    asked = ColorizeRequest(film, "red car", (ColorRow("car", "red"),), mix, settings=FAST)
    return asked, finish(colorize(asked, networks, place / "take", lambda: None))


def test_every_kind_at_once_without_networks_and_as_if_painted_anew(tmp_path, take, networks):
    asked, result = take
    done = finish(
        deliver(Delivery(asked, ALL_KINDS, result.colors, "take.mp4"), no_networks, tmp_path, lambda: None)
    )
    assert [item.kind for item in done.delivered] == list(ALL_KINDS)
    for item in done.delivered:
        assert item.path.exists() and item.readback and item.readback.faults == ()
    assert "painted anew" not in " ".join(done.notes)
    by_kind = {item.kind: item.path for item in done.delivered}
    assert file_hash(by_kind["h264"]) == file_hash(result.video)
    for kind in ("prores", "ffv1", "exr", "chroma", "burnin"):
        anew = finish(colorize(replace(asked, master=kind), networks, tmp_path / f"new-{kind}", lambda: None))
        assert file_hash(by_kind[kind]) == file_hash(anew.video), kind
    repeat, record = read_sidecar(next(item.sidecar for item in done.delivered if item.kind == "prores"))
    assert repeat == replace(asked, master="prores")
    assert record["sha256"]["video"] == file_hash(by_kind["prores"]) and record["readback"]["faults"] == []
    assert "take-prores.mov" in by_kind["otio"].read_text() and "car = red" in by_kind["edl"].read_text()


@pytest.mark.parametrize("loss", ["gone", "cut off", "of another take"])
def test_without_its_colours_a_take_is_painted_anew_and_says_so(tmp_path, take, networks, loss):
    asked, result = take
    colors = tmp_path / "take.colors"
    if loss == "cut off":
        colors.write_bytes(result.colors.read_bytes()[:-40])
    elif loss == "of another take":
        colors.write_bytes(result.colors.read_bytes())
        asked = replace(asked, settings=replace(FAST, seed=5))
    done = finish(deliver(Delivery(asked, ("ffv1",), colors), lambda: networks, tmp_path / "d", lambda: None))
    anew = finish(colorize(replace(asked, master="ffv1"), networks, tmp_path / "new", lambda: None))
    assert file_hash(done.delivered[0].path) == file_hash(anew.video)
    assert any("painted anew" in note for note in done.notes)
    assert not (tmp_path / "d" / "painting").exists()


def test_lists_of_shots_need_no_colours(tmp_path, take):
    asked, _ = take
    steps = deliver(Delivery(asked, ("edl", "otio"), None, "take.mp4"), no_networks, tmp_path, lambda: None)
    done = finish(steps)
    assert "take.mp4" in done.delivered[0].path.read_text()


def test_what_cannot_be_delivered_is_said_before_anything_is_painted(tmp_path):
    asked = ColorizeRequest(make_film(tmp_path / "film.mp4", 64, 48, 3))
    for kinds, word in ((("dnxhr",), "64x48"), (("gif",), "gif"), ((), "Nothing")):
        with pytest.raises(UserError, match=word):
            list(deliver(Delivery(asked, kinds), no_networks, tmp_path / "d", lambda: None))


def test_a_stopped_delivery_leaves_nothing(tmp_path, take):
    asked, result = take
    calls = iter(range(100))

    def check() -> None:
        if next(calls) > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(deliver(Delivery(asked, ("prores", "png"), result.colors), no_networks, tmp_path / "d", check))
    assert not (tmp_path / "d").exists()


def test_the_part_of_a_stopped_take_is_delivered(tmp_path, networks):
    film = make_film(tmp_path / "film.mp4", num_frames=40)
    asked = ColorizeRequest(film, settings=FAST)
    seen = []

    def check() -> None:
        written = [re.search(r"(\d+) written", getattr(event, "message", "")) for event in seen]
        if any(found and int(found[1]) >= 8 for found in written):
            raise Cancelled

    with pytest.raises(Cancelled):
        for event in colorize(asked, networks, tmp_path / "take", check):
            seen.append(event)
    part = seen[-1]
    assert not part.complete and part.colors
    done = finish(
        deliver(Delivery(asked, ("ffv1", "edl"), part.colors), no_networks, tmp_path / "d", lambda: None)
    )
    frames = done.delivered[0].readback.frames
    assert 0 < frames < 40 and done.delivered[0].readback.faults == ()


def test_films_and_stills_carry_the_request_with_names_alone(take):
    asked, result = take
    for path in (result.video, result.still):
        request, record = read_settings(path)
        assert request == replace(asked, source=Path("film.mov"))
        assert record["model"]["fingerprint"] and str(asked.source.parent) not in text_in(path)


def test_nothing_of_a_machine_is_portable():
    asked = ColorizeRequest(
        Path("/home/ann/film.mov"),
        mix=SoundMix(Lane("/home/ann/waves.wav", "preset:awe", 0.5)),
        references=(ReferenceFrame(2, Path("/home/ann/hat.png")),),
    )
    text = str(portable(asked))
    assert "/home" not in text and all(name in text for name in ("film.mov", "waves.wav", "hat.png"))


def test_files_that_carry_nothing_are_refused_in_a_sentence(tmp_path):
    film = make_film(tmp_path / "film.mp4", num_frames=1)
    (tmp_path / "still.png").write_bytes(png_bytes(np.zeros((8, 8, 3), np.uint8)))
    (tmp_path / "words.txt").write_text("dear diary")
    for path, word in ((film, "no settings"), (tmp_path / "still.png", "no settings")):
        with pytest.raises(UserError, match=word):
            read_settings(path)
    with pytest.raises(UserError, match="words.txt"):
        read_settings(tmp_path / "words.txt")


def test_kept_colours_come_back_to_the_bit(tmp_path):
    film = make_film(tmp_path / "film.mp4", num_frames=1)
    asked = ColorizeRequest(film)
    colors = np.random.default_rng(0).normal(0, 30, (3, 2, 6, 9)).astype(np.float32)
    sound = Waveform(np.random.default_rng(1).normal(0, 1, (2, 999)).astype(np.float32), 48_000)
    facts = facts_of(asked, {"name": "x"}, (Shot(0, 2), Shot(2, 3)))
    with ColorKeeper(tmp_path / "a.colors", facts, sound, 3, must=False) as keeper:
        for ab in colors:
            keeper.add(ab)
    kept = KeptColors(tmp_path / "a.colors")
    assert (np.stack(list(kept.frames())) == colors).all() and len(kept) == 3
    assert (kept.sound.samples == sound.samples).all() and kept.sound.rate_hz == 48_000
    assert kept.shots == (Shot(0, 2), Shot(2, 3))
    assert kept_for(asked, tmp_path / "a.colors") and kept_for(replace(asked, master="png"), kept_path(kept))
    assert kept_for(replace(asked, prompt="sea"), kept_path(kept)) is None
    make_film(film, num_frames=2)
    assert kept_for(asked, kept_path(kept)) is None


def kept_path(kept: KeptColors) -> Path:
    return Path(kept._file.filename)


def test_colours_that_would_fill_the_disk_are_not_kept(tmp_path):
    asked = ColorizeRequest(make_film(tmp_path / "film.mp4", num_frames=1))
    for must in (False, True):
        path = tmp_path / f"{must}.colors"
        with ColorKeeper(path, facts_of(asked, {}, ()), None, total=10**12, must=must) as keeper:
            keeper.add(np.zeros((2, 4, 4), np.float32))
        assert path.exists() is must
        assert len(list(tmp_path.glob(".*part"))) == 0
