"""The deployment manifest, the README's front-matter and the pinned packages say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SPACE = tomllib.loads((ROOT / "Spacefile").read_text())
README = (ROOT / "README.md").read_text()
FRONT_MATTER = yaml.safe_load(README.split("---\n")[1])
PINS = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "requirements.txt").read_text(), re.M))

SPACE_COLORS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}


def test_front_matter_agrees_word_for_word():
    assert FRONT_MATTER == SPACE


def test_the_manifest_is_complete():
    wanted = {
        "title",
        "sdk",
        "sdk_version",
        "python_version",
        "app_file",
        "suggested_hardware",
        "preload_from_hub",
    }
    assert wanted <= SPACE.keys()


def test_the_app_file_is_there():
    assert (ROOT / SPACE["app_file"]).is_file()


def test_the_sdk_is_the_pinned_one():
    assert SPACE["sdk"] == "gradio"
    assert SPACE["sdk_version"] == PINS["gradio"]


def test_the_python_version_is_one_the_project_supports():
    supported = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    least = tuple(map(int, supported.removeprefix(">=").split(".")))
    assert tuple(map(int, SPACE["python_version"].split("."))) >= least


@pytest.mark.parametrize("key", ["colorFrom", "colorTo"])
def test_colours_are_ones_that_spaces_have(key):
    assert SPACE[key] in SPACE_COLORS


def test_the_short_description_is_short():
    assert len(SPACE["short_description"]) <= 60


def test_every_package_is_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line.strip() for line in (ROOT / name).read_text().splitlines()]
        loose = [line for line in lines if line and not re.fullmatch(r"#.*|[\w.-]+==[\w.+!-]+", line)]
        assert not loose, name
