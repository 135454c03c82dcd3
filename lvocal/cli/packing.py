"""`pack`."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from lvocal.cli.console import err, out
from lvocal.cli.wishes import existing
from lvocal.train.pack import pack as write_pack


def pack(data: Path, output: Path, cache: Path | None) -> None:
    """Write the packed folder and print what each part weighs."""
    sizes = write_pack(existing(data), output, cache, say=err().print)
    table = Table("part", title=str(output), title_justify="left", show_edge=False)
    table.add_column("MB", justify="right")
    for name, size in {**sizes, "all": sum(sizes.values())}.items():
        table.add_row(name, f"{size / 1e6:.2f}")
    out().print(table)
