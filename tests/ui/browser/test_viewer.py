"""Comparing in a real browser: two pictures, one clock, scopes, keys."""

from tests.ui.browser.steps import colorize

STAGE = "#lv-viewer .stage"
READY = "[...document.querySelectorAll('#lv-viewer video')].every((v) => v.readyState > 1)"
COLORS_OF_B = """() => {
  const canvas = document.querySelectorAll('#lv-viewer .scopes canvas')[3];
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return new Set(data.filter((_, k) => k % 4 < 3)).size;
}"""


def press(page, key: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(key)


def painted(page) -> None:
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")


def test_keys_flick_between_a_and_b_and_choose_how_to_compare(page):
    painted(page)
    for key, mode in (("1", "a"), ("2", "b"), ("x", "side"), ("d", "difference"), ("w", "wipe")):
        press(page, key)
        assert page.get_attribute(STAGE, "data-mode") == mode
    press(page, "d")
    page.select_option("#lv-viewer select.gain", "8")
    assert page.eval_on_selector("#lv-viewer .pair", "pair => pair.style.filter") == "brightness(8)"


def test_side_by_side_shows_both_pictures_whole(page):
    painted(page)
    press(page, "x")
    a, b = (page.locator(f"#lv-viewer .layer.{name}").bounding_box() for name in "ab")
    assert b["x"] >= a["x"] + a["width"] - 1
    assert (a["width"], a["height"]) == (b["width"], b["height"])


def test_the_wipe_is_dragged_and_moved_by_keys(page):
    painted(page)
    box = page.locator("#lv-viewer .layer.a").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 20)
    page.mouse.up()
    line = "#lv-viewer .line"
    assert page.get_attribute(line, "aria-valuenow") == "25"
    page.focus(line)
    page.keyboard.press("ArrowRight")
    assert page.get_attribute(line, "aria-valuenow") == "27"


def test_the_still_is_compared_with_words_alone(page):
    painted(page)
    page.select_option("#lv-viewer select[aria-label='Picture A']", "text")
    page.wait_for_selector("#lv-viewer .layer.a img[src*='still-']")
    assert page.inner_text("#lv-viewer .tag.a") == "Text only"


def test_a_film_from_words_alone_is_rendered_for_side_a(page):
    colorize(page)
    page.wait_for_function(READY)
    page.select_option("#lv-viewer select[aria-label='Picture A']", "text")
    page.wait_for_function("document.querySelector('#lv-viewer .tag.a').textContent.startsWith('Text only')")
    page.wait_for_function(READY)
    sources = page.eval_on_selector_all("#lv-viewer video", "all => all.map((one) => one.src)")
    assert len(set(sources)) == 2
    assert page.inner_text("#lv-viewer .tag.b") == "Take 1"


def test_scopes_are_drawn_and_the_frame_of_a_take_is_measured(page):
    painted(page)
    press(page, "g")
    page.wait_for_function(f"({COLORS_OF_B})() > 20")
    colorize(page)
    page.wait_for_function(READY)
    press(page, "ArrowRight")
    page.wait_for_function("document.querySelector('#lv-viewer .legal').textContent.includes('EBU R 103')")
    assert "Take 1, frame 1" in page.inner_text("#lv-viewer .legal")


def test_the_loop_keeps_within_its_ends(page):
    colorize(page)
    page.wait_for_function(READY)
    for _ in range(3):
        press(page, "ArrowRight")
    page.wait_for_function("document.querySelector('#lv-viewer .clock').textContent === '00:00:03'")
    page.wait_for_function("!document.querySelector('#lv-viewer .b video').seeking")
    press(page, "o")
    press(page, " ")
    page.wait_for_function("document.querySelector('#lv-viewer .b video').currentTime > 0.1")
    page.wait_for_function("document.querySelector('#lv-viewer .b video').currentTime < 0.1")
    assert "0.1" in page.inner_text("#lv-viewer .controls button.on >> nth=0")


PICK = """() => document.dispatchEvent(
  new CustomEvent("lvocal:pick", {detail: {done: (got) => (window.got = got)}}))"""


def test_the_eyedropper_takes_the_colour_under_the_pointer(page):
    painted(page)
    press(page, "2")
    page.evaluate(PICK)
    box = page.locator("#lv-viewer .layer.b").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    got = page.evaluate("window.got")
    assert got["hex"].startswith("#") and len(got["hex"]) == 7
    assert abs(got["x"] - 0.75) < 0.02 and abs(got["y"] - 0.25) < 0.02


def test_all_keys_are_listed_and_the_page_turns_light(page):
    press(page, "?")
    assert "difference of A and B" in page.inner_text("dialog.lv-keys")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.lv-keys", state="detached")
    page.click("#lv-facts button:has-text('Light')")
    assert not page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("#lv-facts button:has-text('Dark')")
