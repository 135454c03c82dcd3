"""Single files to and from a private dataset of a hub. The token is the hub client's own affair."""

from __future__ import annotations

import shutil
from pathlib import Path

from lvocal.values import UserError


def upload_file(file: Path, dataset: str, name: str) -> None:
    """Put `file` into `dataset` ("owner/name", made private where it is missing) as `name`; UserError where
    the hub does not take it."""
    import httpx
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    hub = HfApi()
    try:
        hub.create_repo(dataset, repo_type="dataset", private=True, exist_ok=True)
        hub.upload_file(
            path_or_fileobj=file,
            path_in_repo=name,
            repo_id=dataset,
            repo_type="dataset",
            commit_message=f"Back up {name}",
        )
    except (HfHubHTTPError, OfflineModeIsEnabled, httpx.HTTPError, OSError, ValueError) as problem:
        raise _fault(f"{name} could not be put into {dataset}", problem) from problem


def fetch_file(to: Path, dataset: str, name: str) -> bool:
    """Fetch `name` of `dataset` to `to`; False where the dataset holds no such file. UserError where the hub
    cannot be asked: then nobody knows."""
    import httpx
    from huggingface_hub import HfApi
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, OfflineModeIsEnabled

    hub = HfApi()
    try:
        hub.create_repo(dataset, repo_type="dataset", private=True, exist_ok=True)
        fetched = hub.hf_hub_download(dataset, name, repo_type="dataset", force_download=True)
    except EntryNotFoundError:
        return False
    except (HfHubHTTPError, OfflineModeIsEnabled, httpx.HTTPError, OSError, ValueError) as problem:
        raise _fault(f"{dataset} could not be asked for {name}", problem) from problem
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f"{to.name}.part")
    shutil.copyfile(fetched, draft)
    draft.replace(to)
    return True


def _fault(what: str, problem: Exception) -> UserError:
    return UserError(f"{what}: {problem}.", "See that HF_TOKEN may write there, and that the hub answers.")
