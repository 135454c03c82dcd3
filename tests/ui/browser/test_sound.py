"""The sound desk in a real browser: what plays, what was heard, and how a person changes it."""

import pytest

from tests.ui.browser.steps import choose

MIX = "document.querySelector('#lv-sound-desk audio').getAttribute('src')"


@pytest.fixture
def desk(page):
    """The page, and a way to wait for what a deed brings: a new mix, and a new still."""
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")

    def brings(deed) -> None:
        before = page.evaluate(MIX), page.get_attribute("#lv-viewer .layer.b img", "src")
        deed()
        page.wait_for_function(f"([mix]) => {MIX} !== mix", arg=before)
        page.wait_for_function(
            "([, still]) => document.querySelector('#lv-viewer .layer.b img').getAttribute('src') !== still",
            arg=before,
        )

    page.brings = brings
    return page


def lane(page, name: str) -> str:
    return page.inner_text(f"#lv-sound-desk .lane.{name} header")


def test_another_music_brings_its_mix_what_is_heard_and_a_still(desk):
    desk.brings(lambda: choose(desk, "#lv-music-a", "anger"))
    assert "anger" in lane(desk, "music") and "relevance" in lane(desk, "music")


def test_a_lane_is_moved_by_keys_and_by_hand_and_typing(desk):
    grip = desk.locator("#lv-sound-desk .music .grip")
    grip.focus()
    desk.brings(lambda: desk.keyboard.press("ArrowRight"))
    assert desk.input_value("#lv-music-track input") == "0.1" and "+0.1 s" in lane(desk, "music")
    box = grip.bounding_box()
    desk.mouse.move(box["x"] + 100, box["y"] + 5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 100 + box["width"] / 4, box["y"] + 5, steps=4)
    desk.brings(desk.mouse.up)
    assert float(desk.input_value("#lv-music-track input")) == pytest.approx(0.1 + 4.5 / 4, abs=0.02)
    desk.brings(lambda: (desk.fill("#lv-music-track input", "0"), desk.keyboard.press("Enter")))
    assert "+" not in lane(desk, "music")


def test_a_click_on_a_lane_goes_to_that_time(desk):
    desk.evaluate(
        "document.addEventListener('lvocal:seek', ({ detail }) => { window.sought = detail.seconds; })"
    )
    grip = desk.locator("#lv-sound-desk .speech .grip")
    grip.click(position={"x": grip.bounding_box()["width"] / 2, "y": 4})
    assert desk.evaluate("window.sought") == pytest.approx(2.25, abs=0.05)


def test_the_playhead_follows_the_clock(desk):
    desk.evaluate("document.dispatchEvent(new CustomEvent('lvocal:time', { detail: { seconds: 2.25 } }))")
    heads = desk.locator("#lv-sound-desk .playhead")
    assert [heads.nth(at).evaluate("head => head.style.left") for at in range(heads.count())] == ["50%"] * 3


def test_mute_and_solo_leave_what_plays(desk):
    desk.brings(lambda: desk.click("#lv-music-track .muted"))
    assert "muted" in lane(desk, "music")
    desk.brings(lambda: desk.click("#lv-music-track .muted"))
    desk.brings(lambda: desk.click("#lv-speech-track .solo"))
    assert "not soloed" in lane(desk, "music") and "not soloed" in lane(desk, "ambience")
    assert desk.get_attribute("#lv-speech-track .solo", "aria-pressed") == "true"


def test_a_veto_is_seen_rests_under_the_dial_and_can_be_undone(desk):
    desk.brings(lambda: choose(desk, "#lv-music-a", "anger"))
    word = desk.locator("#lv-sound-desk .word").first
    emotion = word.inner_text().split()[0]
    word.click()
    desk.brings(lambda: desk.click(".lv-menu button:has-text('Veto')"))
    assert desk.inner_text("#lv-changes li").startswith(f"no {emotion}")
    assert desk.locator(f"#lv-sound-desk .word.changed:has-text('{emotion}')").count() == 1
    desk.brings(lambda: desk.select_option("#lv-mood select >> nth=1", "awe"))
    assert desk.locator("#lv-changes li.rests").count() == 1
    assert "awe 50 %" in lane(desk, "music")
    desk.brings(lambda: desk.click("#lv-mood button"))
    desk.brings(lambda: desk.click("#lv-changes button"))
    assert desk.locator("#lv-changes li").count() == 0


def test_a_place_is_replaced_and_the_form_comes_back_after_a_reload(desk):
    desk.click("#lv-sound-desk .chip >> nth=0")
    desk.brings(lambda: desk.select_option(".lv-menu select", "street"))
    told = desk.inner_text("#lv-changes li")
    assert "is told as street" in told
    desk.reload()
    desk.wait_for_selector("#lv-changes li")
    assert desk.inner_text("#lv-changes li") == told
    assert "→ street" in desk.inner_text("#lv-sound-desk .ambience")


def test_the_mix_is_heard_on_the_clock_of_the_picture(desk):
    desk.wait_for_selector("#lv-viewer video[src]", state="attached")
    desk.click("#lv-sound-desk .hear")
    desk.wait_for_function("!document.querySelector('#lv-sound-desk audio').paused")
    desk.wait_for_function(
        "(() => { const film = document.querySelector('#lv-viewer video[src]'), mix = lvocal.mix.audio;"
        " return film.currentTime > 0.2 && Math.abs(film.currentTime - mix.currentTime) < 0.15; })()"
    )
