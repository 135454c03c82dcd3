"""The shape of the code, as a test: imports only point downwards, fences hold, files stay readable."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "lvocal"

TIERS = (
    {"wheels"},
    {"__init__"},
    {"settings"},
    {"values"},
    {"color", "media", "study"},
    {"model", "metrics"},
    {"sample"},
    {"checkpoint"},
    {"engine", "evaluate", "train", "curate"},
    {"ui", "cli"},
    {"__main__"},
)
LEVEL = {part: level for level, tier in enumerate(TIERS) for part in tier}

ENGINE_ROOM = {
    "estimate", "glances", "jobs", "lane", "loan", "machine", "memory", "rooms", "sheet_job", "shelf",
    "shortcuts", "speeds", "turns",
}  # fmt: skip
"""Root modules that are the inside of the engine: one part with it."""

ONLY_IN = {
    "gradio": {"ui"},
    "sqlite3": {"study"},
    "subprocess": {"media", "evaluate"},
    "av": {"media"},
    "moviepy": {"media"},
    "safetensors": {"checkpoint"},
    "huggingface_hub": {"checkpoint"},
    "typer": {"cli", "__main__"},
}

MAX_FILE_LINES, MAX_FUNCTION_LINES = 250, 40

LONG_ON_PURPOSE = {"values.py"}
"""All nouns in one place; more than half of it is sentences about units and shapes."""

SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = [path for path in SOURCES if path.name != "__init__.py"]


def module_id(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{module_id(path)}: write absolute imports"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def part(stem: str) -> str:
    """The folder or root module that a first name under lvocal belongs to."""
    return "engine" if stem in ENGINE_ROOM else stem


@pytest.mark.parametrize("path", SOURCES, ids=module_id)
def test_imports_point_downwards(path: Path) -> None:
    here = part(path.relative_to(PACKAGE).with_suffix("").parts[0])
    for name in imports(path):
        library, *rest = name.split(".")
        if library == "lvocal" and rest and rest[0] != "__version__":
            there = part(rest[0])
            assert there == here or LEVEL[there] < LEVEL.get(here, -1), f"{here} must not import {there}"
        elif library in ONLY_IN:
            assert here in ONLY_IN[library], f"{library} belongs in {ONLY_IN[library]}, not in {here}"


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_weights_and_devices_have_one_door_each(path: Path) -> None:
    here = part(path.relative_to(PACKAGE).with_suffix("").parts[0])
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "torch":
            if node.attr == "load":
                assert here == "checkpoint", f"line {node.lineno}: torch.load belongs in checkpoint.py"
            if node.attr in {"cuda", "mps", "accelerator"}:
                allowed = here in {"engine", "cli", "__main__", "train", "evaluate"}
                assert allowed, f"line {node.lineno}: the device is chosen in the engine"


@pytest.mark.parametrize("path", SOURCES, ids=module_id)
def test_files_and_functions_stay_readable(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= MAX_FILE_LINES or module_id(path) in LONG_ON_PURPOSE, f"{lines} lines"
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=module_id)
def test_files_say_what_they_are_and_hide_no_error(path: Path) -> None:
    tree = parsed(path)
    assert ast.get_docstring(tree), "a file begins with what it is"
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    assert not [node.lineno for node in handlers if node.type is None], "no bare except"


def test_every_part_has_a_level() -> None:
    parts = {part(path.relative_to(PACKAGE).with_suffix("").parts[0]) for path in MODULES}
    assert parts <= LEVEL.keys()


def test_file_names_are_unique() -> None:
    stems = [path.stem for path in MODULES]
    twice = {stem for stem in stems if stems.count(stem) > 1}
    assert not twice, "a file name must identify the file by itself"
    assert not set(stems) & sys.stdlib_module_names - {"__main__"}, "a file must not hide a standard module"


QUIET_IMPORT = """
import importlib, pathlib, socket, sys, threading

def refuse(*args, **kwargs):
    raise AssertionError("importing a module must not use the network")

socket.socket.connect = refuse
before = threading.active_count()
for name in sys.argv[1:]:
    importlib.import_module(name)
    assert name.startswith("lvocal.ui") or "gradio" not in sys.modules, f"{name} imports gradio"
assert "torch" not in sys.modules or not sys.modules["torch"].cuda.is_initialized(), "a device was queried"
assert threading.active_count() == before, [thread.name for thread in threading.enumerate()]
assert not list(pathlib.Path().iterdir()), "importing wrote files"
"""


def test_importing_does_no_work(tmp_path: Path) -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES]
    names = sorted((name for name in names if not name.endswith("__main__")), key=lambda n: "lvocal.ui" in n)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    script = [sys.executable, "-c", QUIET_IMPORT, *names]
    done = subprocess.run(script, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
