"""A load client for one machine: plain sockets in one loop, so that it takes little of the CPU.

Closed loop: each of ``slots`` sends its next request when it has its answer, or, with
``per_second``, at its turn of the common pace. A connection carries one request, as behind a
server of sync workers.
"""

import selectors
import socket
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil

Request = Callable[[int, int], bytes]
"""Gives the bytes to send for a slot and the number of its request."""


@dataclass
class Load:
    """What a run of the client saw. Times are in seconds."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    cpu: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        """The median of the answers' times, in milliseconds."""
        return statistics.median(self.times) * 1000

    @property
    def p99(self) -> float:
        """The time that one answer in a hundred exceeds, in milliseconds."""
        return sorted(self.times)[int(len(self.times) * 0.99)] * 1000

    @property
    def cpu_each(self) -> float:
        """Processor time of the server for one answer, in milliseconds."""
        return self.cpu / len(self.times) * 1000


@dataclass
class _Slot:
    number: int
    due: float
    sent: int = 0
    began: float = 0.0
    connection: socket.socket | None = None
    answer: bytearray = field(default_factory=bytearray)


LONGEST = 30.0
"""Seconds that the last answers may take: a server that died gives none."""


def drive(
    address: tuple[str, int],
    request: Request,
    *,
    slots: int,
    seconds: float,
    server: psutil.Process,
    per_second: float = 0.0,
    allowed: frozenset[int] = frozenset({200}),
    watched: Callable[[int], bool] = lambda slot: True,
) -> Load:
    """Load the server for a while; count the times of the watched slots.

    Raises AssertionError where an answer has another status, or does not come.
    """
    load = Load()
    cpu, start = cpu_of(server), time.perf_counter()
    pace = slots / per_second if per_second else 0.0
    idle = [_Slot(number, start + pace * number / slots) for number in range(slots)]
    busy = 0
    with selectors.DefaultSelector() as selector:
        while busy or time.perf_counter() < start + seconds:
            now = time.perf_counter()
            assert now < start + seconds + LONGEST, f"{busy} requests had no answer"
            due = [slot for slot in idle if slot.due <= now < start + seconds]
            for slot in due:
                idle.remove(slot)
                _send(selector, address, slot, request)
                busy += 1
            for key, _ in selector.select(0.001 if idle else 0.1):
                slot = key.data
                if _receive(selector, slot):
                    _check(slot, allowed)
                    busy -= 1
                    if watched(slot.number):
                        load.times.append(time.perf_counter() - slot.began)
                    slot.due = slot.due + pace if pace else 0.0
                    idle.append(slot)
            if not busy and time.perf_counter() >= start + seconds:
                break
    load.seconds = time.perf_counter() - start
    load.cpu = cpu_of(server) - cpu
    return load


def _send(
    selector: selectors.BaseSelector, address: tuple[str, int], slot: _Slot, request: Request
) -> None:
    message = request(slot.number, slot.sent)
    slot.began = time.perf_counter()
    slot.sent += 1
    slot.answer.clear()
    slot.connection = socket.create_connection(address)
    slot.connection.sendall(message)
    slot.connection.setblocking(False)
    selector.register(slot.connection, selectors.EVENT_READ, slot)


def _receive(selector: selectors.BaseSelector, slot: _Slot) -> bool:
    """Read what is there; say whether the answer is complete (the server closed)."""
    assert slot.connection
    try:
        part = slot.connection.recv(262_144)
    except BlockingIOError:
        return False
    if part:
        slot.answer += part
        return False
    selector.unregister(slot.connection)
    slot.connection.close()
    return True


def _check(slot: _Slot, allowed: frozenset[int]) -> None:
    head = bytes(slot.answer[:200])
    assert head[:9] == b"HTTP/1.1 ", head
    assert int(head[9:12]) in allowed, head


def processes(server: psutil.Process) -> list[psutil.Process]:
    """Return a server's first process and its workers."""
    return [server, *server.children(recursive=True)]


def cpu_of(server: psutil.Process) -> float:
    """Return the processor time of a server so far, in seconds."""
    times = [process.cpu_times() for process in processes(server)]
    return sum(each.user + each.system for each in times)


def memory_of(server: psutil.Process) -> float:
    """Return a server's memory, in MB: shared pages are counted once (PSS)."""
    return sum(process.memory_full_info().pss for process in processes(server)) / 1e6
