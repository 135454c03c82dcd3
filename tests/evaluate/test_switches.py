"""Truths of the ablations: each takes away what it says, and nothing else."""

import pytest
import torch

from lvocal.evaluate.painting import mood_of, place_of
from lvocal.evaluate.switches import SWITCHES
from lvocal.model.bundle import MiniNetworks, tiny_networks
from lvocal.values import Conditions


@pytest.fixture(scope="module")
def networks() -> MiniNetworks:
    return tiny_networks()


def heard(networks: MiniNetworks, *roads: str) -> Conditions:
    torch.manual_seed(0)
    return Conditions(
        torch.randn(1, networks.transformer.config.gray_channels, 1, 4, 4),
        networks.read("a red coat").text,
        mood_of(networks, "sadness") if "mood" in roads else None,
        place_of(networks, "sea-waves")[:, None] if "env" in roads else None,
    )


def answer(networks: MiniNetworks, told: Conditions) -> torch.Tensor:
    latent = torch.ones(1, networks.transformer.config.in_channels, 1, 4, 4)
    with torch.inference_mode():
        return networks.transformer(latent, torch.ones(1), told)


@pytest.mark.parametrize(("switch", "left"), [("AC", ()), ("ETG", ("env",)), ("EAG", ("mood",))])
def test_what_is_not_heard_is_as_if_it_did_not_sound(networks, switch, left) -> None:
    taken = answer(SWITCHES[switch](networks), heard(networks, "mood", "env"))
    assert torch.equal(taken, answer(networks, heard(networks, *left)))


def test_rich_text_hears_nothing_and_says_it(networks) -> None:
    rich = SWITCHES["RTD"](networks)
    assert torch.equal(answer(rich, heard(networks)), answer(networks, heard(networks)))
    said = answer(rich, heard(networks, "mood"))
    assert not torch.equal(said, answer(networks, heard(networks)))
    assert not torch.equal(said, answer(networks, heard(networks, "mood")))


@pytest.mark.parametrize(
    ("switch", "changed", "kept"),
    [("ETA", "hear_emotion", "hear_place"), ("EAA", "hear_place", "hear_emotion")],
)
def test_one_side_of_the_aligner_has_not_learned(networks, switch, changed, kept) -> None:
    aligner, sound = (
        SWITCHES[switch](networks).aligner,
        torch.randn(1, 3, networks.aligner.config.listener_dim),
    )
    assert not torch.equal(getattr(aligner, changed)(sound), getattr(networks.aligner, changed)(sound))
    assert torch.equal(getattr(aligner, kept)(sound), getattr(networks.aligner, kept)(sound))
