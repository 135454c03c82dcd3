"""What a participant's browser may ask of the server, and what it never learns."""

import logging
import re

import pytest

from lvocal.ui.survey import survey_desk
from lvocal.ui.survey.rate_limits import RateLimit
from lvocal.ui.survey.survey_files import ASSETS
from tests.ui.survey_world import CLIPS, CONDITIONS, opened, survey_study, visitor_of


@pytest.fixture
def desk(tmp_path):
    with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
def visitor(desk):
    return visitor_of(desk)


def test_a_session_from_beginning_to_end(desk, visitor):
    assert visitor.ask("api/study").json()["sound"] is True
    sitting = visitor.join(PROLIFIC_PID="p1", STUDY_ID="s", unrelated="x")
    trials = sitting["trials"]
    assert (len(trials), sitting["answered"], sitting["finished"]) == (10, [], False)
    assert [trial["practice"] for trial in trials] == [True] + 9 * [False]
    for number, trial in enumerate(trials):
        assert visitor.ask("api/finish", {}).status_code == 404
        for name in filter(None, [*trial["films"], trial["sound"]]):
            film = visitor.ask(f"api/films/{name}")
            assert (film.status_code, len(film.content)) == (200, 3000)
        assert visitor.vote(number, number % 2, details={"stalls": 1}).json() == {"new": True}
    done = visitor.ask("api/finish", {}).json()
    assert done["return_url"] == f"https://panel.example/done?cc={done['completion']}"
    assert visitor.ask("api/finish", {}).json() == done
    assert visitor.ask("api/sitting").json()["finished"] is True
    (participant,) = desk.store.participants()
    assert participant.recruited == {"PROLIFIC_PID": "p1", "STUDY_ID": "s"}
    assert [vote.trial.places.index(vote.chosen) for vote in desk.store.votes()] == 5 * [0, 1]
    assert {vote.played_sec for vote in desk.store.votes()} == {4.0}
    assert [event.data["trial"] for event in desk.store.events()] == list(range(10))


def test_nothing_that_is_told_names_a_condition_a_clip_or_a_file(desk, visitor):
    for path in ["", "api/study", "admin", *(f"assets/{one.name}" for one in ASSETS.rglob("*.[cj]s*"))]:
        assert visitor.ask(path).status_code in (200, 403), path
    for trial, told in enumerate(visitor.join(workerId="w")["trials"]):
        for name in filter(None, [*told["films"], told["sound"]]):
            visitor.ask(f"api/films/{name}")
        visitor.vote(trial, 7)
        visitor.vote(trial, None)
        visitor.vote(trial)
    for kind in ("playback", "clip"):
        visitor.ask("api/note", {"kind": kind, "data": {"sec": 1}})
    for path in ("api/sitting", "api/films/none", "api/films/../../study.toml", "stimuli.json", "nowhere"):
        visitor.ask(path)
    visitor.ask("api/finish", {})
    visitor.ask("api/withdraw", {})
    visitor.ask("api/sitting")
    study = desk.study
    secret = {study.name, "soundtrack", "-render", ".mp4", ".wav", *CLIPS, *CONDITIONS}
    secret |= {one.label for one in study.conditions} | {one.id for one in study.questions}
    secret |= {"gold", "trap", str(desk._folder)}
    heard = b"\n".join(visitor.heard).lower()
    assert len(heard) > 100_000
    assert [one for one in sorted(secret) if one.lower().encode() in heard] == []


def test_films_have_no_name_no_kind_and_no_date(visitor):
    films = visitor.join()["trials"][0]["films"]
    told = [dict(visitor.ask(f"api/films/{name}").headers) for name in films]
    assert told[0] == told[1] == told[2]
    assert told[0]["content-type"] == "application/octet-stream"
    assert told[0]["cache-control"].startswith("private")
    assert not told[0].keys() & {"content-disposition", "etag", "last-modified", "server", "set-cookie"}


