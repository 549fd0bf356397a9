"""Give memory back to the machine that this process no longer needs.

A password check takes 19 MiB for a moment (FAULTS 4.3). The GNU C library keeps them: the next
check is a third faster for it, but each process would hold them for ever. So they go back every
``EVERY`` seconds, which costs 2 ms, and a rush of sign-ins stays fast.
"""

import ctypes
from time import monotonic

from flask import Flask

EVERY = 2.0


_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)


def install(app: Flask) -> None:
    """Give memory back after a request, now and then."""
    last = monotonic()

    def now_and_then(_error: BaseException | None) -> None:
        nonlocal last
        if monotonic() - last > EVERY:
            last = monotonic()
            give_back()

    app.teardown_request(now_and_then)


def give_back() -> None:
    """Give memory back now, where the C library is one that keeps it."""
    if _trim is not None:
        _trim(0)
