"""gunicorn for a real site, behind a proxy: ``.venv/bin/gunicorn -c deploy/gunicorn.conf.py``.

The address and the rest come from the settings (``.env`` or the environment), as everywhere.
"""

import os
import shutil
import sys

from course.config import Settings, WrongSettings
from course.web import door, lane, metrics, serving, unread

try:
    settings = Settings.from_environment()
except WrongSettings as problem:
    sys.stderr.write(f"waymark: the site does not start: {problem}\n")
    sys.exit(serving.NOT_BY_WAITING)

wsgi_app = "app:app"
bind = f"{settings.host}:{settings.port}"

# One request at a time in each process: the proxy waits for slow people, processes do not.
worker_class = serving.Worker
workers = max(2, os.cpu_count() or 1)

# The app is loaded once, and its processes share that memory. After an update, restart.
preload_app = True

# Longer than any answer takes: a save waits ten seconds at most for its turn.
timeout = 30
# On SIGTERM, whoever was let in gets an answer; the service manager waits a little longer.
graceful_timeout = 30

# Who asked and how is for one place to decide: WAYMARK_TRUSTED_PROXIES.
forwarded_allow_ips = ""

limit_request_line = unread.LONGEST_ADDRESS

umask = 0o077
# Signs of life of the processes: in memory, so that a busy disk delays none.
worker_tmp_dir = metrics.in_memory()
control_socket_disable = True

# The app writes the line of each request: gunicorn's would hold addresses with their tokens.
logger_class = serving.Log
accesslog = None

# A new site prints a link for its first coordinator. It is for somebody at a terminal: a log
# would keep it.
if not sys.stdout.isatty():
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

counts = os.environ.get(metrics.FOLDER)  # there already where this file is read again
if settings.metrics_port and not counts:
    counts = metrics.share_between_processes()


def when_ready(server):
    """Before the first process is forked."""
    serving.share(server.app.wsgi())
    door.shut_before_stopping(server)
    serving.Worker.handed = lane.Handed(server.LISTENERS[0])


def post_worker_init(worker):
    """In each process, when it can work."""
    metrics.serve(worker.wsgi)
    worker.log.info("Ready (pid: %d)", worker.pid)


def on_exit(server):
    """After the last process."""
    if counts:
        shutil.rmtree(counts, ignore_errors=True)
