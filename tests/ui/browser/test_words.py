"""Words in a real browser: rows, names, strengths, words of one shot, former words, and what became of it."""

from pathlib import Path

import av
import numpy as np
import pytest

STILL = "#lv-viewer .layer.b img[src*='still-']"
MARK = "document.querySelector('#lv-rows .mark').textContent && !document.querySelector('#lv-rows .mark.old')"


def add_row(page, thing: str, color: str) -> None:
    page.click("#lv-rows >> text=+ object")
    page.keyboard.type(thing)
    page.keyboard.press("Tab")
    page.keyboard.type(color)
    page.keyboard.press("Escape")


def next_still(page, before: str) -> str:
    page.wait_for_function(
        "before => { const b = document.querySelector('#lv-viewer .layer.b img');"
        " return b.src && b.getAttribute('src') !== before && b.complete; }",
        arg=before,
    )
    return page.get_attribute("#lv-viewer .layer.b img", "src")


@pytest.fixture
def started(page):
    page.wait_for_selector(STILL)
    return page


def test_a_row_is_painted_marked_and_keeps_the_cursor(started):
    page, before = started, started.get_attribute("#lv-viewer .layer.b img", "src")
    add_row(page, "sky", "pink")
    next_still(page, before)
    page.wait_for_function(MARK)
    assert "dE" in page.inner_text("#lv-rows .mark") or "found" in page.inner_text("#lv-rows .mark")
    assert page.evaluate("document.activeElement === document.querySelector('#lv-rows .color')")
    assert page.input_value("#lv-rows .color") == "pink"
    assert "nearly grey" in page.inner_text("#lv-landed")


def test_names_are_offered_and_a_misspelt_one_is_mended(started):
    page = started
    add_row(page, "sail", "")
    page.keyboard.type("mus")
    page.wait_for_selector("#lv-rows .names li:has-text('mustard')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#lv-rows .color") == "mustard"
    assert page.input_value("#lv-rows input[type=color]") == "#ceb301"
    page.fill("#lv-rows .color", "mustrad")
    page.click("#lv-rows .hint:has-text('mustard?')")
    assert page.input_value("#lv-rows .color") == "mustard"


def test_rows_come_and_go_by_the_keyboard(started):
    page = started
    add_row(page, "sail", "red")
    page.keyboard.press("Enter")
    assert page.locator("#lv-rows .lv-row").count() == 2
    assert page.evaluate("document.activeElement.matches('.lv-row:last-child .object')")
    page.keyboard.press("Backspace")
    assert page.locator("#lv-rows .lv-row").count() == 1
    assert page.evaluate("document.activeElement.matches('.lv-row:first-child .color')")


def test_strength_zero_leaves_the_row_out(started):
    page = started
    add_row(page, "sky", "pink")
    page.wait_for_function(MARK)
    page.focus("#lv-rows .strength")
    page.keyboard.press("Home")
    page.wait_for_function("document.querySelector('#lv-rows .mark').textContent === 'off'")
    assert page.evaluate("document.activeElement.matches('.strength')")


def test_a_colour_is_taken_from_the_picture(started):
    page = started
    add_row(page, "sail", "")
    page.click("#lv-rows .pick")
    box = page.locator("#lv-viewer .layer.b").bounding_box()
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.95 * box["height"])
    page.wait_for_function("/^#[0-9a-f]{6}$/.test(document.querySelector('#lv-rows .color').value)")
    assert page.input_value("#lv-rows input[type=color]") == page.input_value("#lv-rows .color")


def test_a_word_that_is_not_known_is_no_silent_nothing(started):
    page = started
    add_row(page, "sky", "pink")
    page.wait_for_function(MARK)
    page.fill("#lv-rows .color", "pinkk")
    page.click("#lv-preview")
    page.wait_for_selector(".lv-status.failed:has-text('pinkk')")
    assert page.input_value("#lv-rows .color") == "pinkk"


def test_former_words_come_back(started):
    page, before = started, started.get_attribute("#lv-viewer .layer.b img", "src")
    for color in ("pink", "green"):
        page.locator("#lv-rows .lv-row").count() or add_row(page, "sky", "")
        page.fill("#lv-rows .color", color)
        before = next_still(page, before)
    page.click("text=history")
    page.click(".lv-former button:has-text('sky pink')")
    page.wait_for_function("document.querySelector('#lv-rows .color').value === 'pink'")
    next_still(page, before)


def test_a_shot_has_words_of_its_own_and_a_reload_keeps_them(started, tmp_path: Path):
    page = started
    film = cut_film(tmp_path / "cut.mp4")
    page.set_input_files("input[type=file] >> nth=0", film)
    page.wait_for_function("document.querySelector('#lv-facts').innerText.includes('cut.mp4')")
    page.wait_for_selector(".lv-whose:not([hidden])")
    page.wait_for_selector(STILL)
    page.click(".lv-whose button:last-child")
    page.fill("#lv-shot-words textarea", "a red wall")
    page.wait_for_selector("#lv-landed .thing:has-text('wall red')")
    assert page.locator(".lv-owned button").count() == 1
    page.click(".lv-strip button:last-child")
    page.wait_for_function("document.querySelector('#lv-shot-words textarea').value === ''")
    page.click(".lv-owned button")
    page.wait_for_function("document.querySelector('#lv-shot-words textarea').value === 'a red wall'")
    page.reload()
    page.wait_for_selector(".lv-owned button")


def cut_film(path: Path) -> str:
    """Two scenes that nobody takes for one."""
    rng = np.random.default_rng(0)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for _ in range(2):
            scene = rng.integers(20, 235, (8, 12)).astype(np.uint8).repeat(8, 0).repeat(8, 1)
            for _ in range(30):
                picture = np.repeat(scene[..., None], 3, axis=2)
                out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return str(path)
