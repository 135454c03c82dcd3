"""A page of its own for every test."""

import pytest

PATIENCE_MS = 120_000
"""Nothing here waits for time; this only ends a test that would hang."""


@pytest.fixture
def page(browser, live):
    """A fresh visitor, whose browser tells of every fault and of every request to elsewhere."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.faults, page.elsewhere = [], []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on(
        "request",
        lambda sent: (
            None if sent.url.startswith((live[0], "data:", "blob:")) else page.elsewhere.append(sent.url)
        ),
    )
    page.goto(live[0])
    page.wait_for_selector("#lv-sound-desk audio[src]", state="attached")
    yield page
    assert page.faults == []
    assert page.elsewhere == []
    context.close()
