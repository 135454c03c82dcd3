"""Takes in a real browser: shown, named, starred, taken back, deleted, carried away."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from lvocal.media.video import probe
from tests.ui.browser.steps import colorize, open_small


@pytest.fixture(autouse=True)
def small(page, film):
    """A page with a film that is quickly coloured."""
    open_small(page, film)


def two_takes(page) -> None:
    page.uncheck("#lv-live-on input")
    colorize(page)
    page.fill("#lv-prompt textarea", "a red sail")
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-takes .take:nth-child(2)")
    page.wait_for_selector(".lv-status.done")


def side(page, name: str) -> str:
    return page.evaluate(f"lvocal.viewer.chosen().{name}")


def take(number: int) -> str:
    return f".lv-takes .take:nth-child({number})"


def test_a_click_shows_a_take_as_b_and_with_shift_as_a(page):
    two_takes(page)
    ids = page.eval_on_selector_all(".lv-takes .take", "all => all.map((one) => one.dataset.id)")
    page.wait_for_selector(f"{take(2)}.b")
    page.click(f"{take(1)} .picture")
    page.wait_for_selector(f"{take(1)}.b")
    page.click(f"{take(2)} .picture", modifiers=["Shift"])
    page.wait_for_selector(f"{take(2)}.a")
    assert (side(page, "a"), side(page, "b")) == (ids[1], ids[0])


def test_the_settings_of_a_take_come_back_and_go_again(page):
    two_takes(page)
    before = page.input_value("#lv-prompt textarea")
    page.click(f"{take(1)} [title='Its settings back']")
    page.wait_for_function("document.querySelector('#lv-prompt textarea').value === ''")
    page.click("text=Undo restore")
    page.wait_for_function(
        "words => document.querySelector('#lv-prompt textarea').value === words", arg=before
    )


def test_a_take_is_named_and_starred_and_a_reload_knows_it(page):
    colorize(page)
    page.click(f"{take(1)} [title='Name it']")
    page.fill(f"{take(1)} .title input", "the warm one")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{take(1)} b:has-text('the warm one')")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    page.wait_for_selector(f"{take(1)} .star[aria-pressed=true]")
    page.reload()
    page.wait_for_selector(f"{take(1)} .star[aria-pressed=true]")
    assert page.inner_text(f"{take(1)} b") == "the warm one"


def test_a_take_is_deleted_only_after_a_second_word(page):
    two_takes(page)
    page.click(f"{take(2)} [title=Delete]")
    page.click(f"{take(2)} [title='Keep it']")
    assert page.locator(".lv-takes .take").count() == 2
    page.click(f"{take(2)} [title=Delete]")
    page.click(f"{take(2)} [title='Delete it and its files']")
    page.wait_for_function("document.querySelectorAll('.lv-takes .take').length === 1")
    page.wait_for_selector(f"{take(1)}.b")


def test_takes_are_carried_away_as_a_zip_or_one_by_one(page):
    two_takes(page)
    page.click(f"{take(1)} .star")
    with page.expect_download() as coming:
        page.click("text=Export all (zip)")
    with ZipFile(coming.value.path()) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".mp4")]) == 2
    with page.expect_download() as coming:
        page.click("text=Export starred")
    with ZipFile(coming.value.path()) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".mp4")]) == 1
    with page.expect_download() as coming:
        page.click(f"{take(1)} [title='Download the film']")
    assert probe(Path(coming.value.path())).num_frames == 13


def test_a_take_of_another_film_opens_that_film_again(page):
    colorize(page)
    page.click("button:has-text('Beach')")
    page.wait_for_function("document.querySelector('#lv-facts').textContent.includes('beach.mp4')")
    page.wait_for_selector(f"{take(1)}.other")
    page.click(f"{take(1)} .picture")
    page.wait_for_function("document.querySelector('#lv-facts').textContent.includes('street.mp4')")
    page.wait_for_selector(f"{take(1)}.b:not(.other)")
