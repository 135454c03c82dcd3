"""Imported before any test: a test may import diffusers first, and that needs `lvocal.wheels`."""

import pytest

import lvocal  # noqa: F401


@pytest.fixture
def stage(monkeypatch):
    """Builds scripted lanes, and closes them."""
    from tests.lane_stage import Stage

    stages = []

    def build(**options) -> Stage:
        stages.append(Stage(monkeypatch, **options))
        return stages[-1]

    yield build
    for made in stages:
        made.go(30)
        made.lane.close()
