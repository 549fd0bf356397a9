"""How long a process waits for a locked database: until that was once in vain, the whole time.

A process answers one request at a time. If everybody waited ten seconds for a lock that stays,
the fourth in line would wait forty, and whoever asks whether the site is well with them. So who
comes after a wait in vain is told "not saved" almost at once, until somebody can save again
(FAULTS F-12).
"""

from contextvars import ContextVar
from time import monotonic

WAIT_SECONDS = 10
"""How long a write waits for another one before it is told "not saved"."""
AFTERWARDS = 0.25
"""Seconds, once that was in vain: enough for any commit of this site."""
AT_MOST: ContextVar[float] = ContextVar("at_most", default=WAIT_SECONDS)
"""Seconds that this request may wait, where it is in a hurry (``hurry``)."""


class Patience:
    """What one process knows of one database file."""

    def __init__(self) -> None:
        """Begin patient."""
        self.in_vain = False

    @property
    def seconds(self) -> float:
        """How long to wait now."""
        return min(AT_MOST.get(), AFTERWARDS if self.in_vain else WAIT_SECONDS)

    def lose(self, began: float) -> None:
        """Note that the database was locked, where somebody has waited for it since ``began``."""
        if monotonic() - began >= WAIT_SECONDS:
            self.in_vain = True

    def regain(self) -> None:
        """Note that somebody could write."""
        self.in_vain = False