def test_every_answer_forbids_what_comes_from_elsewhere(visitor):
    visitor.join()
    for path in ("", "assets/survey.css", "api/study", "api/films/none", "admin"):
        headers = visitor.ask(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("same-origin", "nosniff")
    for file in ASSETS.rglob("*.*"):
        assert not re.findall(r"https?://|<style|style=|\son\w+=", file.read_text()), file.name


def test_a_trap_says_in_words_which_number_is_right_and_a_gold_pair_says_nothing(desk, visitor):
    told = visitor.join()["trials"]
    trials = desk.store.resume(visitor.code).trials
    for trial, shown in zip(trials, told, strict=True):
        number = re.search(r"please choose number (\d)\.", shown["text"])
        assert bool(number) == (trial.kind == "trap")
        if number:
            assert trial.places[int(number[1]) - 1] == trial.answer
        assert shown.keys() == {"practice", "text", "tie", "films", "sound"}
        assert len(shown["films"]) == len(trial.places)
        assert bool(shown["sound"]) == (trial.question == "q-highest")
        assert shown["tie"] == (trial.question == "q-better")


def test_a_second_vote_changes_nothing(desk, visitor):
    visitor.join()
    assert visitor.vote(0, 1).json() == {"new": True}
    assert visitor.vote(0, 0).json() == {"new": False}
    (vote,) = desk.store.votes()
    assert vote.chosen == vote.trial.places[1]


@pytest.mark.parametrize(
    ("trial", "place", "how"),
    [
        (99, 0, {}),
        (-1, 0, {}),
        (0, 9, {}),
        (0, -1, {}),
        (0, 0, {"answer_sec": "soon"}),
        (0, 0, {"plays": -1}),
        (0, 0, {"plays": 1.5}),
        (0, 0, {"hidden_sec": -0.1}),
        (0, 0, {"played_sec": 1e12}),
        (0, 0, {"chosen": "ourmarvel"}),
    ],
)
def test_what_no_page_would_send_is_refused(desk, visitor, trial, place, how):
    visitor.join()
    answer = visitor.vote(trial, place, **how)
    assert (answer.status_code, answer.json()) == (422, {"message": "That cannot be kept."})
    assert desk.store.votes() == []


def test_a_tie_only_where_the_question_has_one(desk, visitor):
    for number, trial in enumerate(visitor.join()["trials"]):
        assert visitor.vote(number, None).status_code == (200 if trial["tie"] else 422)
    assert {vote.trial.question for vote in desk.store.votes()} == {"q-better"}


def test_an_answer_before_the_end_is_kept_as_one(desk, visitor):
    visitor.join()
    visitor.vote(0, 0, answer_sec=-2.5, plays=0)
    (vote,) = desk.store.votes()
    assert (vote.answer_sec, vote.plays) == (-2.5, 0)


def test_numbers_that_are_none_are_refused(visitor):
    visitor.join()
    text = '{"trial":0,"place":0,"answer_sec":NaN,"plays":1,"dropped_frames":0,"hidden_sec":0,"played_sec":0}'
    headers = {"X-Participant": visitor.code, "Content-Type": "application/json"}
    answer = visitor.client.post("/study/api/vote", content=text, headers=headers)
    assert answer.status_code == 422


def test_films_of_others_are_not_there(desk, visitor):
    other = visitor_of(desk)
    mine, theirs = visitor.join()["trials"][0]["films"][0], other.join()["trials"][0]["films"][0]
    assert visitor.ask(f"api/films/{mine}").status_code == 200
    assert visitor.ask(f"api/films/{theirs}").status_code == 404
    assert visitor.ask(f"api/films/{mine}", code=other.code).status_code == 404
    assert visitor.client.get(f"/study/api/films/{mine}").status_code == 422
    assert visitor.ask(f"api/films/{mine}", code="ABCD-EFGH-JKMN").status_code == 404


def test_a_code_brings_back_on_another_day(desk, visitor):
    told = visitor.join()
    visitor.vote(0)
    visitor.vote(1)
    later = visitor_of(desk)
    typed = visitor.code.lower().replace("-", " ")
    assert later.ask("api/sitting", code=typed).json() == told | {"answered": [0, 1]}


def test_a_panel_that_sends_somebody_twice_meets_one_participant(desk, visitor):
    code = visitor.join(PROLIFIC_PID="p1")["code"]
    assert visitor_of(desk).join(PROLIFIC_PID="p1", SESSION_ID="2")["code"] == code
    assert len(desk.store.participants()) == 1


def test_joining_twice_with_one_token_is_joining_once(desk, visitor):
    body = {"token": 16 * "t", "link": {}, "device": {}}
    told = visitor.ask("api/join", body).json()
    assert visitor.ask("api/join", body).json() == told
    assert visitor.ask("api/join", body | {"token": 16 * "u"}).json()["code"] != told["code"]
    assert visitor.ask("api/join", body | {"token": "t"}).status_code == 422
    assert len(desk.store.participants()) == 2


def test_joining_is_limited_by_address(desk, visitor, monkeypatch):
    monkeypatch.setattr(desk, "_joins", RateLimit(2, 600.0))
    bodies = [{"token": f"{number:016}"} for number in range(3)]
    assert [visitor.ask("api/join", body).status_code for body in bodies] == [200, 200, 429]


def test_guessing_is_slowed_down_by_address_and_closes_no_door_to_those_inside(desk, visitor):
    visitor.join()
    guesses = [visitor.ask("api/sitting", code=f"AAAA-AAAA-{number:04}") for number in range(25)]
    most = survey_desk.WRONG_CODES[0]
    assert [guess.status_code for guess in guesses] == most * [404] + (25 - most) * [429]
    assert 0 < int(guesses[-1].headers["retry-after"]) <= survey_desk.WRONG_CODES[1]
    assert visitor.vote(0).json() == {"new": True}
    elsewhere = visitor_of(desk, client=("198.51.100.7", 1))
    assert elsewhere.ask("api/sitting", code=visitor.code).status_code == 200


def test_right_codes_are_no_guesses(desk, visitor):
    codes = [visitor_of(desk).join()["code"] for _ in range(survey_desk.WRONG_CODES[0] + 5)]
    elsewhere = visitor_of(desk, client=("198.51.100.7", 1))
    assert {elsewhere.ask("api/sitting", code=code).status_code for code in codes} == {200}


def test_whoever_withdraws_is_forgotten(desk, visitor):
    visitor.join(workerId="w")
    visitor.vote(0)
    for _ in range(2):
        assert visitor.ask("api/withdraw", {}).json() == {"deleted": True}
    assert "withdrawn" in visitor.ask("api/sitting").json()["message"]
    assert (desk.store.participants(), desk.store.votes()) == ([], [])


def test_notes_are_of_known_kinds_and_of_bearable_size(desk, visitor):
    visitor.join()
    assert visitor.ask("api/note", {"kind": "checks", "data": {"plates": [1]}}).status_code == 200
    assert visitor.ask("api/note", {"kind": "gossip"}).status_code == 422
    assert visitor.ask("api/note", {"kind": "checks", "data": {"much": 9000 * "x"}}).status_code == 422
    assert visitor.ask("api/note", {"kind": "checks", "data": {"much": 90_000 * "x"}}).status_code == 413
    assert [event.data for event in desk.store.events()] == [{"plates": [1]}]


def test_a_fault_of_the_disk_is_not_told_and_does_not_count_as_a_guess(desk, visitor, monkeypatch, caplog):
    from lvocal.values import UserError

    def full(*_):
        raise UserError("SQLite could not use /srv/quaintname/votes.sqlite.") from OSError("full")

    visitor.join()
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(desk.store, "resume", full)
        answers = [visitor_of(desk).ask("api/sitting", code=visitor.code) for _ in range(25)]
    assert {answer.status_code for answer in answers} == {503}
    assert b"quaintname" not in answers[0].content and "quaintname" in caplog.text
    assert visitor.ask("api/sitting").status_code == 200


def test_what_a_panel_adds_to_the_address_stays_with_it(visitor):
    for path in ("/study", "/"):
        answer = visitor.client.get(f"{path}?PROLIFIC_PID=p&STUDY_ID=s", follow_redirects=False)
        assert answer.headers["location"] == "study/?PROLIFIC_PID=p&STUDY_ID=s"
    assert b"<title>Study</title>" in visitor.ask("").content


def test_no_address_tells_what_the_calls_are(visitor):
    for path in ("docs", "redoc", "openapi.json"):
        assert visitor.ask(path).status_code == 404
        assert visitor.client.get(f"/{path}").status_code == 404


def test_a_study_goes_on_after_it_was_closed(tmp_path):
    with opened(tmp_path, survey_study(return_url="")) as desk:
        first = visitor_of(desk)
        told = first.join()
        first.vote(0)
    from lvocal.ui.survey.survey_serving import open_desk

    with open_desk(tmp_path) as again:
        assert visitor_of(again).ask("api/sitting", code=told["code"]).json() == told | {"answered": [0]}
