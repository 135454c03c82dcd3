"""The page: which areas there are, where they stand, and the queue behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import gradio as gr
from starlette.routing import BaseRoute

from lvocal.engine import Engine
from lvocal.ui.advanced_area import AdvancedArea
from lvocal.ui.area import QUIET, Page
from lvocal.ui.compare_area import CompareArea
from lvocal.ui.deliver_area import DeliverArea
from lvocal.ui.endpoints import add_endpoints
from lvocal.ui.film_area import FilmArea
from lvocal.ui.forms import DEFAULTS, defaults
from lvocal.ui.jobs_area import JobsArea
from lvocal.ui.looks_area import LooksArea
from lvocal.ui.orders import Orders
from lvocal.ui.points_area import PointsArea
from lvocal.ui.secret import secret_of
from lvocal.ui.sheet_area import SheetArea
from lvocal.ui.sound_area import SoundArea
from lvocal.ui.takes_area import TakesArea
from lvocal.ui.theme import ASSETS, head, studio_theme, stylesheet
from lvocal.ui.viewer_area import ViewerArea
from lvocal.ui.visits import Visits
from lvocal.ui.words_area import WordsArea

MAX_UPLOAD = "2gb"

AREAS = (
    FilmArea,
    WordsArea,
    PointsArea,
    SoundArea,
    LooksArea,
    SheetArea,
    AdvancedArea,
    ViewerArea,
    CompareArea,
    JobsArea,
    TakesArea,
    DeliverArea,
)
"""Every part of the page; the left column stands in this order."""

TABS = (("Takes", TakesArea), ("Jobs", JobsArea), ("Deliver", DeliverArea))
"""What stands below the viewer."""

START = "() => { lvocal.start(); }"


def build_page(engine: Engine, work: Path | None = None) -> gr.Blocks:
    """The whole app as Blocks, its queue set. With a `work` folder, visits outlive the program."""
    with gr.Blocks(
        title="L-VOCAL Studio", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)
    ) as blocks:
        orders = Orders(engine, keeps=work is not None)
        page = Page(engine, orders, secret_of(work))
        _lay_out(page)
        add_endpoints(engine)  # first, so that no event of the page takes a name of theirs
        for area in page.areas:
            area.connect()
        _arrive(blocks, page)
        blocks.unload(_leaver(orders.visits))
    orders.wake()
    # The engine is the one lane: it colours one film after another. Waiting pages only watch.
    blocks.queue(max_size=64, default_concurrency_limit=8)
    return blocks


def launch_page(
    blocks: gr.Blocks,
    rooms: Path,
    host: str,
    port: int,
    root_path: str | None = None,
    block: bool = True,
    routes: Sequence[BaseRoute] = (),
) -> str:
    """Serve the page and give its address. Of this machine's files it hands out those below `rooms` only;
    `routes` are served beside it, and come first."""
    return blocks.launch(
        server_name=host,
        server_port=port,
        root_path=root_path,
        prevent_thread_lock=not block,
        theme=studio_theme(),
        css=stylesheet(),
        head=head(),
        favicon_path=ASSETS / "favicon.svg",
        allowed_paths=[str(rooms)],
        max_file_size=MAX_UPLOAD,
        strict_cors=True,
        share=False,
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        app_kwargs={"routes": list(routes)},
    )[1]


def _lay_out(page: Page) -> None:
    for kind in AREAS:
        kind(page)
    page.area(FilmArea).lay_out_head()
    with gr.Row(elem_id="lv-desk", equal_height=False):
        with gr.Column(scale=5, min_width=400, elem_id="lv-left"):
            for area in page.areas:
                area.lay_out_left()
        with gr.Column(scale=9, min_width=560, elem_id="lv-right"):
            _lay_out_right(page)
    start = defaults(page.engine.weights)
    ordered = {name: page.form[name] for name in DEFAULTS}
    page.form.clear()
    page.form.update(ordered)
    for name, component in page.form.items():
        component.value = start[name]


def _lay_out_right(page: Page) -> None:
    page.area(ViewerArea).lay_out_right()
    page.area(SoundArea).lay_out_right()
    with gr.Row(elem_classes="lv-tight lv-actions"):
        page.area(ViewerArea).lay_out_actions()
        page.area(JobsArea).lay_out_actions()
    page.status.render()
    with gr.Tabs(elem_id="lv-tabs"):
        for name, kind in TABS:
            with gr.Tab(name, id=name.lower(), elem_id=f"lv-tab-{name.lower()}"):
                page.area(kind).lay_out_below()


def _arrive(blocks: gr.Blocks, page: Page) -> None:
    film = page.area(FilmArea)
    entered = blocks.load(film.enter, page.visit, page.visit, **QUIET)
    entered.then(None, js=START).then(
        page.told(film.restore), [page.visit, page.asked, *page.form.values()], page.outputs, **QUIET
    )


def _leaver(visits: Visits) -> Callable[[gr.Request], None]:
    def leave(request: gr.Request) -> None:
        visits.close_page(str(request.session_hash))

    return leave
