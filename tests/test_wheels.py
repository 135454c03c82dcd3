"""A mismatched torchvision must not take the program down; a matching one must stay."""

import importlib.util
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from lvocal import wheels


@pytest.fixture
def installed(monkeypatch):
    """Pretend that these versions are installed and none of the companions is imported yet."""

    def pretend(**versions: str) -> None:
        def version(name: str) -> str:
            if name not in versions:
                raise PackageNotFoundError(name)
            return versions[name]

        monkeypatch.setattr(wheels, "version", version)
        for name in wheels.COMPANIONS:
            monkeypatch.setitem(sys.modules, name, None)  # restored after the test
            del sys.modules[name]

    return pretend


@pytest.mark.parametrize("name", wheels.COMPANIONS)
def test_a_cuda_companion_beside_a_cpu_torch_counts_as_absent(installed, name):
    installed(torch="2.13.0+cpu", torchvision="0.28.0", torchaudio="2.11.0")
    wheels.hide_unusable_companions()
    assert importlib.util.find_spec(name) is None
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(name)


@pytest.mark.parametrize(
    "versions",
    [
        {"torch": "2.13.0", "torchvision": "0.28.0", "torchaudio": "2.11.0"},
        {"torch": "2.13.0+cpu", "torchvision": "0.28.0+cpu", "torchaudio": "2.11.0+cpu"},
        {"torch": "2.13.0+cpu"},
        {},
    ],
)
def test_anything_else_is_left_alone(installed, versions):
    installed(**versions)
    wheels.hide_unusable_companions()
    assert not any(name in sys.modules for name in wheels.COMPANIONS)
