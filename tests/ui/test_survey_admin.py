"""The owner's page: behind a password, and without a word on who takes part or what is ahead."""

import re

import pytest

from lvocal.ui.survey.admin_calls import OPEN_SEC, TRIES, Doorkeeper
from lvocal.values import UserError
from tests.ui.survey_world import CONDITIONS, opened, survey_study, visitor_of

PASSWORD = "a long sentence, mostly"


@pytest.fixture
def desk(tmp_path):
    with opened(tmp_path / "study", backup=str(tmp_path / "safe")) as desk:
        yield desk


@pytest.fixture
def owner(desk):
    return visitor_of(desk, PASSWORD)


def enter(owner, password: str = PASSWORD, **headers: str):
    return owner.client.post("/study/admin/enter", data={"password": password}, headers=headers)


def test_without_a_password_in_the_environment_it_is_shut(desk, monkeypatch):
    from starlette.testclient import TestClient

    from lvocal.ui.survey.survey_app import survey_app

    monkeypatch.delenv("LVOCAL_STUDY_PASSWORD", raising=False)
    client = TestClient(survey_app(desk))
    for answer in (client.get("/admin"), client.post("/admin/enter", data={"password": ""})):
        assert answer.status_code == 403
        assert "LVOCAL_STUDY_PASSWORD" in answer.text
    assert client.post("/admin/backup").status_code == 403
    monkeypatch.setenv("LVOCAL_STUDY_PASSWORD", PASSWORD)
    client = TestClient(survey_app(desk))
    assert client.post("/admin/enter", data={"password": PASSWORD}).text.count("<table>") == 2


def test_the_password_opens_it_and_leaving_shuts_it(owner):
    assert "<table>" not in owner.ask("admin").text
    answer = owner.client.post("/study/admin/enter", data={"password": PASSWORD}, follow_redirects=False)
    assert answer.headers["location"] == "../admin"
    assert re.search(r"HttpOnly; SameSite=strict$", answer.headers["set-cookie"])
    assert PASSWORD not in answer.headers["set-cookie"]
    token = owner.client.cookies["lvocal-study-owner"]
    assert "<table>" in owner.ask("admin").text
    owner.client.post("/study/admin/leave")
    owner.client.cookies.set("lvocal-study-owner", token, path="/study/admin")
    assert "<table>" not in owner.ask("admin").text


def test_over_https_the_cookie_stays_there(desk):
    owner = visitor_of(desk, PASSWORD, base_url="https://study.example")
    answer = owner.client.post("/study/admin/enter", data={"password": PASSWORD}, follow_redirects=False)
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("password", ["", "a long sentence, mostl", PASSWORD.upper(), 900 * "x", "\x00"])
def test_any_other_password_does_not(owner, password):
    answer = enter(owner, password)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert owner.client.post("/study/admin/backup").status_code == 403
    assert "<table>" not in owner.ask("admin").text


def test_who_tries_too_often_waits_even_with_the_right_one(desk, owner):
    assert [enter(owner, "guess").status_code for _ in range(TRIES[0] + 1)] == TRIES[0] * [403] + [429]
    assert enter(owner).status_code == 429
    elsewhere = visitor_of(desk, PASSWORD, client=("198.51.100.7", 1))
    assert enter(elsewhere).status_code == 200


def test_pages_of_others_cannot_use_the_door(owner):
    assert enter(owner, Origin="https://elsewhere.example").status_code == 403
    assert enter(owner, Origin="http://testserver").status_code == 200
    answer = owner.client.post("/study/admin/backup", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_a_password_is_good_for_some_hours():
    now = 0.0
    door = Doorkeeper(PASSWORD, clock=lambda: now)
    token = door.enter("here", PASSWORD)
    assert isinstance(token, str) and door.knows(token)
    now = OPEN_SEC - 1
    assert door.knows(token) and not door.knows(token[:-1])
    now = OPEN_SEC
    assert not door.knows(token)


def test_it_tells_counts_and_neither_people_nor_who_is_ahead(desk, owner):
    people = [visitor_of(desk) for _ in range(3)]
    for number, person in enumerate(people):
        trials = person.join(workerId=f"worker-{number}")["trials"]
        for trial in range(len(trials)):
            person.vote(trial, 0, answer_sec=1.5 if number else 0.1)
    people[1].ask("api/finish", {})
    people[2].ask("api/withdraw", {})
    text = enter(owner).text
    figures = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text))
    assert figures["joined"] == "2" and figures["finished"] == "1" and figures["withdrawn"] == "1"
    assert figures["answers"] == "20"
    assert re.search(r"answered too fast</th><td>1<", text)
    codes = [person.code for person in people] + ["worker-"]
    labels = [condition.label for condition in desk.study.conditions]
    assert [one for one in (*codes, *CONDITIONS, *labels) if one in text] == []


def test_the_button_makes_a_backup(desk, owner, tmp_path, monkeypatch):
    enter(owner)
    assert not (tmp_path / "safe").exists()
    assert "The backup is made." in owner.client.post("/study/admin/backup").text
    assert (tmp_path / "safe" / "quaintname.db").exists()

    def full(to):
        raise UserError("There is no room.")

    monkeypatch.setattr(desk.store, "backup", full)
    assert "There is no room." in owner.client.post("/study/admin/backup").text


def test_without_a_place_for_it_there_is_no_button(tmp_path):
    with opened(tmp_path, survey_study(title="<b>Bold</b>")) as desk:
        owner = visitor_of(desk, PASSWORD)
        text = enter(owner).text
        assert "Back up now" not in text
        assert "&lt;b&gt;Bold" in text
        assert "nowhere to keep" in owner.client.post("/study/admin/backup").text
