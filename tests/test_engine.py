"""The engine over the real pipeline, with real networks at toy size: films, stills, and who may see what."""

import os
import stat
from pathlib import Path

import pytest

from lvocal.color.looks import looks
from lvocal.engine import Engine
from lvocal.media.video import probe
from lvocal.model.bundle import tiny_networks
from lvocal.rooms import STILLS_KEPT
from lvocal.sample import pipeline
from lvocal.sample.contact_sheet import SheetOrder
from lvocal.settings import ColorizeSettings
from lvocal.values import (
    EMOTIONS,
    Cancelled,
    ColorizeRequest,
    ColorizeResult,
    Lane,
    SoundMix,
    UserError,
    Weights,
)
from tests.media.films import make_film

QUICK = ColorizeSettings(paint_px=64, window_frames=5, overlap_frames=1)


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "street.mp4", 64, 48, 12, sound="aac")


@pytest.fixture
def engine(tmp_path):
    with Engine(lambda name: tiny_networks(), tmp_path / "rooms") as engine:
        yield engine


def request_for(film: Path, **wishes) -> ColorizeRequest:
    return ColorizeRequest(film, settings=QUICK, **wishes)


def test_a_film_goes_in_and_a_coloured_one_comes_out(engine, film):
    job = engine.submit(request_for(film, prompt="a red coat"), "anna")
    *words, result = job.events()
    assert job.state == "done" and job.result is result and isinstance(result, ColorizeResult)
    assert [word.fraction for word in words] == sorted(word.fraction for word in words)
    assert result.complete and probe(result.video).num_frames == 12
    assert result.video.is_relative_to(engine.folder("anna"))


def test_listening_asks_for_the_networks_of_the_page(tmp_path, film):
    asked: list[Weights] = []
    with Engine(
        lambda weights: asked.append(weights) or tiny_networks(), tmp_path / "rooms", weights=Weights("vace")
    ) as engine:
        engine.separate(SoundMix(), film, "anna")
        engine.audition(ColorizeRequest(film), [], "anna")
    assert asked == [Weights("vace"), Weights("mini")]


def test_a_job_is_found_again_by_its_own_session_only(engine, film):
    job = engine.submit(request_for(film), "anna")
    assert engine.job(job.id, "anna") is job
    for session, job_id in (("bert", job.id), ("anna", "guess")):
        with pytest.raises(UserError, match="not known"):
            engine.job(job_id, session)
    list(job.events())


def test_two_sessions_never_share_a_file(engine, film):
    jobs = [engine.submit(request_for(film), session) for session in ("anna", "bert")]
    results = [list(job.events())[-1] for job in jobs]
    stills = [engine.preview(request_for(film), 3, session) for session in ("anna", "bert")]
    for index, session in enumerate(("anna", "bert")):
        own = engine.folder(session)
        files = {path for path in own.rglob("*") if path.is_file()}
        assert {results[index].video, results[index].sidecar, stills[index]} <= files
        assert not files & {results[1 - index].video, results[1 - index].sidecar, stills[1 - index]}
        assert stat.S_IMODE(own.stat().st_mode) == 0o700


def test_a_still_is_coloured_and_old_ones_do_not_pile_up(engine, film):
    stills = [engine.preview(request_for(film), frame % 12, "anna") for frame in range(STILLS_KEPT + 2)]
    kept = [path for path in stills if path.exists()]
    assert kept == stills[2:]
    assert kept[0].read_bytes().startswith(b"\x89PNG")


def test_listening_hears_what_is_put_in(engine, film):
    mix = SoundMix(ambience=Lane("silence"))
    heard = engine.audition(ColorizeRequest(film, mix=mix), [], "anna").heard
    assert heard.emotions and not heard.ambience
    for row in heard.emotions:
        assert len(row) == len(EMOTIONS) and sum(row) == pytest.approx(1, abs=1e-3)


def test_a_stopped_film_keeps_its_finished_part(engine, film, monkeypatch):
    real = pipeline.colorize

    def stop_once_written(request, networks, folder, check):
        for event in real(request, networks, folder, check):
            yield event
            if getattr(event, "still", None):
                job.cancel()

    monkeypatch.setattr(pipeline, "colorize", stop_once_written)
    job = engine.submit(request_for(film), "anna")
    seen = []
    with pytest.raises(Cancelled):
        for event in job.events():
            seen.append(event)
    assert job.state == "cancelled"
    assert seen[-1] is job.result and not job.result.complete
    assert 0 < probe(job.result.video).num_frames < 12


