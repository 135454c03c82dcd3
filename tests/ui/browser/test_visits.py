"""Whole visits, from the first look to what is carried away."""

from pathlib import Path

import av

from lvocal.media.video import probe
from tests.ui.browser.steps import (
    STILL,
    brings_a_still,
    choose,
    colorize,
    film_source,
    made,
    open_small,
    open_tab,
)


def add_row(page, thing: str, color: str) -> None:
    """A row more; its still is waited for."""
    page.click("#lv-rows >> text=+ object")
    page.fill("#lv-rows .lv-row:last-child .object", thing)
    brings_a_still(page, lambda: page.fill("#lv-rows .lv-row:last-child .color", color))


def take_settings_back(page, number: int) -> None:
    page.click(f".lv-takes .take:nth-child({number}) [title='Its settings back']")


def test_a_colorist_words_hears_compares_pins_and_delivers(page, film: Path):
    open_small(page, film)
    add_row(page, "coat", "red")
    add_row(page, "hat", "mustard")
    for music in ("anger", "awe", "sadness"):
        brings_a_still(page, lambda music=music: choose(page, "#lv-music-a", music))
    page.click("#lv-draft")
    page.wait_for_selector(".lv-takes em:has-text('draft')")
    page.wait_for_selector(".lv-status.done")
    colorize(page)

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("w")
    page.focus("#lv-viewer .line")
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#lv-viewer .line", "aria-valuenow") == "48"
    assert "gray-" in film_source(page, "a") and film_source(page, "b") != film_source(page, "a")

    page.fill("#lv-points .word", "green")
    page.click("#lv-points [data-tool=pin]")
    box = page.locator("#lv-viewer .overlay").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.keyboard.press("Escape")
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-takes .take:nth-child(3)")
    page.wait_for_selector(".lv-status.done")

    take_settings_back(page, 2)
    page.wait_for_function("document.querySelectorAll('#lv-viewer .lv-pins .pin').length === 0")
    assert page.input_value("#lv-rows .lv-row:last-child .color") == "mustard"
    assert page.input_value("#lv-music-a input") == "sadness"

    master = made(page, "prores")
    with av.open(str(master)) as opened:
        assert opened.streams.video[0].codec_context.name == "prores"
    assert probe(master).num_frames == 13
    page.click("#lv-trim-fold button")
    with page.expect_download() as coming:
        page.click("#lv-file-cube")
    assert "LUT_3D_SIZE" in Path(coming.value.path()).read_text()


def test_a_visitor_sees_the_example_move_in_colour_and_turns_the_mood(page):
    page.wait_for_selector(f"{STILL}[src*='still-']")
    page.click("#lv-draft")
    page.wait_for_selector(".lv-status.done")
    page.wait_for_selector("#lv-viewer .stage[data-show=film]")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    page.wait_for_function(
        "[...document.querySelectorAll('#lv-viewer video')].every((v) => v.currentTime > 0.2)"
    )
    page.keyboard.press("Space")

    def to_awe() -> None:
        page.select_option("#lv-mood select >> nth=1", "awe")
        page.focus("#lv-mood input[type=range]")
        page.keyboard.press("End")

    brings_a_still(page, to_awe)
    assert "awe 100 %" in page.inner_text("#lv-sound-desk .lane.music header")


def test_a_film_that_was_carried_away_brings_its_settings_back(page, film: Path, tmp_path: Path):
    open_small(page, film)
    add_row(page, "coat", "red")
    page.click("#lv-points [data-tool=pin]")
    box = page.locator("#lv-viewer .overlay").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.press("Escape")
    colorize(page)
    with page.expect_download() as coming:
        page.click(".lv-takes [title='Download the film']")
    coming.value.save_as(tmp_path / "carried.mp4")
    page.reload()
    page.wait_for_selector("#lv-viewer .stage[data-show=film]")
    page.fill("#lv-rows .color", "navy")
    page.click("#lv-points button[aria-label^='Remove the marks']")
    open_tab(page, "Deliver")
    with page.expect_file_chooser() as chooser:
        page.click("#lv-bring")
    chooser.value.set_files(tmp_path / "carried.mp4")
    page.wait_for_selector(".lv-status:has-text('carried.mp4 are back')")
    page.wait_for_function("document.querySelector('#lv-rows .color').value === 'red'")
    page.wait_for_selector("#lv-points .frames:has-text('1 pin')")
