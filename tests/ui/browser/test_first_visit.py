"""The page in a real browser: what a visitor and a colorist do, step by step."""

from pathlib import Path

from lvocal.media.video import probe
from tests.ui.browser.steps import choose, colorize, film_source, made


def test_the_first_visit_shows_an_example_in_colour_without_a_click(page):
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")
    assert "beach.mp4" in page.inner_text("#lv-facts")
    assert page.locator(".lv-strip button").count() > 5
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for side in ("#lv-left", "#lv-right"):
        assert page.eval_on_selector(side, "side => side.scrollHeight <= side.clientHeight"), (
            f"{side} scrolls"
        )


def test_one_click_colours_the_film_and_a_reload_finds_it_again(page):
    colorize(page)
    assert "gray-" in film_source(page, "a")
    assert film_source(page, "b") != film_source(page, "a")
    page.wait_for_function("document.querySelector('#lv-viewer .b video').readyState > 1")
    with page.expect_download() as coming:
        page.click(".lv-takes [title='Download the film']")
    assert probe(Path(coming.value.path())).num_frames == 108
    page.reload()
    page.wait_for_selector("#lv-viewer .stage[data-show=film]")
    names = "(of) => [...of.options].map((one) => one.textContent)"
    for side in "AB":
        shown = page.eval_on_selector(f"#lv-viewer select[aria-label='Picture {side}']", names)
        assert shown == ["Original", "Take 1", "Text only …"]


def test_both_films_run_on_one_clock(page):
    colorize(page)
    page.wait_for_function(
        "[...document.querySelectorAll('#lv-viewer video')].every((v) => v.readyState > 1)"
    )
    page.evaluate("document.activeElement.blur()")
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    page.wait_for_function("document.querySelector('#lv-viewer .clock').textContent === '00:00:02'")
    page.wait_for_function(
        "(() => { const [a, b] = document.querySelectorAll('#lv-viewer video');"
        " return !a.seeking && !b.seeking && Math.abs(a.currentTime - b.currentTime) < 0.01; })()"
    )


def test_words_repaint_the_still(page):
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")
    before = page.get_attribute("#lv-viewer .layer.b img", "src")
    page.click("#lv-rows .lv-quiet")
    page.fill("#lv-rows .object", "sail")
    page.fill("#lv-rows .color", "red")
    page.wait_for_function(
        "before => { const now = document.querySelector('#lv-viewer .layer.b img').getAttribute('src');"
        " return now && now.includes('still-') && now !== before; }",
        arg=before,
    )
    page.wait_for_function("document.querySelector('#lv-rows input[type=color]').value === '#e50000'")


def test_a_misspelt_colour_is_said_and_the_form_is_kept(page):
    page.click("#lv-rows .lv-quiet")
    page.fill("#lv-rows .object", "sail")
    page.fill("#lv-rows .color", "mustrad")
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-status.failed")
    assert "mustard" in page.inner_text("#lv-status")
    assert page.input_value("#lv-rows .object") == "sail"
    assert page.is_enabled("#lv-colorize")


def test_a_file_that_is_no_film_is_said_and_the_film_stays(page, tmp_path: Path):
    trap = tmp_path / "trap.mp4"
    trap.write_text("ffconcat version 1.0\nfile /etc/hostname\n")
    page.set_input_files(
        "#lv-open input[type=file], input#lv-open, input[type=file][accept*='video'] >> nth=0", trap
    )
    page.wait_for_selector(".lv-status.failed")
    assert "trap.mp4" in page.inner_text("#lv-status")
    assert "beach.mp4" in page.inner_text("#lv-facts")


def test_an_own_film_replaces_the_example(page, film):
    page.set_input_files("input[type=file][accept*='video'] >> nth=0", film)
    page.wait_for_function("document.querySelector('#lv-facts').textContent.includes('street.mp4')")
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")
    assert "96×64" in page.inner_text("#lv-facts")
    assert page.input_value("#lv-prompt textarea") == ""
    page.wait_for_function("(document.querySelector('#lv-sound-desk audio') || {}).duration < 1")


def test_the_filmstrip_chooses_the_frame(page):
    page.click(".lv-strip button >> nth=0")
    page.wait_for_function("document.querySelector('#lv-viewer .clock').textContent === '00:00:03'")


def test_a_film_can_be_stopped(page, live, monkeypatch):
    from threading import Event

    from lvocal.sample import pipeline

    reached, go_on = Event(), Event()
    whole = pipeline.colorize

    def held(request, networks, folder, check):
        for event in whole(request, networks, folder, check):
            yield event
            if event.__class__.__name__ == "Progress" and event.fraction > 0:
                reached.set()
                assert go_on.wait(120)
                check()

    monkeypatch.setattr(pipeline, "colorize", held)
    page.click("#lv-colorize")
    assert reached.wait(120)
    page.click("#lv-stop:not([disabled])")
    page.wait_for_function("document.querySelector('#lv-status').textContent.includes('Stopping')")
    go_on.set()
    page.wait_for_selector(".lv-status.stopped")
    assert page.is_enabled("#lv-colorize")


def test_words_of_ones_own_stay_when_another_film_comes(page, film):
    page.fill("#lv-prompt textarea", "a grey street")
    page.set_input_files("input[type=file][accept*='video'] >> nth=0", film)
    page.wait_for_function("document.querySelector('#lv-facts').textContent.includes('street.mp4')")
    assert page.input_value("#lv-prompt textarea") == "a grey street"


def test_a_sound_of_ones_own_is_heard_and_stays_over_a_reload(page, film):
    page.set_input_files("input[type=file][accept*='audio'] >> nth=0", film)
    page.wait_for_function("document.querySelector('#lv-status').textContent.includes('street.mp4')")
    before = page.get_attribute("#lv-sound-desk audio", "src")
    choose(page, "#lv-music-a", "street.mp4")
    page.wait_for_function(
        "before => { const now = document.querySelector('#lv-sound-desk audio');"
        " return now && now.getAttribute('src') !== before; }",
        arg=before,
    )
    page.reload()
    page.wait_for_selector("#lv-sound-desk audio[src]", state="attached")
    page.wait_for_function("document.querySelector('#lv-music-a input').value === 'street.mp4'")


def test_a_take_becomes_a_master_without_another_word(page):
    colorize(page)
    file = made(page, "ffv1")
    assert (probe(file).num_frames, file.suffix) == (108, ".mkv")
