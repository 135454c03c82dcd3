"""One live page over a tiny real engine, shared by all tests of this folder."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

OWN = tempfile.TemporaryDirectory(prefix="lvocal-tests-")
"""Gradio reads its folder when it is imported, before any fixture runs; removed when the tests end."""

HOME = Path(OWN.name)
os.environ["GRADIO_TEMP_DIR"] = str(HOME / "gradio")
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def live() -> Iterator[tuple[str, object]]:
    """(address, engine) of a served page."""
    import socket

    from lvocal.engine import Engine
    from lvocal.model.bundle import tiny_networks
    from lvocal.ui.studio import build_page, launch_page

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    rooms = HOME / "rooms"
    rooms.mkdir()
    with Engine(load=lambda name: tiny_networks(), root=rooms) as engine:
        blocks = build_page(engine)
        yield launch_page(blocks, rooms, "127.0.0.1", port, block=False), engine
        blocks.close(verbose=False)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium of the system."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not here")
    with api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Half a second with two stereo channels of sound."""
    from tests.media.films import make_film

    return make_film(tmp_path / "street.mp4", 96, 64, 13, sound="aac")
