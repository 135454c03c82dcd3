"""`train` finds stage and recipe, and hands on what it was told."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from lvocal.__main__ import app
from lvocal.checkpoint.mini import MINI, MINI_PARTS
from lvocal.checkpoint.module_file import load_module
from lvocal.cli import schooling
from lvocal.train.fit_listener import ListenerRecipe
from lvocal.train.fit_palettes import PaletteRecipe
from lvocal.train.loop import LoopRecipe
from lvocal.values import UserError


@pytest.fixture
def called(monkeypatch):
    calls: list[dict] = []

    def fit(data, run, recipe, hearing=None, start=None, seed=0, device="cpu", workers=0):
        calls.append({"data": data, "run": run, "recipe": recipe, "device": device, "workers": workers})

    monkeypatch.setattr(schooling, "fit_colorizer", fit)
    silent = replace(schooling.RECIPES["colorizer"]["mini-smoke"], loop=LoopRecipe(steps=9000))
    monkeypatch.setitem(schooling.RECIPES, "colorizer", {"toy": silent})
    return calls


def train(*arguments: object):
    return CliRunner().invoke(app, ["train", *map(str, arguments)])


def test_a_stage_is_trained_by_its_recipe(called, tmp_path):
    done = train("colorizer", "--recipe", "toy", "--data", tmp_path, "--run", tmp_path / "run", "--steps", 7)
    assert done.exit_code == 0, done.output
    (call,) = called
    assert (call["data"], call["run"]) == (tmp_path, tmp_path / "run")
    assert (call["recipe"].loop.steps, call["device"], call["workers"]) == (7, None, None)


def test_the_recipe_decides_when_nothing_is_said(called, tmp_path):
    train("colorizer", "--recipe", "toy", "--data", tmp_path, "--run", tmp_path, "--device", "cuda")
    assert (called[0]["recipe"].loop.steps, called[0]["device"]) == (9000, "cuda")
    assert called[0]["workers"] is None  # as many as suit the device


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["painter", "--recipe", "toy"], "codec, listener, colorizer, aligner"),
        (["colorizer", "--recipe", "toyz"], "toy"),
        (["colorizer", "--recipe", "toy", "--data", "/nowhere"], "nowhere"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(called, tmp_path, arguments, said):
    known = [] if "--data" in arguments else ["--data", tmp_path]
    done = train(*arguments, *known, "--run", tmp_path / "run")
    assert done.exit_code == 1 and said in done.stderr and not called


def test_steps_are_found_wherever_a_recipe_keeps_them():
    assert schooling.with_steps(ListenerRecipe(), 3).steps == 3
    assert schooling.with_steps(schooling.RECIPES["colorizer"]["mini-smoke"], 3).loop.steps == 3


def test_every_stage_has_a_recipe_for_this_size():
    assert all("mini-cpu" in schooling.RECIPES[stage] for stage in schooling.STAGES)


def test_a_stage_of_the_processor_refuses_a_card(tmp_path):
    done = train("listener", "--data", tmp_path, "--run", Path(tmp_path) / "run", "--device", "cuda")
    assert done.exit_code == 1 and "processor" in done.stderr


def test_a_stage_without_steps_says_so():
    with pytest.raises(UserError, match="no steps"):
        schooling.with_steps(PaletteRecipe(), 3)


@pytest.mark.parametrize("aligned", [True, False])
def test_what_was_heard_with_lies_beside_what_was_trained(called, tmp_path, monkeypatch, aligned: bool):
    """Weights that are painted with must hear as they did while they learned."""
    monkeypatch.setattr(schooling, "_bank", lambda *given: None)
    toy = schooling.RECIPES["colorizer"]["toy"]
    loud = replace(toy, batches=replace(toy.batches, play_music=0.5), aligned=aligned)
    monkeypatch.setitem(schooling.RECIPES["colorizer"], "toy", loud)
    done = train("colorizer", "--recipe", "toy", "--data", tmp_path, "--run", tmp_path)
    assert done.exit_code == 0, done.output
    same = []
    for name in ("listener", "aligner"):
        beside, shipped = (
            load_module(folder / f"{name}.safetensors", MINI_PARTS[name]).state_dict()
            for folder in (tmp_path / "weights", MINI)
        )
        same.append(all(torch.equal(weight, beside[key]) for key, weight in shipped.items()))
    assert same == [True, aligned]
