"""A study in a real browser: what a participant sees, hears and presses."""

import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from lvocal.study.design.manifest import write_study
from lvocal.study.nouns import Condition, Question, Study, StudyClip, Vote
from lvocal.ui.survey.survey_serving import open_desk
from tests.media.films import make_film
from tests.ui.browser.conftest import PATIENCE_MS
from tests.ui.test_survey_load import served

CONDITIONS = ("one", "two", "three")

PASSWORD = "a long sentence"


def study_of(folder: Path, **more) -> Path:
    """Two clips of a second, one with a sound that goes on longer; a choice of three, and a pair."""
    chance = Random(3)
    for clip in ("a", "b"):
        (folder / clip).mkdir(parents=True)
        for at, one in enumerate(CONDITIONS):
            make_film(folder / clip / f"{one}.mp4", 96, 64, 25, chroma=20 * at, fps=Fraction(25))
        with wave.open(str(folder / clip / "sound.wav"), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(chance.randbytes(2 * 20_000))
    asked = (
        Question("sound", "Which fits the sound best?", "choose", CONDITIONS, sound=True),
        Question("pair", "Which do you prefer?", "pair", CONDITIONS[:2], sound=False, tie=True),
    )
    clips = tuple(
        StudyClip(clip, {one: Path(clip) / f"{one}.mp4" for one in CONDITIONS}, Path(clip) / "sound.wav")
        for clip in ("a", "b")
    )
    conditions = tuple(Condition(one, one) for one in CONDITIONS)
    study = Study("tiny", "Tiny study", "You may stop.", 2, asked, conditions, clips, 4, traps_each=1)
    write_study(folder, replace(study, golds_each=0, **more))
    return folder


@pytest.fixture
def desk(tmp_path):
    with open_desk(study_of(tmp_path / "study")) as desk:
        yield desk


@pytest.fixture
def address(desk, monkeypatch):
    monkeypatch.setenv("LVOCAL_STUDY_PASSWORD", PASSWORD)
    with served(desk) as address:
        yield address


@pytest.fixture
def page(browser, address):
    """A participant without a mouse."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, service_workers="block")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults, elsewhere = [], []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.on(
        "request",
        lambda sent: None if sent.url.startswith((address, "blob:")) else elsewhere.append(sent.url),
    )
    yield page
    assert (faults, elsewhere) == ([], [])
    context.close()


def press(page, words: str) -> None:
    """Walk to a button with Tab and press it with Enter."""
    page.wait_for_selector(f"button:has-text('{words}'):not([disabled]):not([aria-disabled=true])")
    at = "words => (at => at.matches('button') && at.innerText.includes(words))(document.activeElement)"
    for _ in range(30):
        if page.evaluate(at, words):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(at, words), f"Tab does not lead to {words}"
    page.keyboard.press("Enter")


def begin(page, address: str) -> str:
    page.goto(f"{address}?PROLIFIC_PID=p1&STUDY_ID=s")
    page.wait_for_selector("text=You may stop.")
    press(page, "I agree")
    code = page.inner_text(".large output")
    press(page, "I have written it down")
    return code


def go_through_checks(page) -> None:
    for heading in ("Your screen", "Dark and light", "Colours"):
        page.wait_for_selector(f"h1:has-text('{heading}')")
        press(page, "Continue")
    press(page, "I hear it well")
    for words in 2 * ["Cannot tell"] + 3 * ["Second"]:
        page.wait_for_selector(f"button:has-text('{words}')[disabled]")
        press(page, "Play")
        press(page, words)
    press(page, "Show the first")


def answer(page, key: str) -> None:
    """Play, choose by a key, go on; and see that nothing is chosen before the end."""
    step = page.inner_text("#step")
    page.wait_for_selector(".trial .first:not([aria-disabled=true]):has-text('Play')")
    page.keyboard.press(key)
    page.keyboard.press("Space")
    page.keyboard.press(key)
    page.wait_for_selector("button:has-text('Playing')")
    assert page.locator("[aria-pressed=true]").count() == 0
    page.wait_for_selector("button:has-text('Play again'):not([aria-disabled=true])")
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_function("step => document.getElementById('step').textContent !== step", arg=step)


def test_a_whole_study_by_keyboard(page, address, desk):
    code = begin(page, address)
    assert page.url == f"{address}#{code}"
    go_through_checks(page)
    trials = desk.store.resume(code).trials
    for trial in trials:
        answer(page, "0" if trial.question == "pair" else "3")
    page.wait_for_selector("text=Thank you")
    (participant,) = desk.store.participants()
    assert page.inner_text(".large output") == participant.completion_code
    assert participant.recruited == {"PROLIFIC_PID": "p1", "STUDY_ID": "s"}
    assert participant.device["screen"] == [1280, 720]
    votes = desk.store.votes()
    assert len(votes) == len(trials) == 6
    for vote in votes:
        assert vote.chosen == (None if vote.trial.question == "pair" else vote.trial.places[2])
        assert vote.answer_sec >= 0 and vote.plays == 1 and vote.hidden_sec == 0
        assert vote.played_sec > 0.9
    events = {event.kind: event.data for event in desk.store.events()}
    assert {"consent", "checks", "playback"} <= events.keys()
    assert events["playback"]["frames"] > 20
    assert len(events["checks"]["tones"]) == 3 and len(events["checks"]["plates"]) == 4


def test_a_reload_goes_on_where_it_stopped_and_so_does_another_browser(page, address, desk, browser):
    code = begin(page, address)
    for trial in desk.store.resume(code).trials[:3]:
        desk.store.vote(Vote(code, trial, trial.places[0], 1.0, 1))
    page.reload()
    page.wait_for_selector("text=Welcome back")
    press(page, "Go on")
    page.wait_for_selector("#step:text-is('4 of 6')")
    page.goto("about:blank")
    page.goto(address)
    page.fill("#old-code", code.lower())
    page.keyboard.press("Enter")
    page.wait_for_selector("text=3 of 6 are answered")
    page.goto("about:blank")
    page.goto(f"{address}#ABCD-EFGH-JKMN")
    page.wait_for_selector("text=This code is not known.")


def test_an_answer_outlives_a_server_that_is_down(page, address, desk):
    code = begin(page, address)
    for trial in desk.store.resume(code).trials[:-1]:
        desk.store.vote(Vote(code, trial, trial.places[0], 1.0, 1))
    page.reload()
    press(page, "Go on")
    page.wait_for_selector(".trial .first:not([aria-disabled=true])")
    page.keyboard.press("Space")
    page.wait_for_selector("button:has-text('Play again'):not([aria-disabled=true])")
    page.route("**/api/vote", lambda route: route.abort())
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=What you answered is kept here")
    assert len(desk.store.votes()) == 5
    page.unroute("**/api/vote")
    press(page, "Try now")
    page.wait_for_selector("text=Thank you")
    last = desk.store.votes()[-1]
    assert last.chosen == last.trial.places[1]


def test_withdrawing_deletes_and_asks_before(page, address, desk):
    begin(page, address)
    press(page, "Withdraw")
    page.keyboard.press("Escape")
    assert len(desk.store.participants()) == 1
    press(page, "Withdraw")
    press(page, "Delete my answers")
    page.wait_for_selector("text=Your answers are deleted")
    assert desk.store.participants() == []
    assert page.url == address


def test_time_spent_elsewhere_is_told(page, address, desk):
    code = begin(page, address)
    practice, second, *_ = desk.store.resume(code).trials
    desk.store.vote(Vote(code, practice, practice.places[0], 1.0, 1))
    page.reload()
    press(page, "Go on")
    page.wait_for_selector(".trial .first:not([aria-disabled=true])")
    page.evaluate("""() => {
        let away = false;
        Object.defineProperty(document, 'hidden', { get: () => away });
        const turn = (to) => { away = to; document.dispatchEvent(new Event('visibilitychange')); };
        const film = document.querySelector('video');
        film.addEventListener('playing', () => turn(true), { once: true });
        film.addEventListener('timeupdate', () => { if (film.currentTime > 0.5) turn(false); });
    }""")
    page.keyboard.press("Space")
    page.wait_for_selector("button:has-text('Play again'):not([aria-disabled=true])")
    page.keyboard.press("Space")
    page.wait_for_selector("button:has-text('Playing')")
    page.wait_for_selector("button:has-text('Play again'):not([aria-disabled=true])")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    page.wait_for_selector("#step:text-is('3 of 6')")
    vote = desk.store.votes()[-1]
    assert (vote.plays, vote.chosen) == (2, second.places[0])
    assert 0 < vote.hidden_sec < 0.9 * vote.played_sec
    assert vote.played_sec > 1.9


def test_the_owner_looks_in(page, address):
    page.goto(f"{address}admin")
    page.keyboard.type("not it")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=That is not it.")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h2:has-text('Who does not count')")
    assert page.url == f"{address}admin"
    page.keyboard.press("Tab")
    press(page, "Refresh")
    page.wait_for_selector("dt:has-text('joined')")
    press(page, "Leave")
    page.wait_for_selector("#password")
