"""Truths of the door between files and networks."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from lvocal.checkpoint.engines import load_networks
from lvocal.checkpoint.mini import MINI_PARTS
from lvocal.checkpoint.module_file import fingerprint, load_module, save_module
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError, Weights


def write_all(folder: Path, dtype: torch.dtype | None = None) -> None:
    networks = tiny_networks()
    for part in MINI_PARTS:
        save_module(folder / f"{part}.safetensors", getattr(networks, part), dtype)
    (folder / "words.txt").write_text("coat\ncar\nred\nsky")


@pytest.mark.parametrize("part", MINI_PARTS)
def test_every_network_comes_back_as_it_was(tmp_path, part: str) -> None:
    module = getattr(tiny_networks(), part)
    save_module(tmp_path / "x.safetensors", module)
    again = load_module(tmp_path / "x.safetensors", MINI_PARTS[part])
    assert type(again) is type(module) and not again.training
    for name, weight in module.state_dict().items():
        assert torch.equal(weight, again.state_dict()[name])
    assert not list(tmp_path.glob("*.part"))


def test_half_precision_halves_the_file_and_loads_as_float32(tmp_path) -> None:
    codec = tiny_networks().codec
    for name, dtype in (("full", None), ("half", torch.float16)):
        save_module(tmp_path / f"{name}.safetensors", codec, dtype)
    assert (tmp_path / "half.safetensors").stat().st_size < 0.75 * (
        tmp_path / "full.safetensors"
    ).stat().st_size
    half = load_module(tmp_path / "half.safetensors", MINI_PARTS["codec"])
    assert all(weight.dtype == torch.float32 for weight in half.parameters())


def test_all_networks_load_from_a_folder_with_one_fingerprint(tmp_path) -> None:
    write_all(tmp_path)
    networks = load_networks(Weights("mini", tmp_path))
    assert networks.name == "mini" and networks.vocabulary.index["red"] == 2
    before = networks.fingerprint
    (tmp_path / "words.txt").write_text("coat")
    assert fingerprint(list(tmp_path.iterdir())) != before


def test_missing_weights_are_named_with_a_remedy(tmp_path) -> None:
    write_all(tmp_path)
    (tmp_path / "text.safetensors").unlink()
    with pytest.raises(UserError, match="text.safetensors") as caught:
        load_networks(Weights("mini", tmp_path))
    assert caught.value.remedy


def test_a_file_of_somebody_else_is_refused(tmp_path) -> None:
    save_file({"x": torch.zeros(1)}, tmp_path / "codec.safetensors")
    with pytest.raises(UserError, match="not a weights file"):
        load_module(tmp_path / "codec.safetensors", MINI_PARTS["codec"])


def test_a_file_of_another_network_is_refused(tmp_path) -> None:
    save_module(tmp_path / "x.safetensors", tiny_networks().aligner)
    with pytest.raises((UserError, TypeError)):
        load_module(tmp_path / "x.safetensors", MINI_PARTS["codec"])


@pytest.mark.parametrize(("engine", "word"), [("wan", "no trained"), ("maxi", "no engine")])
def test_an_engine_that_is_not_here_says_so(engine: str, word: str) -> None:
    with pytest.raises(UserError, match=word):
        load_networks(Weights(engine))
