"""What tests in the browser do again and again."""


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