def test_what_a_person_can_put_right_reaches_them(engine, tmp_path):
    empty = tmp_path / "empty.mp4"
    empty.touch()
    job = engine.submit(request_for(empty), "anna")
    with pytest.raises(UserError, match="empty") as caught:
        list(job.events())
    assert job.state == "failed" and caught.value.remedy


def test_a_session_that_leaves_takes_its_files_and_jobs(engine, film):
    job = engine.submit(request_for(film), "anna")
    video = list(job.events())[-1].video
    other = engine.folder("bert")
    engine.leave("anna")
    assert not video.exists() and other.exists()
    with pytest.raises(UserError, match="not known"):
        engine.job(job.id, "anna")


def test_leaving_stops_a_film_on_its_way_and_then_removes_its_folder(engine, film, monkeypatch):
    real = pipeline.colorize
    folders = []

    def leave_at_first_word(request, networks, folder, check):
        folders.append(folder.parent)
        for event in real(request, networks, folder, check):
            yield event
            engine.leave("anna")

    monkeypatch.setattr(pipeline, "colorize", leave_at_first_word)
    job = engine.submit(request_for(film), "anna")
    with pytest.raises(Cancelled):
        list(job.events())
    assert folders and not folders[0].exists()


def test_sweeping_forgets_old_sessions(engine, film):
    job = engine.submit(request_for(film), "anna")
    list(job.events())
    young = engine.folder("bert")
    os.utime(job.result.video.parents[1], (0, 0))
    engine.sweep(3600)
    assert not job.result.video.exists() and young.exists()
    with pytest.raises(UserError, match="not known"):
        engine.job(job.id, "anna")


def test_closing_leaves_nothing_behind(film):
    with Engine(lambda name: tiny_networks()) as engine:
        root = engine.folder("anna").parent
        engine.preview(request_for(film), 0, "anna")
    assert not root.exists()


def test_a_contact_sheet_waits_its_turn_and_can_be_stopped(engine, film):
    order = SheetOrder(tuple(looks()[name] for name in ("natural", "cyanotype")), (3,))
    job = engine.sheet(request_for(film), order, "anna")
    words, sheet = list(job.events()), job.sheet
    assert job.state == "done" and sheet is not None and sheet.looks == ("natural", "cyanotype")
    assert [word.fraction for word in words] == sorted(word.fraction for word in words)
    assert sheet.path.is_relative_to(engine.folder("anna"))
    first = engine.submit(request_for(film), "anna")
    stopped = engine.sheet(request_for(film), order, "anna")
    stopped.cancel()
    with pytest.raises(Cancelled):
        list(stopped.events())
    assert stopped.sheet is None
    list(first.events())


def test_nobody_stops_moves_retries_or_forgets_the_job_of_another(engine, film):
    job = engine.submit(request_for(film), "anna", "Take 1")
    for attempt in (
        lambda: engine.cancel(job.id, "bert"),
        lambda: engine.move(job.id, "bert", "front"),
        lambda: engine.retry(job.id, "bert"),
        lambda: engine.forget(job.id, "bert"),
    ):
        with pytest.raises(UserError, match="not known"):
            attempt()
    list(job.events())
    assert job.state == "done" and engine.job(job.id, "anna") is job


def test_a_job_tried_again_is_a_new_one_that_knows_the_old(engine, film):
    old = engine.submit(request_for(film, prompt="a red coat"), "anna", "Take 1", {"prompt": "a red coat"})
    with pytest.raises(UserError, match="on its way"):
        engine.retry(old.id, "anna")
    list(old.events())
    new = engine.retry(old.id, "anna")
    list(new.events())
    assert new.id != old.id and new.repeats == old.id
    assert (new.request, new.name, new.form) == (old.request, old.name, old.form)
    assert new.result.video.read_bytes() == old.result.video.read_bytes()


def test_watchers_hear_of_every_start_and_end_and_of_nothing_after_closing(tmp_path, film):
    heard = []
    with Engine(lambda name: tiny_networks(), tmp_path / "rooms") as engine:
        engine.watch(lambda job: heard.append((job.name, job.state)))
        job = engine.submit(request_for(film), "anna", "one")
        list(job.events())
        engine.submit(request_for(film), "anna", "two")
    assert heard[:2] == [("one", "running"), ("one", "done")]
    assert ("two", "cancelled") not in heard


def test_a_finished_film_teaches_the_engine_its_speed(tmp_path, film):
    rooms = tmp_path / "rooms"
    with Engine(lambda name: tiny_networks(), rooms, keeps=True) as engine:
        assert engine.estimate(request_for(film)).is_rough
        list(engine.submit(request_for(film), "anna").events())
    with Engine(lambda name: tiny_networks(), rooms, keeps=True) as engine:
        assert not engine.estimate(request_for(film)).is_rough
