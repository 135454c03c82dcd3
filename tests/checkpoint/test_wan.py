"""The full size loads from folders as its hubs would have them, and what is missing is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.checkpoint.prompts import PromptReader
from lvocal.checkpoint.wan import load_wan
from lvocal.model.prompt import PROMPT_TOKENS, sentence
from lvocal.values import ColorRow, UserError, Weights
from tests.full_size import SHARED, write_modules


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("full-size")
    write_modules(folder)
    return folder


def test_everything_loads_and_reads_and_hears(folder: Path, tmp_path: Path) -> None:
    networks = load_wan(folder, tmp_path)
    assert networks.name == "wan" and len(networks.fingerprint) == 16
    read = networks.read("the sea", [ColorRow("coat", "red")])
    assert read.text.shape == (1, PROMPT_TOKENS, 16)
    assert read.text[0, :8].any() and not read.text[0, 8:].any()
    wave = torch.randn(1, 48_000 * 4)
    assert networks.listener.listen_music(wave).segments.shape == (1, 2, SHARED)
    heard = networks.listener.hear(wave[0], wave[0])
    assert len(heard.emotions) == len(heard.ambience) == 2
    assert sum(heard.emotions[0]) == pytest.approx(1, abs=1e-4)
    assert networks.listener.hear(None, torch.zeros(48_000)).times_sec == ()


def test_the_adapter_and_the_whole_transformer_are_one_network(folder: Path, tmp_path: Path) -> None:
    write_modules(tmp_path / "whole", whole=True)
    whole, adapted = load_wan(tmp_path / "whole").transformer, load_wan(folder).transformer
    assert not (tmp_path / "whole" / "adapter.safetensors").exists()
    for name, weight in whole.state_dict().items():
        assert torch.equal(weight, adapted.state_dict()[name])


def test_a_sentence_is_encoded_once(folder: Path, tmp_path: Path, monkeypatch) -> None:
    reader = PromptReader(str(folder / "wan"), tmp_path, torch.float32)
    first = reader("a red coat")
    monkeypatch.setattr("lvocal.checkpoint.prompts.encode_sentences", None)
    assert torch.equal(reader("a red coat"), first)
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(TypeError):
        reader("a blue coat")


@pytest.mark.parametrize(
    ("prompt", "rows", "said"),
    [
        ("", (), ""),
        ("  a   man ", (), "a man"),
        ("", (ColorRow("coat", "red"), ColorRow("car", "#00ff00")), "a red coat, a #00ff00 car"),
        ("at the market", (ColorRow("coat", "red"),), "a red coat. at the market"),
    ],
)
def test_rows_and_prompt_become_one_sentence(prompt: str, rows: tuple, said: str) -> None:
    assert sentence(prompt, rows) == said


@pytest.mark.parametrize("gone", ["model.json", "adapter.safetensors", "aligner.safetensors"])
def test_missing_modules_are_named_with_a_remedy(folder: Path, tmp_path: Path, gone: str) -> None:
    for path in folder.iterdir():
        if path.name != gone:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(UserError) as caught:
        load_networks(Weights("wan", tmp_path))
    assert caught.value.remedy


@pytest.mark.parametrize("part", ["wan/transformer", "wan/vae", "clap"])
def test_missing_public_weights_are_named_with_the_command_that_fetches_them(tmp_path, part: str) -> None:
    write_modules(tmp_path)
    for file in (tmp_path / part).iterdir():
        file.unlink()
    with pytest.raises(UserError, match="could not be loaded") as caught:
        load_wan(tmp_path)
    assert caught.value.remedy


def test_an_adapter_on_another_wan_is_refused(folder: Path, tmp_path: Path) -> None:
    write_modules(tmp_path)
    config = tmp_path / "wan" / "transformer" / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"num_layers": 1}))
    with pytest.raises(UserError, match="does not fit"):
        load_wan(tmp_path)


def test_a_stranger_s_model_json_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text('{"format": "lvocal-wan-1", "wna": "x"}')
    with pytest.raises(UserError, match="not of this project"):
        load_wan(tmp_path)
