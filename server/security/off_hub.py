"""Work that takes long without waiting, such as a password's hash: beside the hub, so that nobody else waits for it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from gevent import monkey
from gevent.threadpool import ThreadPool

Result = TypeVar("Result")
THREADS: Final = 2  # each holds a hash's 32 MiB for a moment
_pool: list[ThreadPool] = []  # made at first use: it belongs to the process that forked


def off_hub(function: Callable[..., Result], *values: Any) -> Result:
    """Return what a function returns, run in a thread where gevent is at work."""
    if not monkey.is_module_patched("threading"):
        return function(*values)
    if not _pool:
        _pool.append(ThreadPool(THREADS))
    result: Result = _pool[0].apply(function, values)
    return result
