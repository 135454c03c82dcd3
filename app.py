"""Starts the studio: python app.py, then open http://127.0.0.1:7860."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from lvocal.values import ENGINES, Weights

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from lvocal.engine import Engine

SWEEP_SEC = 600.0
KEEP_SEC = 24 * 3600.0
"""How long what nobody has looked at stays on disk."""

EXAMPLES = Path(__file__).parent / "assets" / "examples"

ON_SPACE = "SPACE_ID" in os.environ

STUDY, STUDY_BACKUP = "LVOCAL_STUDY", "LVOCAL_STUDY_BACKUP"
"""Environment variables: the folder of a study that is open at /study, and where a copy of its votes goes."""


def main() -> None:
    """Build the engine and the page, and serve them until interrupted."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # A container is stopped by SIGTERM; leaving this way removes what people brought.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with tempfile.TemporaryDirectory(prefix="lvocal-") as folder:
        scratch = Path(folder).resolve()
        _quiet_gradio(scratch / "gradio")
        serve(options.work or scratch, scratch, options)


def serve(root: Path, scratch: Path, options: argparse.Namespace) -> None:
    """Serve the page; what belongs to visitors lies below `root`, what goes with the program in `scratch`."""
    from lvocal.engine import Engine
    from lvocal.loan import loan_here
    from lvocal.shelf import Shelf
    from lvocal.shortcuts import Shortcuts
    from lvocal.ui.studio import build_page, launch_page

    rooms = root / "rooms"
    rooms.mkdir(mode=0o700, parents=True, exist_ok=True)
    keeps, stop = options.work is not None, Event()
    shortcuts = Shortcuts(Shelf(EXAMPLES, scratch / "examples"), loan_here())
    with (
        _study(options.work) as routes,
        Engine(root=rooms, weights=weights_of(options), keeps=keeps, shortcuts=shortcuts) as engine,
    ):
        Thread(target=_sweep, args=(engine, stop), name="lvocal-sweep", daemon=True).start()
        try:
            launch_page(
                build_page(engine, root if keeps else None),
                rooms,
                options.host,
                options.port,
                options.root_path,
                routes=routes,
            )
        finally:
            stop.set()


def weights_of(options: argparse.Namespace) -> Weights:
    """The networks that the page paints with."""
    return Weights(options.engine, options.model)


@contextmanager
def _study(work: Path | None) -> Iterator[list[BaseRoute]]:
    """The page of the study that the environment names, open while the block runs; its votes lie in the work
    folder, or else beside its manifest."""
    if STUDY not in os.environ:
        yield []
        return
    from lvocal.ui.survey.survey_app import survey_app, survey_routes
    from lvocal.ui.survey.survey_serving import open_desk

    place = work / "study" if work else None
    with open_desk(Path(os.environ[STUDY]).resolve(), place, os.environ.get(STUDY_BACKUP, "")) as desk:
        yield survey_routes(survey_app(desk))


def _folder(text: str) -> Path:
    if not (path := Path(text)).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return path.resolve()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="L-VOCAL Studio in the browser.")
    parser.add_argument("--host", default="0.0.0.0" if ON_SPACE else "127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument(
        "--root-path", default=None, help="path under which a proxy serves the app, such as /studio"
    )
    parser.add_argument(
        "--work",
        type=lambda text: Path(text).resolve(),
        default=None,
        metavar="FOLDER",
        help="keep films, takes and jobs here, also over a restart; without it they go with the program",
    )
    engines = "; ".join(f"{name}: {label}" for name, label in ENGINES.items())
    parser.add_argument("--engine", choices=list(ENGINES), default="mini", help=engines)
    parser.add_argument(
        "--model",
        type=_folder,
        default=None,
        help="folder of weights, instead of those that ship or the hub's",
    )
    return parser.parse_args()


def _quiet_gradio(folder: Path) -> None:
    """Before gradio is imported: no telemetry, no hub but for votes, and uploads in a folder of our own."""
    folder.mkdir(mode=0o700)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    if not os.environ.get(STUDY_BACKUP, "").startswith("hf://"):
        os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.pop("GRADIO_VIBE_MODE", None)


def _sweep(engine: Engine, stop: Event) -> None:
    while not stop.wait(SWEEP_SEC):
        engine.sweep(KEEP_SEC)


if __name__ == "__main__":
    main()
