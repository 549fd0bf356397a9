"""How a site that stops lets nobody in any more, while those inside are still answered."""

import ctypes
import socket
import struct
import sys
from contextlib import suppress
from typing import Any

_ATTACH_FILTER = 26
"""SO_ATTACH_FILTER of Linux, which Python has no name for."""

# A program for Linux's packet filter (man 7 socket; linux/filter.h), one word a line: code, where
# to go if so, where if not, operand. It looks at the flags of a packet that came to the door.
_NO_GREETING = b"".join(
    struct.pack("HBBI", *word)
    for word in (
        (0x30, 0, 0, 13),  # load the byte of the flags
        (0x45, 0, 1, 0x02),  # has it SYN: does somebody ask to be let in?
        (0x06, 0, 0, 0),  # then it is as if it had not come
        (0x06, 0, 0, 0xFFFFFFFF),  # any other passes whole
    )
)


def shut_before_stopping(server: Any) -> None:
    """Let gunicorn's master shut the door before it tells its processes to stop.

    Only where the door closes for good: not where it stays another's, after an upgrade in place.
    """
    stop = server.stop

    def shut_and_stop(graceful: bool = True) -> None:
        if server.reexec_pid == server.master_pid == 0 and not server.systemd:
            for listener in server.LISTENERS:
                shut(listener.sock)
        stop(graceful)

    server.stop = shut_and_stop


def shut(door: socket.socket) -> None:
    """Let nobody new in; whoever waits in the queue of this socket stays there.

    Who asks meanwhile hears nothing, and asks again a second later: then the next server is there,
    or nobody, which a proxy knows how to tell. Where the system has no such filter, nothing
    happens: the processes then empty the queue for a while only (``serving``).
    """
    if sys.platform == "linux":
        words = ctypes.create_string_buffer(_NO_GREETING)
        program = struct.pack("HP", len(_NO_GREETING) // 8, ctypes.addressof(words))
        with suppress(OSError):
            door.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, program)
