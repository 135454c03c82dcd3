"""Public separators: asked for by name, and said plainly when they are not here."""

import sys

import pytest

from lvocal.checkpoint import separators
from lvocal.checkpoint.mini import MINI, load_embedded_separator
from lvocal.model.bundle import tiny_networks
from lvocal.values import UserError

EMBEDDED = tiny_networks().separator


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(UserError, match="mini, demucs or none"):
        separators.load_public("spleeter", EMBEDDED)


def test_without_the_package_the_command_that_installs_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "demucs", None)
    monkeypatch.setitem(sys.modules, "demucs.pretrained", None)
    separators._demucs.cache_clear()
    with pytest.raises(UserError, match="pip install demucs"):
        separators.load_public("demucs", EMBEDDED)


def test_a_folder_without_a_separator_takes_the_shipped_one(tmp_path):
    shipped, found = load_embedded_separator(MINI), load_embedded_separator(tmp_path)
    assert found.config == shipped.config
    assert all((one == two).all() for one, two in zip(found.parameters(), shipped.parameters(), strict=True))
