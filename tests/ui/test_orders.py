"""Films are ordered, become takes, and all of it outlives the program."""

import json
from pathlib import Path
from threading import Event

import pytest

from lvocal.engine import Engine
from lvocal.model.bundle import tiny_networks
from lvocal.sample import pipeline
from lvocal.settings import ColorizeSettings
from lvocal.ui.orders import FINISHED_KEPT, Orders
from lvocal.ui.visit_file import FILE
from lvocal.values import Cancelled, ColorizeRequest, Progress, UserError
from tests.media.films import make_film

QUICK = ColorizeSettings(paint_px=64, window_frames=5, overlap_frames=1)
PATIENCE_SEC = 60


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Path:
    return make_film(tmp_path_factory.mktemp("films") / "street.mp4", 64, 48, 6)


class Program:
    """A run of the program over a work folder."""

    def __init__(self, work: Path) -> None:
        self.engine = Engine(lambda weights: tiny_networks(), work / "rooms", keeps=True)
        self.orders = Orders(self.engine, keeps=True)
        self.orders.wake()

    def visit(self, visit_id=None):
        return self.orders.visits.enter(visit_id, "page")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.engine.close()


def wait_for(job) -> None:
    try:
        for _ in job.events():
            pass
    except (Cancelled, UserError):
        pass


def request_for(film: Path, **wishes) -> ColorizeRequest:
    return ColorizeRequest(film, settings=QUICK, **wishes)


def opened(visit, film):
    from lvocal.media.video import probe

    visit.open(probe(film))
    return visit


def settled(program, visit, job):
    """The job, once what it left has become a take."""
    wait_for(job)
    program.orders._changed(job)
    return visit.takes[-1]


def test_films_become_takes_with_all_that_is_needed_to_repeat_them(tmp_path, film):
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        take = settled(program, visit, program.orders.order(visit, request_for(film), {"prompt": "x"}))
        assert (take.name, take.number, take.form) == ("Take 1", 1, {"prompt": "x"})
        assert take.video.exists() and take.thumb.exists() and take.model["fingerprint"] and take.seconds
        assert len(visit.takes) == 1 and (visit.b, visit.shows) == (take.id, "film")


def test_drafts_and_masters_say_what_they_are(tmp_path, film):
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        draft = settled(program, visit, program.orders.order(visit, request_for(film, draft=True), {}))
        master = settled(program, visit, program.orders.order(visit, request_for(film, master="ffv1"), {}))
        named = settled(program, visit, program.orders.order(visit, request_for(film), {}, "the warm one"))
        assert (draft.name, master.name, named.name) == ("Draft 1", "FFV1 1", "the warm one")
        assert visit.own_takes == [draft, named] and visit.b == named.id


def test_takes_of_the_former_film_stay_and_know_their_film(tmp_path, film):
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        take = settled(program, visit, program.orders.order(visit, request_for(film), {}))
        opened(visit, make_film(tmp_path / "other.mp4", 64, 48, 6))
        assert visit.takes == [take] and visit.own_takes == [] and take.source == film


def test_a_visit_is_found_again_after_the_program_has_ended(tmp_path, film):
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        visit.form = {"prompt": "a red coat", "rows": [{"object": "coat", "color": "red"}]}
        visit.sounds["song"] = visit.folder / "in-1" / "song.wav"
        take = settled(program, visit, program.orders.order(visit, request_for(film), visit.form))
        take.starred = True
        program.orders.save(visit)
    with Program(tmp_path) as program:
        again = program.visit(visit.id)
        assert again is not visit and again.id == visit.id and again.clip == visit.clip
        assert again.takes == visit.takes and again.form == visit.form and again.sounds == visit.sounds
        assert [(job.name, job.state) for job in again.jobs] == [("Take 1", "done")]
        assert again.b == take.id and again.count == 1
        assert program.orders.retry(again, again.jobs[0].id).repeats == visit.jobs[0].id


def test_after_a_crash_what_ran_is_interrupted_and_what_waited_goes_on(tmp_path, film, monkeypatch):
    running, real = Event(), pipeline.colorize

    def held(request, networks, folder, check):
        running.set()
        while True:
            check()
            yield Progress("colouring", 0.1, "…")

    monkeypatch.setattr(pipeline, "colorize", held)
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        jobs = [program.orders.order(visit, request_for(film, prompt=name), {}) for name in ("one", "two")]
        assert running.wait(PATIENCE_SEC)
        while json.loads((visit.folder / FILE).read_text())["jobs"][0]["state"] != "running":
            pass
    monkeypatch.setattr(pipeline, "colorize", real)
    with Program(tmp_path) as program:
        again = program.visit(visit.id)
        one, two = again.jobs
        wait_for(two)
        assert (one.state, two.state) == ("interrupted", "done")
        assert [one.id, two.id] == [job.id for job in jobs]
        three = program.orders.retry(again, one.id)
        assert settled(program, again, three).name == "Take 1" and three.repeats == one.id


