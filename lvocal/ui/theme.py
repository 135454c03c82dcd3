"""How the page looks: a grading room's neutral grey, quiet type, nothing fetched from elsewhere."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

ASSETS = Path(__file__).parents[2] / "assets"

GRAY = gr.themes.Color(
    name="gray",
    c50="#f6f6f6",
    c100="#e9e9e9",
    c200="#d6d6d6",
    c300="#bdbdbd",
    c400="#9c9c9c",
    c500="#7d7d7d",
    c600="#5e5e5e",
    c700="#424242",
    c800="#2c2c2c",
    c900="#1f1f1f",
    c950="#171717",
)
"""Without any hue, so that the surround never tints the judgement of a colour."""


def studio_theme() -> gr.themes.Base:
    """Neutral greys and the fonts of the machine."""
    return gr.themes.Base(
        primary_hue=GRAY,
        secondary_hue=GRAY,
        neutral_hue=GRAY,
        spacing_size="sm",
        radius_size="sm",
        text_size="sm",
        font=["system-ui", "Segoe UI", "Roboto", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )


def stylesheet() -> str:
    """The page's own rules: what is common first, then each area's."""
    return "\n".join(_texts(ASSETS / "css", first="studio.css"))


def head() -> str:
    """The page's own components, written into the page: no request leaves it for them."""
    code = "\n".join(_texts(ASSETS / "js", first="core.js"))
    return f"<script>{code}</script>"


def widget(kind: str, value: object, elem_id: str, **more: object) -> gr.HTML:
    """One of the page's own components. It builds itself from its value and never from markup."""
    return gr.HTML(
        value,
        html_template="",
        js_on_load=f"lvocal.{kind}(element, props, watch, trigger, server)",
        apply_default_css=False,
        elem_id=elem_id,
        **more,  # type: ignore[arg-type]
    )


def _texts(folder: Path, first: str) -> list[str]:
    others = sorted(path for path in folder.glob(f"*{Path(first).suffix}") if path.name != first)
    return [path.read_text() for path in (folder / first, *others)]
