"""Takes the picture of the page in the README: python assets/screenshot.py http://127.0.0.1:7860

Needs a running studio, playwright and a Chromium; neither is needed to use the studio.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PATIENCE_MS = 300_000


def main(address: str, chromium: str = "/usr/bin/chromium") -> None:
    """Words are written, the example is coloured, and the wipe stands in the middle."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        page.wait_for_selector("#lv-sound-desk audio[src]", state="attached")
        page.click("#lv-rows >> text=+ object")
        page.fill("#lv-rows .object", "sand")
        page.fill("#lv-rows .color", "tan")
        page.fill("#lv-prompt textarea", "blue sky, turquoise sea")
        page.click("#lv-colorize")
        page.wait_for_selector(".lv-status.done")
        page.wait_for_function(
            "[...document.querySelectorAll('#lv-viewer video')].every((v) => v.readyState > 1)"
        )
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("ArrowRight")  # the playhead leaves the edge
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture.save(Path(__file__).with_suffix(".png"), optimize=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
