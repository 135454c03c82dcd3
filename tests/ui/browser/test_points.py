"""Points and paint in a real browser: marks on the picture, undone, moved by keys, and seen in the still."""

import json

import pytest

from tests.ui.browser.steps import colorize

FRAMES = "#lv-points .frames"
PINS = "#lv-viewer .lv-pins .pin"


def painted(page) -> None:
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")


def at(page, x: float, y: float) -> tuple[float, float]:
    box = page.locator("#lv-viewer .overlay").bounding_box()
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def labels(page) -> list[str]:
    return [pin.get_attribute("aria-label") for pin in page.query_selector_all(PINS)]


def tool(page, name: str) -> None:
    page.click(f"#lv-points [data-tool={name}]")


def test_a_pin_lands_where_it_is_clicked_the_wipe_stays_and_the_still_follows(page):
    painted(page)
    wipe = page.get_attribute("#lv-viewer .line", "aria-valuenow")
    before = page.get_attribute("#lv-viewer .layer.b img", "src")
    page.fill("#lv-points .word", "red")
    tool(page, "pin")
    page.mouse.click(*at(page, 0.25, 0.75))
    assert labels(page) == ["pin 1, red, at 25 % across, 75 % down"]
    assert page.get_attribute("#lv-viewer .line", "aria-valuenow") == wipe
    page.wait_for_function(
        "old => document.querySelector('#lv-viewer .layer.b img').getAttribute('src') !== old", arg=before
    )
    page.keyboard.press("Escape")
    assert page.get_attribute("#lv-points [data-tool=pointer]", "aria-pressed") == "true"


def test_a_pin_is_moved_and_removed_by_keys_and_every_step_is_undone_and_redone(page):
    painted(page)
    tool(page, "neutral")
    page.mouse.click(*at(page, 0.5, 0.5))
    page.focus(PINS)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert labels(page) == ["pin 1, neutral, at 51 % across, 45 % down"]
    page.keyboard.press("Delete")
    assert labels(page) == []
    for _ in range(2):
        page.click("#lv-points button[aria-label^=Undo]")
    assert labels(page) == ["pin 1, neutral, at 51 % across, 50 % down"]
    page.click("#lv-points button[aria-label^=Redo]")
    assert labels(page) == ["pin 1, neutral, at 51 % across, 45 % down"]
    page.click("#lv-points button[aria-label^='Remove all marks']")
    assert labels(page) == [] and page.is_hidden(FRAMES)


def test_strokes_are_drawn_erased_and_counted_by_frame(page):
    painted(page)
    alpha = """([x, y]) => { const c = document.querySelector('#lv-viewer .lv-paint');
      return c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data[3]; }"""
    for name in ("brush", "eraser"):
        tool(page, name)
        page.mouse.move(*at(page, 0.3, 0.4))
        page.mouse.down()
        page.mouse.move(*at(page, 0.6, 0.4), steps=5)
        page.mouse.up()
        assert bool(page.evaluate(alpha, [0.45, 0.4])) is (name == "brush")
        assert not page.evaluate(alpha, [0.45, 0.7])
    assert "2 strokes" in page.inner_text(FRAMES)


def test_marks_are_still_there_after_a_reload_and_lead_back_to_their_frame(page):
    painted(page)
    tool(page, "pin")
    page.mouse.click(*at(page, 0.5, 0.5))
    first = page.inner_text(f"{FRAMES} button")
    before = page.get_attribute("#lv-viewer .layer.b img", "src")
    page.wait_for_function(
        "old => document.querySelector('#lv-viewer .layer.b img').getAttribute('src') !== old", arg=before
    )
    page.click("#lv-strip button[data-frame] >> nth=-1")
    page.wait_for_selector(f"{PINS}", state="detached")
    page.reload()
    page.wait_for_selector(FRAMES)
    assert page.inner_text(f"{FRAMES} button") == first
    page.click(f"{FRAMES} button")
    page.wait_for_selector(PINS)


@pytest.mark.parametrize("fits", [True, False])
def test_a_coloured_picture_says_whether_it_is_this_frame_and_may_give_its_palette_instead(
    page, tmp_path, fits
):
    from PIL import Image, ImageOps

    painted(page)
    source = page.evaluate("document.querySelector('#lv-viewer .layer.a img').src")
    picture = tmp_path / "set.png"
    picture.write_bytes(page.request.get(source).body())
    if not fits:
        ImageOps.flip(ImageOps.mirror(Image.open(picture))).save(picture)
    with page.expect_file_chooser() as chooser:
        page.click("#lv-points button[aria-label^='Add a coloured picture']")
    chooser.value.set_files(picture)
    page.wait_for_selector(f"{FRAMES} :text('set.png')")
    if not fits:
        page.click(f"{FRAMES} button:has-text('palette')")
        page.wait_for_function(
            "[...document.querySelectorAll('#lv-palette .word')].every((one) => one.value !== '')"
        )
        page.wait_for_selector(FRAMES, state="hidden")


def test_only_a_span_is_painted_over_a_take(page):
    painted(page)
    assert page.is_hidden("#lv-points .between")
    colorize(page)
    page.check("#lv-points .between input[type=checkbox]")
    for name, frame in (("First", 2), ("Last", 9)):
        page.fill(f"#lv-points input[aria-label^={name}]", str(frame))
        page.dispatch_event(f"#lv-points input[aria-label^={name}]", "change")
    page.click("#lv-colorize")
    page.wait_for_function("document.querySelectorAll('#lv-takes img').length > 1")
    page.wait_for_selector(".lv-status.done")
    assert "Frames 2 to 9 were painted anew" in page.inner_text(".lv-status")


def test_history_is_pure(page):
    found = page.evaluate(
        """() => {
        const past = lvocal.history([], 2), seen = [];
        seen.push(past.undo(), past.step([]), past.step([1]), past.step([1, 2]), past.step([3]));
        past.undo(); seen.push(past.value); past.undo(); seen.push(past.value, past.canUndo);
        past.redo(); seen.push(past.value); past.step([9]); seen.push(past.canRedo, past.redo(), past.value);
        past.reset([]); seen.push(past.canUndo, past.value);
        return JSON.stringify(seen);
    }"""
    )
    expected = [False, False, True, True, True, [1, 2], [1], False, [1, 2], False, False, [9], False, []]
    assert json.loads(found) == expected
