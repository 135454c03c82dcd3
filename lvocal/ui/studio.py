"""The page: components, what they do, and the queue behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from lvocal.engine import Engine
from lvocal.ui.arriving import Arriving
from lvocal.ui.coloring import Coloring
from lvocal.ui.compare import palette_markup
from lvocal.ui.endpoints import add_endpoints
from lvocal.ui.looking import Looking
from lvocal.ui.panels import Page, lay_out
from lvocal.ui.screen import Screen
from lvocal.ui.theme import ASSETS, head, studio_theme, stylesheet
from lvocal.ui.visits import Visits

MAX_UPLOAD = "2gb"

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
"""The page's own events are no endpoints; those are in endpoints.py."""

TOUCH = "() => { lvocal.touch(); }"
TOUCH_WHEN_CHANGED = "() => { if (!document.querySelector('.lv-status.failed')) lvocal.touch(); }"
START = "() => { lvocal.start(); }"
PLAY = "() => { const mix = document.querySelector('#lv-heard audio'); if (mix) mix.play(); }"
FRAME = "(visit, frame, ...form) => [visit, lvocal.strip.chosen(), ...form]"


def build_page(engine: Engine) -> gr.Blocks:
    """The whole app as Blocks, its queue set."""
    with gr.Blocks(
        title="L-VOCAL Studio", analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)
    ) as blocks:
        visit = gr.BrowserState(None, storage_key="lvocal-visit")
        page = lay_out(engine.weights)
        frame = gr.Number(0, visible=False)
        add_endpoints(engine)  # first, so that no event of the page takes a name of theirs
        visits = Visits(engine.folder, engine.leave)
        screen = Screen(page)
        looking, coloring = Looking(engine, visits, screen), Coloring(engine, visits, screen)
        _arrive(blocks, Arriving(visits, screen, looking, coloring), page, visit)
        _edit(looking, page, visit)
        _look(looking, page, visit, frame)
        _color(coloring, page, visit)
        blocks.unload(_leaver(visits))
    # The engine is the one lane: it colours one film after another. Waiting pages only watch.
    blocks.queue(max_size=64, default_concurrency_limit=8)
    return blocks


def launch_page(
    blocks: gr.Blocks, rooms: Path, host: str, port: int, root_path: str | None = None, block: bool = True
) -> str:
    """Serve the page and give its address. Of this machine's files it hands out those below `rooms` only."""
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
    )[1]


def _arrive(blocks: gr.Blocks, arriving: Arriving, page: Page, visit: gr.BrowserState) -> None:
    everything = _screen(page)
    entered = blocks.load(arriving.enter, [visit], [visit, page.status], js=None, **PRIVATE)
    entered.then(None, js=START).then(arriving.restore, [visit], everything, **PRIVATE)
    page.upload.upload(arriving.open_film, [visit, page.upload, *page.inputs], everything, **PRIVATE)
    for name, button in page.examples.items():
        button.click(arriving.open_example, [visit, gr.State(name)], everything, **PRIVATE)


def _edit(looking: Looking, page: Page, visit: gr.BrowserState) -> None:
    form = page.form
    for component in form.values():
        component.input(None, js=TOUCH, show_progress="hidden", api_visibility="private")  # type: ignore[attr-defined]
    lanes = [f"{lane}_{part}" for lane in ("music", "ambience") for part in ("a", "b", "blend", "db")]
    for name in (*lanes, "speech_db", "separator"):
        slides = name.endswith(("blend", "db"))
        listened = form[name].release if slides else form[name].input  # type: ignore[attr-defined]
        listened(
            looking.listen,
            [visit, *page.inputs],
            [page.heard, page.status],
            trigger_mode="always_last",
            **PRIVATE,
        )
    form["palette"].change(palette_markup, form["palette"], page.swatches, **PRIVATE)  # type: ignore[attr-defined]
    page.palette_image.upload(
        looking.palette_from,
        [visit, page.palette_image],
        [form["palette"], page.swatches, page.status],
        **PRIVATE,
    ).then(None, js=TOUCH)
    for button, handler in (
        (page.palette_words, looking.palette_of_words),
        (page.palette_draw, looking.palette_drawn),
    ):
        chosen = [form["palette"], page.swatches, page.status]
        button.click(handler, [visit, *page.inputs], chosen, **PRIVATE).then(None, js=TOUCH_WHEN_CHANGED)
    page.look.input(looking.choose_look, page.look, [*page.inputs, page.status], **PRIVATE).then(
        None, js=TOUCH
    )
    page.sound.upload(looking.add_sound, [visit, page.sound], [*page.inputs, page.status], **PRIVATE)


def _look(looking: Looking, page: Page, visit: gr.BrowserState, frame: gr.Number) -> None:
    seen = [page.viewer, page.status]
    # Newest wins inside the engine, so every press may be sent at once.
    gr.on(
        [page.preview.click, page.live.click],
        looking.preview,
        [visit, *page.inputs],
        seen,
        trigger_mode="multiple",
        **PRIVATE,
    )
    page.strip.select(
        looking.turn_to, [visit, frame, *page.inputs], seen, js=FRAME, trigger_mode="multiple", **PRIVATE
    )
    page.listen.click(looking.listen, [visit, *page.inputs], [page.heard, page.status], **PRIVATE).then(
        None, js=PLAY
    )


def _color(coloring: Coloring, page: Page, visit: gr.BrowserState) -> None:
    everything = _screen(page)
    page.colorize.click(coloring.colorize, [visit, *page.inputs], everything, **PRIVATE)
    page.stop.click(coloring.stop, [visit], [page.status], **PRIVATE)
    page.make_master.click(coloring.make_master, [visit, page.take, page.master], everything, **PRIVATE)
    files = [page.film, page.sidecar, page.restore, page.status]
    page.take.input(coloring.choose_take, [visit, page.take], files, **PRIVATE)
    page.restore.click(
        coloring.take_back, [visit, page.take], [*page.inputs, page.swatches, page.status], **PRIVATE
    ).then(None, js=TOUCH)


def _screen(page: Page) -> list[Any]:
    return [
        *page.inputs,
        page.swatches, page.facts, page.viewer, page.strip, page.heard, page.status, page.colorize, page.stop,
        page.take, page.restore, page.make_master, page.film, page.sidecar,
    ]  # fmt: skip


def _leaver(visits: Visits) -> Callable[[gr.Request], None]:
    def leave(request: gr.Request) -> None:
        visits.close_page(str(request.session_hash))

    return leave
