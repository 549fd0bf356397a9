"""Give memory back to the machine that this process no longer needs.

A password check takes 19 MiB for a moment (FAULTS 4.3). The GNU C library keeps them: the next
check is a third faster for it, but each process would hold them for ever. So they go back every
``EVERY`` seconds, which costs 2 ms, and a rush of sign-ins stays fast.
"""

import ctypes
from time import monotonic

from flask import Flask

EVERY = 10.0


def install(app: Flask) -> None:
    """Give memory back after a request, where the C library is one that keeps it."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is None:
        return
    last = monotonic()

    def give_back(_error: BaseException | None) -> None:
        nonlocal last
        if monotonic() - last > EVERY:
            last = monotonic()
            trim(0)

    app.teardown_request(give_back)
