"""Public VACE loads from a folder as its hub has it, and what is missing is said."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import torch

from lvocal.checkpoint.engines import load_networks
from lvocal.checkpoint.prompts import PromptReader
from lvocal.checkpoint.vace import VACE, load_vace
from lvocal.model.prompt import PROMPT_TOKENS
from lvocal.values import EMOTIONS, UserError, Weights
from tests.full_size import write_vace, write_wan


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("vace")
    write_vace(folder)
    return folder


def test_everything_loads_and_reads_and_hears_with_the_embedded_listener(
    folder: Path, tmp_path: Path
) -> None:
    networks = load_vace(folder, tmp_path)
    assert networks.name == "vace" and len(networks.fingerprint) == 16
    assert [text.shape for text in networks.encode_sentences(["", "the sea"])] == [(1, PROMPT_TOKENS, 16)] * 2
    heard = networks.listener.hear(torch.randn(16_000 * 20), torch.randn(16_000 * 20))
    assert len(heard.emotions[0]) == len(EMOTIONS) and heard.ambience[0]


def test_the_fingerprint_is_of_the_weights(folder: Path, tmp_path: Path) -> None:
    write_vace(tmp_path, seed=1)
    first, again, other = (load_vace(where).fingerprint for where in (folder, folder, tmp_path))
    assert first == again != other


@pytest.mark.parametrize("part", ["transformer", "vae", "scheduler"])
def test_missing_parts_are_named_with_a_remedy(folder: Path, tmp_path: Path, part: str) -> None:
    broken = tmp_path / "vace"
    shutil.copytree(folder, broken)
    shutil.rmtree(broken / part)
    with pytest.raises(UserError, match="could not be loaded") as caught:
        load_networks(Weights("vace", broken))
    assert "complete" in caught.value.remedy


def test_without_a_folder_the_hub_is_named_with_the_command_that_fetches_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("diffusers.configuration_utils.HUGGINGFACE_HUB_CACHE", str(tmp_path), raising=False)
    with pytest.raises(UserError, match="could not be loaded") as caught:
        load_networks(Weights("vace"))
    assert caught.value.remedy == f"Fetch it once with: hf download {VACE}"


def test_a_wan_that_is_not_vace_is_refused(tmp_path: Path) -> None:
    write_wan(tmp_path)
    with pytest.raises(UserError, match="is not VACE"):
        load_vace(tmp_path)


def test_a_library_too_old_for_vace_is_said(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "lvocal.checkpoint.vace", None)
    with pytest.raises(UserError, match="cannot run VACE"):
        load_networks(Weights("vace"))


def test_the_text_encoder_is_loaded_once_for_many_sentences(
    folder: Path, tmp_path: Path, monkeypatch
) -> None:
    loaded: list[str] = []
    fetch = PromptReader._encode
    monkeypatch.setattr(PromptReader, "_encode", lambda self, new: loaded.append(new) or fetch(self, new))
    reader = PromptReader(str(folder), tmp_path, torch.float32)
    known = reader("a red coat")
    texts = reader.all(["a blue coat", "a red coat", "the sea", "a blue coat"])
    assert loaded == [["a red coat"], ["a blue coat", "the sea"]]
    assert torch.equal(texts[1], known) and torch.equal(texts[0], texts[3]) and texts[2].shape == known.shape
