"""Fifty at once over loopback: every answer that was confirmed is there, once, and as it was given."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread

import httpx
import uvicorn

from lvocal.ui.survey.survey_app import survey_alone, survey_app
from tests.ui.survey_world import opened

PEOPLE = 50

PATIENCE_SEC = 120
"""Nothing here waits for time; this only ends a test that would hang."""


@contextmanager
def served(desk) -> Iterator[str]:
    """The address of the page while the block runs."""
    door = socket.create_server(("127.0.0.1", 0), backlog=256)
    server = uvicorn.Server(uvicorn.Config(survey_alone(survey_app(desk)), log_level="error"))
    thread = Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{door.getsockname()[1]}/study/"
    finally:
        server.should_exit = True
        thread.join()
        door.close()


def test_fifty_at_once_lose_no_vote(tmp_path):
    with opened(tmp_path / "study", backup=str(tmp_path / "safe")) as desk:
        ready = Barrier(PEOPLE)

        def take_part(number: int) -> dict[tuple[str, int], int]:
            with httpx.Client(base_url=address, timeout=PATIENCE_SEC, trust_env=False) as browser:
                ready.wait()
                link = {"PROLIFIC_PID": f"p{number}"}
                joining = {"token": f"{number:016}", "link": link, "device": {}}
                sitting = browser.post("api/join", json=joining).json()
                browser.headers["X-Participant"] = sitting["code"]
                confirmed = {}
                for trial, shown in enumerate(sitting["trials"]):
                    for name in shown["films"]:
                        assert len(browser.get(f"api/films/{name}").raise_for_status().content) == 3000
                    place = (number + trial) % len(shown["films"])
                    answer = {"trial": trial, "place": place, "answer_sec": 1.0 + number, "plays": 1}
                    answer |= {
                        "dropped_frames": trial,
                        "hidden_sec": 0,
                        "played_sec": 4,
                        "details": {"stalls": 0},
                    }
                    for is_new in (True, False):
                        told = browser.post("api/vote", json=answer).raise_for_status().json()
                        assert told == {"new": is_new}
                    confirmed[sitting["code"], trial] = place
                assert browser.post("api/finish", json={}).raise_for_status().json()["completion"]
                return confirmed

        with served(desk) as address, ThreadPoolExecutor(PEOPLE) as threads:
            told = {}
            for confirmed in threads.map(take_part, range(PEOPLE)):
                told |= confirmed
        votes = desk.store.votes()
        kept = {(vote.participant, vote.trial.number): vote.trial.places.index(vote.chosen) for vote in votes}
        assert len(votes) == len(kept) == PEOPLE * 10
        assert kept == told
        assert len({vote.answer_sec for vote in votes}) == PEOPLE
        counts = desk.store.counts()
        assert (counts.joined, counts.finished, counts.events) == (PEOPLE, PEOPLE, PEOPLE * 10)
