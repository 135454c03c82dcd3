"""Jobs in a real browser: several at once, a reload and a dropped connection in mid-render, two people."""

from threading import Event

import pytest

from lvocal.sample import pipeline
from tests.ui.browser.steps import colorize, open_small, open_tab

STATES = "[...document.querySelectorAll('.lv-jobs li')].map((row) => row.className).join(' ')"


@pytest.fixture
def held(monkeypatch):
    """Films wait in the middle until they are let go."""
    go_on, real = Event(), pipeline.colorize

    def waiting(request, networks, folder, check):
        for event in real(request, networks, folder, check):
            yield event
            if getattr(event, "still", None) and event.__class__.__name__ == "Progress":
                assert go_on.wait(120)
                check()

    monkeypatch.setattr(pipeline, "colorize", waiting)
    yield go_on
    go_on.set()


@pytest.fixture
def small(page, film):
    """A page with a film that is quickly coloured."""
    open_small(page, film)


def wait_for_states(page, expected: str) -> None:
    page.wait_for_function(f"expected => {STATES} === expected", arg=expected)


def names(page) -> list[str]:
    return page.eval_on_selector_all(".lv-jobs li b", "all => all.map((one) => one.textContent)")


def test_several_films_wait_while_one_runs_and_change_places(page, small, held):
    open_tab(page, "Jobs")
    for _ in range(3):
        page.click("#lv-colorize")
    wait_for_states(page, "running queued queued")
    page.wait_for_selector("#lv-tabs [role=tab][data-count='3']")
    page.click(".lv-jobs li:nth-child(3) [title='Sooner']")
    page.wait_for_function("document.querySelectorAll('.lv-jobs li b')[1].textContent === 'Take 3'")
    page.click(".lv-jobs li:nth-child(2) [title='Stop']")
    wait_for_states(page, "running queued cancelled")
    held.set()
    wait_for_states(page, "cancelled done done")
    assert sorted(names(page)) == ["Take 1", "Take 2", "Take 3"]


def test_a_reload_in_mid_render_shows_how_things_stand(page, small, held):
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-status.running")
    page.reload()
    page.wait_for_selector(".lv-status.running")
    open_tab(page, "Jobs")
    page.wait_for_selector(".lv-jobs li.running .thumb img[src*='growing']")
    held.set()
    page.wait_for_selector(".lv-status.done")
    wait_for_states(page, "done")


def test_a_dropped_connection_loses_nothing_and_keeps_the_page(page, small, held):
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-status.running")
    page.evaluate("window.kept = true")
    page.context.set_offline(True)
    page.wait_for_selector("body.lv-offline", state="attached")
    held.set()
    page.context.set_offline(False)
    page.wait_for_selector(".lv-status.done")
    page.wait_for_selector("body:not(.lv-offline)", state="attached")
    assert page.evaluate("window.kept")


def test_two_people_see_only_their_own_and_stop_only_their_own(page, small, browser, live, held):
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-status.running")
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    other = context.new_page()
    other.set_default_timeout(120_000)
    other.goto(live[0])
    other.wait_for_selector("#lv-facts:has-text('beach.mp4')")
    open_tab(other, "Jobs")
    assert names(other) == [] and not other.is_enabled("#lv-stop")
    other.click("#lv-draft")
    wait_for_states(other, "queued")
    assert names(other) == ["Draft 1"]
    other.click("#lv-stop:not([disabled])")
    wait_for_states(other, "cancelled")
    held.set()
    page.wait_for_selector(".lv-status.done")
    context.close()


def test_a_draft_comes_first_when_it_is_wished(page, small):
    page.check("#lv-draft-first input")
    open_tab(page, "Jobs")
    page.click("#lv-colorize")
    wait_for_states(page, "done done")
    assert names(page) == ["Take 2", "Draft 1"]
    page.click("text=Clear what is over")
    page.wait_for_function("!document.querySelector('.lv-jobs li')")
    open_tab(page, "Takes")
    assert page.locator(".lv-takes .take").count() == 2
    page.wait_for_selector(".lv-takes em:has-text('draft')")


def test_the_time_is_told_in_advance(page, small):
    page.wait_for_selector("#lv-time .lv-time:has-text('≈')")
    colorize(page)
    page.reload()
    page.wait_for_selector("#lv-time .lv-time")
    assert "?" not in page.inner_text("#lv-time")
