"""A lane for whoever watches the site: they are answered while every process waits.

A process answers one request at a time. When another program locks the database, each waits ten
seconds with the save that it has in hand, and whoever asks whether the site is well stands behind
it (FAULTS F-12). So a thread beside each process looks at who stands at its door meanwhile. It
answers those who watch, and those who ask for help. All others it hands on, in their order, to
whichever process is free.
"""

import errno
import os
import re
import socket
import threading
from collections.abc import Callable
from select import select
from time import monotonic, sleep
from typing import Any

LOOK_SECONDS = 0.1
"""How often the thread looks, and how long a request may take before that."""
MOST_SECONDS = 1.0
"""How long the thread waits for a word of somebody: others who watch stand behind them."""
MOMENT = 0.05
"""A process that is free has taken whoever is at the door by then."""
WATCHES = re.compile(rb"(GET|HEAD) /(healthz|help)[ ?]")
"""What needs no patience: both answer also where the database does not."""
_LONGEST = len(b"HEAD /healthz?")


class Handed:
    """Connections that one process took in and another answers: a listener among others.

    Made before there are several processes, which all share it. What is in it is in the kernel:
    it outlives the process that put it there.
    """

    def __init__(self, door: Any) -> None:
        self._name = door.getsockname()
        self._out, self._in = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._in.setblocking(False)
        self.setblocking(False)

    def fileno(self) -> int:
        """Return what to wait on."""
        return self._out.fileno()

    def setblocking(self, flag: bool) -> None:
        """Let ``accept`` wait for somebody, or not."""
        self._out.setblocking(flag)

    def getsockname(self) -> Any:
        """Return the address that they came to."""
        return self._name

    def close(self) -> None:
        """Leave it to the other processes, which go on with it."""
        self._out.close()
        self._in.close()

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next one and their address. Raise BlockingIOError where there is none."""
        _, descriptors, _, _ = socket.recv_fds(self._out, 1, 1)
        client = socket.socket(fileno=descriptors[0])
        try:
            return client, client.getpeername()
        except OSError as gone:
            client.close()
            number = errno.ECONNABORTED  # gunicorn goes by it
            raise ConnectionAbortedError(number, os.strerror(number)) from gone

    def give(self, client: socket.socket) -> bool:
        """Put somebody in, to be closed here afterwards. False where there is no room."""
        try:
            socket.send_fds(self._in, [b"."], [client.fileno()])
        except OSError:  # full, or more on their way than the system allows
            return False
        return True


class Lane(threading.Thread):
    """The thread of one process. ``answer`` answers a connection that came to the door."""

    def __init__(
        self, door: Any, handed: Handed, answer: Callable[[Any, socket.socket, Any], None]
    ) -> None:
        super().__init__(daemon=True, name="lane")
        self._door, self._handed, self._answer = door, handed, answer
        self._busy_since = float("inf")
        self._over = threading.Event()
        self.left: list[tuple[socket.socket, Any]] = []
        """Who could not be handed on before the end; the process has to answer them."""

    def busy(self, now: bool) -> None:
        """Note that the process begins a request, or has ended one."""
        self._busy_since = monotonic() if now else float("inf")

    def end(self) -> None:
        """Take nobody in any more, and wait until who is in hand is handed on."""
        self._over.set()
        self.join()

    def run(self) -> None:
        """Look who is at the door, as often as the process is held up."""
        while not self._over.wait(LOOK_SECONDS):
            while self._held_up() and self._somebody_waits():
                self._take_in()

    def _held_up(self) -> bool:
        return monotonic() - self._busy_since > LOOK_SECONDS and not self._over.is_set()

    def _somebody_waits(self) -> bool:
        if not select([self._door], [], [], 0)[0]:
            return False
        sleep(MOMENT)
        return True

    def _take_in(self) -> None:
        try:
            client, address = self._door.accept()
        except OSError:  # a process was free after all
            return
        client.settimeout(LOOK_SECONDS)
        try:
            watches = WATCHES.match(client.recv(_LONGEST, socket.MSG_PEEK))
        except OSError:  # they have said nothing yet
            watches = None
        if watches:
            client.settimeout(MOST_SECONDS)
            self._answer(self._door, client, address)
            return
        client.settimeout(None)
        while not self._handed.give(client):
            if self._over.wait(MOMENT):
                self.left.append((client, address))
                return
        client.close()
