"""Writing a shard: a tar file compressed as a whole, the same bytes for the same members.

Headers and padding of thousands of small members weigh 20 MB when they are not compressed. Readers of tar
streams find the compression out by themselves, so the file keeps the name of any other shard.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path


@contextmanager
def shard_writer(path: Path) -> Iterator[Callable[[str, bytes], None]]:
    """Hands out `add(name, data)`; members carry neither time nor owner."""
    with tarfile.open(path, "w:xz", preset=6, format=tarfile.GNU_FORMAT) as tar:

        def add(name: str, data: bytes) -> None:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, BytesIO(data))

        yield add
