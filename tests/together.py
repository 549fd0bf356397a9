"""Do something many times at once: each time in its own thread and session."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

T = TypeVar("T")


def together(engine: Engine, deeds: list[Callable[[Session], T]]) -> list[T | Exception]:
    """Do all deeds at the same moment; give what each returned, or raised."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[Session], T]) -> T | Exception:
        with Session(engine, expire_on_commit=False) as session:
            ready.wait()
            try:
                return deed(session)
            except Exception as error:  # what a deed is refused for is its result here
                return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))