def test_the_reason_of_a_failure_is_kept(tmp_path, film):
    trap = tmp_path / "empty.mp4"
    trap.touch()
    with Program(tmp_path) as program:
        visit = program.visit()
        job = program.orders.order(visit, request_for(trap), {})
        wait_for(job)
        program.orders._changed(job)
    with Program(tmp_path) as program:
        (again,) = program.visit(visit.id).jobs
        assert again.state == "failed" and "empty" in again.problem.message and again.problem.remedy


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: "{",
        lambda record: json.dumps({**record, "version": 2}),
        lambda record: json.dumps({**record, "visit": {**record["visit"], "mood": 1}}),
        lambda record: json.dumps({**record, "visit": {**record["visit"], "frame": "first"}}),
        lambda record: json.dumps({**record, "visit": {**record["visit"], "still": "room:../../etc/passwd"}}),
        lambda record: json.dumps({**record, "jobs": [{"id": "x"}]}),
    ],
)
def test_a_damaged_file_costs_that_visit_only_and_is_said_in_the_log(tmp_path, film, spoil, caplog):
    with Program(tmp_path) as program:
        anna, bert = opened(program.visit(), film), opened(program.orders.visits.enter(None, "other"), film)
        for visit in (anna, bert):
            program.orders.save(visit)
    path = anna.folder / FILE
    path.write_text(spoil(json.loads(path.read_text())))
    with Program(tmp_path) as program:
        assert program.visit(anna.id).clip is None and "damaged" in caplog.text
        assert program.orders.visits.enter(bert.id, "other").clip is not None
    assert path.with_suffix(".damaged").exists()


def test_a_visit_whose_film_has_gone_keeps_its_takes(tmp_path):
    film = make_film(tmp_path / "street.mp4", 64, 48, 6)
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        settled(program, visit, program.orders.order(visit, request_for(film), {}))
        program.orders.save(visit)
    film.unlink()
    with Program(tmp_path) as program:
        again = program.visit(visit.id)
        assert again.clip is None and len(again.takes) == 1


def test_the_work_folder_may_be_moved(tmp_path, film):
    with Program(tmp_path / "here") as program:
        visit = opened(program.visit(), film)
        settled(program, visit, program.orders.order(visit, request_for(film), {}))
        program.orders.save(visit)
        room = visit.folder.name
    (tmp_path / "here").rename(tmp_path / "there")
    with Program(tmp_path / "there") as program:
        (take,) = program.visit(visit.id).takes
        assert take.video.is_relative_to(tmp_path / "there" / "rooms" / room) and take.video.exists()


def test_calls_of_programs_are_no_visits(tmp_path, film):
    with Program(tmp_path) as program:
        wait_for(program.engine.submit(request_for(film), "a call"))
        assert program.orders.visits.known("a call") is None
        assert not (program.engine.rooms()["a call"] / FILE).exists()


def test_nobody_touches_the_jobs_of_another_visit(tmp_path, film):
    with Program(tmp_path) as program:
        anna, bert = opened(program.visit(), film), program.orders.visits.enter(None, "other")
        job = program.orders.order(anna, request_for(film), {})
        for attempt in (program.orders.cancel, program.orders.retry):
            with pytest.raises(UserError, match="not known"):
                attempt(bert, job.id)
        with pytest.raises(UserError, match="not known"):
            program.orders.move(bert, job.id, "front")
        wait_for(job)
        assert job.state == "done" and bert.jobs == [] and bert.takes == []


def test_jobs_that_are_over_do_not_pile_up(tmp_path, film, monkeypatch):
    monkeypatch.setattr(pipeline, "colorize", lambda *_: iter(()))
    with Program(tmp_path) as program:
        visit = opened(program.visit(), film)
        for _ in range(FINISHED_KEPT + 3):
            wait_for(program.orders.order(visit, request_for(film), {}))
        assert len(visit.jobs) <= FINISHED_KEPT + 1
        program.orders.clear(visit)
        assert visit.jobs == []
