"""The log of a real site: one line of JSON for each record, and nothing that anybody typed."""

import json
import logging
import traceback
from datetime import UTC, datetime

from course.web.request_log import request_number

OURS = "course"


class JsonLines(logging.Formatter):
    """Writes each record as one line, in ASCII: nothing in it can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
        }
        if number := request_number():
            line["request"] = number
        line |= getattr(record, "facts", None) or {"message": words(record)}
        if record.exc_info and record.exc_info[1]:
            line["trace"] = trace(record.exc_info[1])
        return json.dumps(line)


def words(record: logging.LogRecord) -> str:
    """Return a message: our own as it is, another program's without what was put into it.

    Those quote addresses, headers and rows; numbers and the names of signals are let through.
    """
    if record.name.split(".")[0] == OURS:
        return record.getMessage()
    pattern = str(record.msg).split(" from ip=")[0]  # gunicorn fills this one in by itself
    given = record.args if isinstance(record.args, tuple) else ()
    try:
        return pattern % tuple(_harmless(each) for each in given)
    except (TypeError, ValueError):
        return pattern


def _harmless(given: object) -> object:
    signal = isinstance(given, str) and given.startswith("SIG") and given.isalnum()
    return given if isinstance(given, int) or signal else "…"


def trace(error: BaseException) -> str:
    """Return what happened and where, without the error's own words.

    Those can quote what somebody typed: PostgreSQL shows the row that it refused.
    """
    causes = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and cause not in causes:
        causes.append(cause)
    frames = "".join(traceback.format_tb(causes[-1].__traceback__))
    return f"{' < '.join(type(each).__name__ for each in causes)}\n{frames}"
