"""A study with names that occur nowhere else, served to a client that keeps all it was ever told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from secrets import token_hex

from starlette.testclient import TestClient

from lvocal.study.design.manifest import write_study
from lvocal.study.nouns import Condition, Gold, Question, Study, StudyClip
from lvocal.ui.survey.survey_app import survey_alone, survey_app
from lvocal.ui.survey.survey_desk import Desk
from lvocal.ui.survey.survey_serving import open_desk

CONDITIONS = ("grizzlewick", "bluntharrow", "ourmarvel")
CLIPS = ("harbourquay", "sunkenmill", "tollgate", "oxbowlake")

ADDRESS = "/study/"


def survey_study(**more) -> Study:
    """One choice of three, with sound, and pairs with ties; practice, traps and golds among them."""
    asked = (
        Question("q-highest", "Which has the highest quality?", "choose", CONDITIONS, sound=True),
        Question("q-better", "Which do you prefer?", "pair", CONDITIONS[1:], sound=False, tie=True),
    )
    clips = tuple(
        StudyClip(
            clip, {one: Path(clip) / f"{one}-render.mp4" for one in CONDITIONS}, Path(clip) / "soundtrack.wav"
        )
        for clip in CLIPS
    )
    plain = Study(
        name="quaintname",
        title="Colours of old films",
        consent="We ask what you see.\nNothing says who you are.",
        minutes=5,
        questions=asked,
        conditions=tuple(Condition(one, f"{one.title()} Labelled") for one in CONDITIONS),
        clips=clips,
        golds=(Gold(CLIPS[0], "q-better", CONDITIONS[2], CONDITIONS[0]),),
        votes_each=6,
        golds_each=1,
        seed=11,
        return_url="https://panel.example/done?cc={code}",
    )
    return replace(plain, **more)


def survey_folder(folder: Path, study: Study) -> Path:
    """The study on a disk; its films are bytes by chance."""
    chance = Random(1)
    for clip in study.clips:
        for path in (*clip.stimuli.values(), clip.sound):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(chance.randbytes(3000))
    write_study(folder, study)
    return folder


@dataclass
class Visitor:
    """A browser at the page: all that it was told, headers and bodies, is kept."""

    client: TestClient
    code: str = ""
    heard: list[bytes] = field(default_factory=list)

    def ask(self, path: str, body: dict | None = None, code: str | None = None):
        """A GET, or with a body a POST, in the name of this visitor or of another code."""
        headers = {"X-Participant": self.code if code is None else code}
        method = "GET" if body is None else "POST"
        answer = self.client.request(method, ADDRESS + path, headers=headers, json=body)
        self.heard += [str(answer.url).encode(), repr(answer.headers).encode(), answer.content]
        return answer

    def join(self, **link: str) -> dict:
        device = {"screen": [1920, 1080]}
        told = self.ask("api/join", {"token": token_hex(8), "link": link, "device": device}).json()
        self.code = told["code"]
        return told

    def vote(self, trial: int, place: int | None = 0, **how):
        body = {"trial": trial, "place": place, "answer_sec": 1.5, "plays": 1, "dropped_frames": 0}
        return self.ask("api/vote", {**body, "hidden_sec": 0.0, "played_sec": 4.0, **how})


@contextmanager
def opened(folder: Path, study: Study | None = None, **options) -> Iterator[Desk]:
    """The desk of a study that was just made."""
    with open_desk(survey_folder(folder, study or survey_study()), **options) as desk:
        yield desk


def visitor_of(desk: Desk, password: str = "", **options) -> Visitor:
    return Visitor(
        TestClient(survey_alone(survey_app(desk, password)), raise_server_exceptions=False, **options)
    )
