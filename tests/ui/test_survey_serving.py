"""From a folder to a page: locking, backups, and coming back after the disk was lost."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from typer import Typer
from typer.testing import CliRunner

from lvocal.cli.study_opening import open_with
from lvocal.study.store.keeper import Keeper
from lvocal.ui.survey import survey_serving
from lvocal.ui.survey.survey_serving import open_desk
from lvocal.ui.survey.vote_keeping import kept
from lvocal.values import UserError
from tests.ui.survey_world import opened, survey_folder, survey_study, visitor_of


def votes_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT count(*) FROM votes").fetchone()[0]


def test_opening_locks_and_a_changed_film_does_not_open_again(tmp_path):
    with opened(tmp_path):
        assert (tmp_path / "stimuli.json").exists()
    film = next(tmp_path.rglob("*.mp4"))
    film.write_bytes(b"another")
    with pytest.raises(UserError, match="was changed"), open_desk(tmp_path):
        pass


def test_votes_lie_in_the_folder_for_work_where_there_is_one(tmp_path):
    with opened(tmp_path / "study", work=tmp_path / "work"):
        assert (tmp_path / "work" / "votes.db").exists()
        assert not (tmp_path / "study" / "votes.db").exists()


def test_votes_reach_the_backup_and_come_back_from_it(tmp_path):
    safe = tmp_path / "safe" / "quaintname.db"
    with opened(tmp_path / "study", work=tmp_path / "work", backup=str(tmp_path / "safe")) as desk:
        visitor = visitor_of(desk)
        visitor.join()
        visitor.vote(0)
        assert votes_in(safe) == 1
        visitor.vote(1)
        assert votes_in(safe) == 1
    assert votes_in(safe) == 2
    shutil.rmtree(tmp_path / "work")
    with open_desk(tmp_path / "study", tmp_path / "work", str(tmp_path / "safe")) as again:
        assert visitor_of(again).ask("api/sitting", code=visitor.code).json()["answered"] == [0, 1]


class Hub:
    """A dataset in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_down = False

    def upload(self, file: Path, dataset: str, name: str) -> None:
        self._answer()
        (self.folder / dataset).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, self.folder / dataset / name)

    def fetch(self, to: Path, dataset: str, name: str) -> bool:
        self._answer()
        if not (self.folder / dataset / name).exists():
            return False
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.folder / dataset / name, to)
        return True

    def _answer(self) -> None:
        if self.is_down:
            raise UserError("The hub does not answer.")


@pytest.fixture
def hub(tmp_path, monkeypatch):
    hub = Hub(tmp_path / "hub")
    monkeypatch.setattr(survey_serving, "upload_file", hub.upload)
    monkeypatch.setattr(survey_serving, "fetch_file", hub.fetch)
    return hub


def test_a_hub_keeps_votes_over_the_loss_of_the_disk(tmp_path, hub):
    survey_folder(tmp_path / "study", survey_study())
    options = tmp_path / "study", tmp_path / "work", "hf://datasets/somebody/votes"
    with open_desk(*options) as desk:
        visitor = visitor_of(desk)
        visitor.join()
        visitor.vote(0)
    shutil.rmtree(tmp_path / "work")
    hub.is_down = True
    with pytest.raises(UserError, match="does not answer"), open_desk(*options):
        pass
    assert not (tmp_path / "work" / "votes.db").exists()
    hub.is_down = False
    with open_desk(*options) as again:
        assert visitor_of(again).ask("api/sitting", code=visitor.code).json()["answered"] == [0]


def test_a_hub_that_is_down_loses_no_vote_and_stops_nobody(tmp_path, hub, caplog):
    survey_folder(tmp_path / "study", survey_study())
    with open_desk(tmp_path / "study", None, "hf://datasets/somebody/votes") as desk:
        hub.is_down = True
        visitor = visitor_of(desk)
        visitor.join()
        assert [visitor.vote(number).json() for number in range(3)] == 3 * [{"new": True}]
        assert "could not be backed up" in caplog.text
    assert "last backup was not made" in caplog.text
    assert votes_in(tmp_path / "study" / "votes.db") == 3


def test_what_no_vote_announces_is_kept_as_well(tmp_path):
    with opened(tmp_path) as desk:
        arrived = Event()
        desk.keeper = Keeper(desk.store, tmp_path / "copy", publish=lambda _: arrived.set())
        visitor_of(desk).join()
        with kept(desk, every_sec=0.01):
            assert arrived.wait(30)


def test_the_command_hands_on_what_was_asked(tmp_path, monkeypatch):
    served = []

    def serve(*options):
        *said, tell = options
        served.append(tuple(said))
        tell("Title [b]")

    app = Typer()
    app.command("open")(open_with(serve))
    app.command("other")(lambda: None)
    monkeypatch.setenv("LVOCAL_STUDY_BACKUP", "hf://datasets/a/b")
    run = CliRunner().invoke
    monkeypatch.delenv("LVOCAL_STUDY_PASSWORD", raising=False)
    told = run(app, ["open", str(tmp_path)])
    assert "Title [b]: http://127.0.0.1:7861/study/" in told.output
    assert "set LVOCAL_STUDY_PASSWORD" in told.output
    work = tmp_path / "work"
    told = run(app, ["open", str(tmp_path), "--port", "80", "--work", str(work), "--backup", "safe"])
    assert told.exit_code == 0, told.output
    assert served == [
        (tmp_path, "127.0.0.1", 7861, None, "hf://datasets/a/b"),
        (tmp_path, "127.0.0.1", 80, work, "safe"),
    ]
    assert run(app, ["open", str(tmp_path / "nowhere")]).exit_code == 2


def test_the_command_says_what_is_wrong_with_a_study(tmp_path):
    def serve(folder, *_):
        with open_desk(folder):
            raise AssertionError

    app = Typer()
    app.command()(open_with(serve))
    told = CliRunner().invoke(app, [str(tmp_path)])
    assert told.exit_code == 1 and "study.toml" in told.output


def test_beside_the_studio_it_comes_first_and_nothing_of_gradio_is_in_it(tmp_path):
    gradio = pytest.importorskip("gradio")
    from gradio.routes import App
    from starlette.testclient import TestClient

    from lvocal.ui.survey.survey_app import survey_app, survey_routes

    with opened(tmp_path) as desk, gradio.Blocks(analytics_enabled=False) as blocks:
        app = App.create_app(blocks, app_kwargs={"routes": survey_routes(survey_app(desk))})
        client = TestClient(app)
        page = client.get("/study?PROLIFIC_PID=p")
        assert str(page.url).endswith("/study/?PROLIFIC_PID=p")
        assert "survey.js" in page.text and "gradio" not in page.text
        assert "set-cookie" not in page.headers
        assert client.get("/study/api/study").json()["title"] == desk.study.title
        assert client.get("/study/nowhere").status_code == 404


def test_the_studio_opens_the_study_that_its_environment_names(tmp_path, monkeypatch):
    import app

    folder = survey_folder(tmp_path / "study", survey_study())
    monkeypatch.delenv("LVOCAL_STUDY", raising=False)
    with app._study(None) as routes:
        assert routes == []
    monkeypatch.setenv("LVOCAL_STUDY", str(folder))
    monkeypatch.setenv("LVOCAL_STUDY_BACKUP", str(tmp_path / "safe"))
    with app._study(tmp_path / "work") as routes:
        assert {route.path for route in routes} == {"/study"}
    assert (tmp_path / "work" / "study" / "votes.db").exists()
    assert (tmp_path / "safe" / "quaintname.db").exists()
