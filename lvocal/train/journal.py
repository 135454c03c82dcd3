"""What a run did, written down as it goes: means of every loss term, to log.csv and TensorBoard."""

from __future__ import annotations

import csv
import logging
import math
import time
from pathlib import Path
from typing import Any

from accelerate import Accelerator
from accelerate.utils import gather_object
from torch import Tensor
from torch.utils.tensorboard import SummaryWriter

from lvocal.values import UserError

log = logging.getLogger(__name__)


class Journal:
    """Means over the steps since the last line, and over all processes; the first process writes them.

    What has gathered since the last line is part of a run's state, so that a run which was interrupted writes
    the lines that it would have written.
    """

    def __init__(self, run: Path, every: int, machine: Accelerator, start: int = 0) -> None:
        self.every, self.machine = every, machine
        self.count, self.since = 0, time.monotonic()
        self.sums: dict[str, float] = {}
        self.path = run / "log.csv"
        self.board: SummaryWriter | None = None
        if machine.is_main_process:
            self.board = SummaryWriter(str(run), purge_step=start or None)
            self._write([line for line in self._above() if int(line["step"]) <= start])

    def note(self, step: int, terms: dict[str, Tensor]) -> None:
        """Add one step; write a line when enough have gathered. Raises UserError when a term is no number."""
        for name, value in terms.items():
            number = float(value)
            if not math.isfinite(number):
                raise UserError(
                    f"At step {step} the term {name} is no longer a number.",
                    "Go on from the last saved state with a recipe that learns more slowly.",
                )
            self.sums[name] = self.sums.get(name, 0.0) + number
        self.count += 1
        if (step + 1) % self.every == 0:
            self._line(step + 1)

    def state(self) -> list[dict[str, Any]]:
        """What has gathered since the last line, of every process."""
        return self._of_all({"sums": dict(self.sums), "count": self.count})

    def load_state(self, state: list[dict[str, Any]]) -> None:
        """Go on with what had gathered; another number of processes begins its line anew."""
        if len(state) == self.machine.num_processes:
            mine = state[self.machine.process_index]
            self.sums, self.count = dict(mine["sums"]), int(mine["count"])

    def _line(self, step: int) -> None:
        now = time.monotonic()
        sums = self._of_all(self.sums)
        names = dict.fromkeys(name for one in sums for name in one)
        means = {name: sum(one.get(name, 0.0) for one in sums) / len(sums) / self.count for name in names}
        line: dict[str, float] = {"step": step} | {name: round(mean, 5) for name, mean in means.items()}
        line["sec_per_step"] = round((now - self.since) / self.count, 3)
        if self.board is not None:
            self._write([*self._above(), line])
            for name, mean in line.items():
                self.board.add_scalar(name, mean, step)
            log.info("%s", line)
        self.sums, self.count, self.since = {}, 0, now

    def _of_all(self, mine: Any) -> list[Any]:
        return list(gather_object([mine])) if self.machine.num_processes > 1 else [mine]

    def _above(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        with self.path.open(newline="") as file:
            return list(csv.DictReader(file))

    def _write(self, lines: list[dict[str, Any]]) -> None:
        """The whole table; a term that no line had before gets a column, empty in the lines above."""
        if not lines:
            self.path.unlink(missing_ok=True)
            return
        columns = list(dict.fromkeys(name for one in lines for name in one))
        draft = self.path.with_suffix(".part")
        with draft.open("w", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=columns)
            writer.writeheader()
            writer.writerows(lines)
        draft.replace(self.path)
