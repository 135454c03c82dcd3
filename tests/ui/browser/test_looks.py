"""Palette, looks, trim and contact sheet, as a person uses them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.ui.browser.steps import colorize, open_small

WORDS = "[...document.querySelectorAll('#lv-palette .word')].map((one) => one.value)"


@pytest.fixture(autouse=True)
def at_rest(page):
    page.wait_for_selector(".lv-looks button")
    page.uncheck("#lv-live-on input")


def wear(page, name: str) -> None:
    page.click(f"[data-look={name}]")
    page.wait_for_selector(f"[data-look={name}][aria-pressed=true]")


def filled(page, before: list[str] | None = None) -> list[str]:
    changed = f"JSON.stringify({WORDS}) !== JSON.stringify(before)"
    page.wait_for_function(f"before => {WORDS}.filter(Boolean).length === 5 && {changed}", arg=before)
    return page.evaluate(WORDS)


def test_a_locked_colour_stays_while_the_others_are_found_anew(page, tmp_path: Path):
    page.click("#lv-palette-words")
    first = filled(page)
    page.click("#lv-palette .place:nth-child(2) [aria-pressed]")
    page.click("#lv-palette-draw")
    second = filled(page, first)
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[:20], picture[20:] = (200, 30, 30), (20, 40, 200)
    Image.fromarray(picture).save(tmp_path / "flag.png")
    page.set_input_files("input[type=file][accept*='image'] >> nth=1", tmp_path / "flag.png")
    third = filled(page, second)
    assert first[1] == second[1] == third[1] and len({first[0], second[0], third[0]}) == 3
    page.click("#lv-palette-clear")
    page.wait_for_function(f"{WORDS}.every((word) => word === '')")


def test_a_colour_may_be_a_word_and_a_wrong_one_is_marked(page):
    page.fill("#lv-palette .place:nth-child(1) .word", "mustard")
    page.wait_for_function("document.querySelector('#lv-palette input[type=color]').value !== '#808080'")
    page.fill("#lv-palette .place:nth-child(1) .word", "mustrad")
    page.wait_for_selector("#lv-palette .place.unknown")


def test_words_are_needed_for_a_palette_of_words(page):
    page.fill("#lv-prompt textarea", "")
    page.click("#lv-palette-words")
    page.wait_for_function("document.querySelector('#lv-status').textContent.includes('Write a caption')")


def test_a_look_fills_its_controls_and_leaves_the_seed_and_a_moved_slider_takes_the_mark_away(page):
    page.click("#lv-advanced button")
    page.fill("#lv-seed input", "7")
    page.click("#lv-trim-fold button")
    wear(page, "teal-orange")
    page.wait_for_function("document.querySelectorAll('#lv-trim .band').length === 5")
    assert page.input_value("#lv-seed input") == "7"
    page.focus("#lv-trim input[type=range] >> nth=0")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("[data-look=teal-orange][aria-pressed=false]")
    wear(page, "natural")
    page.wait_for_function("document.querySelectorAll('#lv-trim .band').length === 0")


def test_the_global_part_comes_as_files_with_an_honest_word(page):
    page.click("#lv-trim-fold button")
    wear(page, "sepia-memory")
    with page.expect_download() as coming:
        page.click("#lv-file-cube")
    assert coming.value.suggested_filename == "sepia-memory.cube"
    assert "cannot be a LUT" in Path(coming.value.path()).read_text()
    assert "cannot be a LUT" in page.inner_text("#lv-trim-fold")
    page.click("#lv-file-pdf")
    page.wait_for_function("document.querySelector('#lv-status').textContent.includes('no take')")


def test_a_page_about_a_take_is_a_download(page, film):
    page.check("#lv-live-on input")
    open_small(page, film)
    colorize(page)
    page.click("#lv-trim-fold button")
    with page.expect_download() as coming:
        page.click("#lv-file-pdf")
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")


def test_a_look_is_chosen_on_the_contact_sheet(page):
    page.click("#lv-open-sheet")
    page.wait_for_selector("dialog.lv-sheet input:checked")
    assert page.locator("dialog.lv-sheet input:checked").count() == 9
    assert page.locator("dialog.lv-sheet .choice input:disabled").count() > 0
    page.click("dialog.lv-sheet button:has-text('Draw the sheet')")
    page.wait_for_selector("dialog.lv-sheet .grid img")
    page.click("dialog.lv-sheet .grid button[aria-label='Wear Sepia memory']")
    page.wait_for_selector("[data-look=sepia-memory][aria-pressed=true]")
    assert page.locator("dialog.lv-sheet").count() == 0


def test_a_moving_sheet_plays_and_an_open_one_is_left_by_escape(page):
    page.click("#lv-open-sheet")
    while page.locator("dialog.lv-sheet input:checked").count() > 2:
        page.locator("dialog.lv-sheet input:checked").last.uncheck()
    page.select_option("dialog.lv-sheet select", "1")
    page.click("dialog.lv-sheet button:has-text('Draw the sheet')")
    page.wait_for_selector("dialog.lv-sheet .grid video")
    page.wait_for_function("document.querySelector('dialog.lv-sheet video').currentTime > 0")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.lv-sheet", state="detached")
