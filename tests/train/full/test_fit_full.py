"""The two stages of the full size on toy networks: they learn, go on as if never stopped, and leave what
colouring reads."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from lvocal.checkpoint.toy_hub import write_toy_hub
from lvocal.checkpoint.wan import load_wan
from lvocal.model.growth import is_new
from lvocal.train.full.fit_full_aligner import fit_full_aligner
from lvocal.train.full.fit_full_colorizer import fit_full_colorizer, new_full_network, sentence_on_size
from lvocal.train.full.full_recipes import ALIGNER_RECIPES, COLORIZER_RECIPES, FullColorizerRecipe
from lvocal.train.loop import LoopRecipe
from lvocal.values import UserError
from tests.train.full.films import write_shards

ALIGNER = replace(ALIGNER_RECIPES["smoke"], batch=4)
LOOP = LoopRecipe(steps=24, learning_rate=1e-2, warmup_steps=2, decay_steps=0, ema=0.9, log_every=4)
PAINTER = replace(COLORIZER_RECIPES["smoke"], loop=LOOP, batch=2, sample_steps=2, sample_clips=1)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder = write_shards(tmp_path_factory.mktemp("shards"))
    write_toy_hub(folder / "toy")
    return folder


@pytest.fixture(scope="module")
def hearing(data, tmp_path_factory) -> Path:
    run = tmp_path_factory.mktemp("aligner")
    fit_full_aligner(data, run, ALIGNER, device="cpu")
    return run


@pytest.fixture(scope="module")
def whole(data, hearing, tmp_path_factory) -> Path:
    run = tmp_path_factory.mktemp("whole")
    fit_full_colorizer(data, run, PAINTER, hearing, device="cpu")
    return run


def log_of(run: Path) -> list[dict[str, str]]:
    with (run / "log.csv").open(newline="") as file:
        return [
            {name: v for name, v in line.items() if name != "sec_per_step"} for line in csv.DictReader(file)
        ]


def test_the_aligner_learns_and_says_how_well_on_clips_kept_aside(hearing: Path) -> None:
    lines = log_of(hearing)
    assert float(lines[-1]["acc"]) < float(lines[0]["acc"])
    found = json.loads((hearing / "recall.json").read_text())
    assert found["clips with music"] == 3 and found["clips with ambience"] == 2
    names = ("place recall@1", "place recall@5", "tone recall@1", "tone recall@5", "emotion heard")
    assert all(0 <= found[name] <= 1 for name in names) and found["tone recall@5"] == 1


def test_the_colorizer_learns(whole: Path) -> None:
    losses = [float(line["flow"]) for line in log_of(whole)]
    assert losses[-1] < 0.9 * losses[0]
    assert (whole / "sheets" / "0000024.png").exists()


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(data, hearing, whole, tmp_path) -> None:
    """To the bit: weights, average, optimiser and log, though it stopped between two lines of the log."""
    fit_full_colorizer(data, tmp_path, replace(PAINTER, loop=replace(LOOP, steps=10)), hearing, device="cpu")
    fit_full_colorizer(data, tmp_path, PAINTER, hearing, device="cpu")
    first, second = (torch.load(run / "state.pt", weights_only=True) for run in (whole, tmp_path))
    for part in ("network", "average"):
        for name, value in first[part].items():
            assert value == second[part][name] if isinstance(value, int) else value.equal(second[part][name])
    for number, moments in first["optimizer"]["state"].items():
        assert all(value.equal(second["optimizer"]["state"][number][name]) for name, value in moments.items())
    assert log_of(whole) == log_of(tmp_path)


def test_what_it_leaves_can_be_painted_with(whole: Path, tmp_path) -> None:
    networks = load_wan(whole / "weights", tmp_path)
    stored = torch.load(whole / "state.pt", weights_only=True)["average"]
    for name, weight in networks.transformer.state_dict().items():
        assert weight.equal(stored[f"module.{name}"])
    assert networks.read("a red coat").text.shape[-1] == 16


def test_the_adapter_leaves_wan_alone(data, hearing, tmp_path) -> None:
    recipe = replace(PAINTER, learns="adapter", loop=replace(LOOP, steps=2))
    learned = fit_full_colorizer(data, tmp_path, recipe, hearing, device="cpu")
    assert {n for n, w in learned.named_parameters() if w.requires_grad} == {
        n for n, _ in learned.named_parameters() if is_new(n)
    }
    assert (tmp_path / "weights" / "adapter.safetensors").exists()
    loaded = load_wan(tmp_path / "weights", tmp_path / "cache").transformer
    assert all(weight.equal(learned.state_dict()[name]) for name, weight in loaded.state_dict().items())


def test_recomputing_blocks_changes_no_gradient(data, hearing, tmp_path) -> None:
    """Gradient checkpointing is a matter of memory only."""
    ends = []
    for checkpointing in (True, False):
        recipe = replace(PAINTER, checkpointing=checkpointing, loop=replace(LOOP, steps=2))
        ends.append(fit_full_colorizer(data, tmp_path / str(checkpointing), recipe, hearing, device="cpu"))
    for one, other in zip(ends[0].parameters(), ends[1].parameters(), strict=True):
        torch.testing.assert_close(one, other)


def test_how_much_learns_is_said_beside_the_paper_s_number(data, hearing) -> None:
    from lvocal.checkpoint.mini import MINI_PARTS
    from lvocal.checkpoint.module_file import load_module

    aligner = load_module(hearing / "aligner.safetensors", MINI_PARTS["aligner"])
    network = new_full_network(str(data / "toy" / "wan"), aligner, PAINTER)
    count = sum(weight.numel() for weight in network.parameters()) / 1e6
    said = sentence_on_size(network)
    assert said.startswith(f"{count:,.2f} M trainable") and "1.52 B" in said


def test_missing_weights_are_named(data, hearing, tmp_path) -> None:
    with pytest.raises(UserError, match="aligner.safetensors"):
        fit_full_colorizer(data, tmp_path, PAINTER, tmp_path, device="cpu")
    alone = write_shards(tmp_path / "shards")
    (alone / "toy" / "wan").mkdir(parents=True)
    with pytest.raises(UserError, match="could not be loaded"):
        fit_full_colorizer(alone, tmp_path / "run", PAINTER, hearing, device="cpu")


def test_the_paper_s_recipe_has_the_paper_s_numbers() -> None:
    paper = COLORIZER_RECIPES["paper"]
    assert (paper.loop.learning_rate, paper.loop.betas, paper.batch) == (1e-5, (0.99, 0.999), 2)
    assert (paper.learns, paper.checkpointing, ALIGNER_RECIPES["paper"].batch) == ("all", True, 16)


@pytest.mark.parametrize("wrong", [{"learns": "half"}, {"batch": 0}, {"shift": 0.0}])
def test_a_recipe_that_cannot_be_meant_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError):
        FullColorizerRecipe(**{"loop": LOOP} | wrong)
    with pytest.raises(TypeError):
        FullColorizerRecipe(loop=LOOP, batchsize=2)  # type: ignore[call-arg]
