"""What one process takes in and another answers: nobody is lost between them."""

import errno
import socket
import struct
from collections.abc import Iterator

import pytest

from course.web.lane import WATCHES, Handed

AT_ONCE = struct.pack("ii", 1, 0)
"""To end a connection without a word (SO_LINGER), as a phone that goes out of reach."""


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door


@pytest.fixture
def handed(door: socket.socket) -> Iterator[Handed]:
    handed = Handed(door)
    yield handed
    handed.close()


def test_who_is_handed_on_is_answered_by_another(door: socket.socket, handed: Handed) -> None:
    with socket.create_connection(door.getsockname()) as person:
        taken, _ = door.accept()
        assert handed.give(taken)
        taken.close()
        given, address = handed.accept()
        with given:
            given.sendall(b"hello")
        assert address == person.getsockname()
        assert person.recv(9) == b"hello"
    assert handed.getsockname() == door.getsockname()


def test_they_come_out_in_their_order(door: socket.socket, handed: Handed) -> None:
    people = [socket.create_connection(door.getsockname()) for _ in range(5)]
    for _ in people:
        taken, _ = door.accept()
        assert handed.give(taken)
        taken.close()
    for person in people:
        given, address = handed.accept()
        assert address == person.getsockname()
        given.close()
        person.close()


def test_where_nobody_is_a_process_does_not_wait(handed: Handed) -> None:
    with pytest.raises(BlockingIOError):
        handed.accept()


def test_who_has_left_meanwhile_is_no_failure(door: socket.socket, handed: Handed) -> None:
    person = socket.create_connection(door.getsockname())
    taken, _ = door.accept()
    assert handed.give(taken)
    taken.close()
    person.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    person.close()
    with pytest.raises(ConnectionAbortedError) as told:
        handed.accept()
    assert told.value.errno == errno.ECONNABORTED, "gunicorn ends at any number that it knows not"


def test_where_there_is_no_room_that_is_said(door: socket.socket, handed: Handed) -> None:
    person = socket.create_connection(door.getsockname())
    taken, _ = door.accept()
    given = 0
    while handed.give(taken):
        given += 1
    assert given > 100
    with pytest.raises(BlockingIOError):
        while True:
            handed.accept()[0].close()
            given -= 1
    assert given == 0
    taken.close()
    person.close()


@pytest.mark.parametrize(
    ("line", "watches"),
    [
        (b"GET /healthz HTTP/1.1", True),
        (b"HEAD /healthz HTTP/1.1", True),
        (b"GET /healthz?from=monitor HTTP/1.1", True),
        (b"GET /healthzzz HTTP/1.1", False),
        (b"POST /healthz HTTP/1.1", False),
        (b"GET /help HTTP/1.1", True),
        (b"GET /help", False),
        (b"GET /helpless HTTP/1.1", False),
        (b"GET /join HTTP/1.1", False),
        (b"", False),
    ],
)
def test_who_watches_is_known_by_their_first_words(line: bytes, watches: bool) -> None:
    assert bool(WATCHES.match(line[:14])) is watches
