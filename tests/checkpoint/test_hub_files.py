"""Single files to and from a hub, against one that stands in for it."""

from pathlib import Path

import pytest
from huggingface_hub import HfApi
from huggingface_hub.errors import EntryNotFoundError

from lvocal.checkpoint.hub_files import fetch_file, upload_file
from lvocal.values import UserError


class Fault(OSError):
    pass


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """(what was asked for, files by dataset and name)."""
    asked, files = [], {}

    def create_repo(self, repo_id, **how):
        asked.append((repo_id, how))

    def upload(self, *, path_or_fileobj, path_in_repo, repo_id, **_):
        files[repo_id, path_in_repo] = Path(path_or_fileobj).read_bytes()

    def download(self, repo_id, filename, **_):
        if (repo_id, filename) not in files:
            raise EntryNotFoundError("nothing there")
        (tmp_path / "cached").write_bytes(files[repo_id, filename])
        return str(tmp_path / "cached")

    monkeypatch.setattr(HfApi, "create_repo", create_repo)
    monkeypatch.setattr(HfApi, "upload_file", upload)
    monkeypatch.setattr(HfApi, "hf_hub_download", download)
    return asked, files


def test_a_file_goes_to_a_private_dataset_and_comes_back(hub, tmp_path):
    (tmp_path / "votes").write_bytes(b"one")
    assert fetch_file(tmp_path / "deep" / "back", "a/b", "votes.sqlite") is False
    assert not (tmp_path / "deep").exists()
    upload_file(tmp_path / "votes", "a/b", "votes.sqlite")
    assert fetch_file(tmp_path / "deep" / "back", "a/b", "votes.sqlite") is True
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["back"]
    assert (tmp_path / "deep" / "back").read_bytes() == b"one"
    asked, _ = hub
    assert {repo for repo, _ in asked} == {"a/b"}
    assert all(how == {"repo_type": "dataset", "private": True, "exist_ok": True} for _, how in asked)


def test_a_hub_that_cannot_be_asked_is_no_empty_hub(hub, tmp_path, monkeypatch):
    def down(self, *_, **__):
        raise Fault("no route")

    monkeypatch.setattr(HfApi, "create_repo", down)
    (tmp_path / "votes").write_bytes(b"one")
    with pytest.raises(UserError, match="no route"):
        fetch_file(tmp_path / "back", "a/b", "votes.sqlite")
    with pytest.raises(UserError, match="could not be put into a/b"):
        upload_file(tmp_path / "votes", "a/b", "votes.sqlite")
