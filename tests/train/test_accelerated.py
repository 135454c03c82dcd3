"""Several processes learn together, each from its own batches, all to the same weights; and the
configurations for it are those of the installed accelerate."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from accelerate.commands.config.config_args import load_config_from_file

ROOT = Path(__file__).parents[2]
PRESETS = sorted((ROOT / "presets" / "accelerate").glob("*.yaml"))

LEARN = """
import json, sys
from pathlib import Path
import torch
from torch import nn
from lvocal.train.loop import LoopRecipe, fit
from lvocal.train.accelerated import machine_for

class Numbers:
    def __init__(self, x): self.x = x
    def to(self, device): return self

seen = []
def batches(numbers):
    for number in numbers:
        seen.append(number)
        yield Numbers(torch.randn(8, 1, generator=torch.Generator().manual_seed(number)))

def losses(network, batch, turn):
    return {"error": (network(batch.x) - 3 * batch.x).square().mean()}

run, accumulate = Path(sys.argv[1]), int(sys.argv[2])
machine = machine_for("cpu")
torch.manual_seed(machine.process_index)
recipe = LoopRecipe(
    steps=6, learning_rate=0.1, warmup_steps=1, decay_steps=0, log_every=3, accumulate=accumulate, ema=0.5
)
network = fit(nn.Linear(1, 1), batches, losses, recipe, run, machine=machine)
told = {"seen": seen, "weight": network.weight.item(), "processes": machine.num_processes}
(run / f"{machine.process_index}.json").write_text(json.dumps(told))
"""


def learn(folder: Path, processes: int, accumulate: int) -> list[dict]:
    command = [sys.executable, "-m", "torch.distributed.run", f"--nproc_per_node={processes}", "--standalone"]
    script = folder / "learn.py"
    script.write_text(LEARN)
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [*command, str(script), str(folder), str(accumulate)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads((folder / f"{n}.json").read_text()) for n in range(processes)]


def test_two_processes_see_different_batches_and_end_with_equal_weights(tmp_path: Path) -> None:
    first, second = learn(tmp_path, processes=2, accumulate=2)
    assert first["processes"] == 2
    assert first["seen"] == list(range(0, 24, 2)) and second["seen"] == list(range(1, 24, 2))
    assert first["weight"] == second["weight"] != pytest.approx(3, abs=1e-6)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 3


@pytest.mark.parametrize("path", PRESETS, ids=lambda path: path.stem)
def test_a_configuration_is_one_of_the_installed_accelerate(path: Path) -> None:
    config = load_config_from_file(str(path))
    sharing = {"4xa100": ("MULTI_GPU", 4), "fsdp": ("FSDP", 4), "one-gpu": ("NO", 1), "cpu": ("NO", 1)}
    kind, processes = sharing.get(path.stem, ("MULTI_GPU", 2))
    assert (str(config.distributed_type.value), config.num_processes) == (kind, processes)
    assert config.mixed_precision == "no" and bool(config.use_cpu) == (path.stem == "cpu")
    if kind == "FSDP":
        assert config.fsdp_config["fsdp_transformer_layer_cls_to_wrap"] == "LVocalBlock"
