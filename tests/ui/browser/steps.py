"""What tests in the browser do again and again."""

from pathlib import Path

STILL = "#lv-viewer .layer.b img"


def film_source(page, name: str) -> str:
    return page.get_attribute(f"#lv-viewer .layer.{name} video", "src") or ""


def colorize(page) -> None:
    page.click("#lv-colorize")
    page.wait_for_selector(".lv-status.done")
    page.wait_for_selector("#lv-viewer .stage[data-show=film]")


def choose(page, dropdown: str, choice: str) -> None:
    page.click(f"{dropdown} input")
    page.click(f"[role=option]:has-text('{choice}')")


def open_tab(page, name: str) -> None:
    page.click(f"#lv-tabs [role=tab]:has-text('{name}')")


def open_small(page, film) -> None:
    """A film of half a second, which is quickly coloured."""
    page.set_input_files("input[type=file][accept*='video'] >> nth=0", film)
    page.wait_for_function("document.querySelector('#lv-facts').textContent.includes('street.mp4')")
    page.wait_for_selector("#lv-viewer .layer.b img[src*='still-']")


def brings_a_still(page, deed) -> None:
    """Do something, and wait for the new still that it brings."""
    before = page.get_attribute(STILL, "src")
    deed()
    page.wait_for_function(
        f"old => document.querySelector('{STILL}').getAttribute('src') !== old", arg=before
    )


def made(page, kind: str) -> Path:
    """Tick one kind of delivery, let it be made, and download it."""
    open_tab(page, "Deliver")
    page.check(f".lv-deliver input[value={kind}]")
    page.click("#lv-make:not([disabled])")
    with page.expect_download() as coming:
        page.click(".lv-deliver .made a[download]")
    file = Path(coming.value.path()).with_name(coming.value.suggested_filename)
    coming.value.save_as(file)
    return file
