"""How much a computation holds and how much it multiplies, counted without doing it.

Inside `counting` tensors have sizes but no values, so that the cost of a network of any size is known on any
computer in seconds.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch._subclasses import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.flop_counter import FlopCounterMode, sdpa_flop_count


class Held(TorchDispatchMode):
    """The most bytes that tensors held at a time since `restart`, those made before it included."""

    def __init__(self) -> None:
        super().__init__()
        self.now_bytes = self.peak_bytes = 0
        self._known: set[int] = set()

    def restart(self) -> None:
        """Forget the peak; what is held stays held."""
        self.peak_bytes = self.now_bytes

    def __torch_dispatch__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run one operation and weigh what it made."""
        made = function(*args, **(kwargs or {}))
        for tensor in tree_leaves(made):
            if isinstance(tensor, torch.Tensor):
                self._weigh(tensor.untyped_storage())
        return made

    def _weigh(self, storage: torch.UntypedStorage) -> None:
        key, size = storage._cdata, storage.nbytes()
        if key not in self._known:
            self._known.add(key)
            self.now_bytes += size
            self.peak_bytes = max(self.peak_bytes, self.now_bytes)
            weakref.finalize(storage, self._let_go, key, size)

    def _let_go(self, key: int, size: int) -> None:
        self._known.discard(key)
        self.now_bytes -= size


@contextmanager
def counting(dtype: torch.dtype) -> Iterator[Held]:
    """Everything made inside is only counted, in this precision unless it says another."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with FakeTensorMode(), Held() as held:
            yield held
    finally:
        torch.set_default_dtype(before)


def flops_of(work: Callable[[], object]) -> int:
    """Floating-point operations of matrix products, convolutions and attention; one multiply-add is two."""
    counter = FlopCounterMode(display=False, custom_mapping={_ATTENTION: _attention_flops})
    with counter:
        work()
    return int(counter.get_total_flops())


_ATTENTION = torch.ops.aten._scaled_dot_product_flash_attention_for_cpu


def _attention_flops(query: Any, key: Any, value: Any, *_: Any, **__: Any) -> int:
    """Of shapes; torch itself counts attention on graphics cards only."""
    return int(sdpa_flop_count(query, key, value))
