"""A real site as deploy/ sets it up: gunicorn with its file, on a port, and nginx in front."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.house.tree import ROOT
from tests.live import BIN, LiveSite

DEPLOY = ROOT / "deploy"
COURSE = "peer-support"


def free_port() -> int:
    """Return a port of this machine that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class RealSite(LiveSite):
    """gunicorn with deploy/gunicorn.conf.py. Its settings lie in ``.env``, as on a server."""

    def __init__(self, folder: Path, *, database_url: str = "", **settings: object) -> None:
        super().__init__(folder, database_url=database_url, course_root=ROOT)
        self.socket.close()  # the server binds the port itself, as on a server
        self.port = int(self.environment["WAYMARK_PORT"])
        self.metrics_port = free_port()
        for name, value in {"METRICS_PORT": self.metrics_port, **settings}.items():
            if value is not None:
                self.environment[f"WAYMARK_{name}"] = str(value)
        shutil.copy(ROOT / "app.py", folder)
        self.under: list[str] = []
        """A program that runs the server, with its words: one that takes rights away, say."""

    def start(self, application: str = "", workers: int = 2) -> float:
        """Start gunicorn; return the seconds until all its processes could answer."""
        began = time.monotonic()
        (self.folder / "server.log").unlink(missing_ok=True)
        command = [*self.under, BIN / "gunicorn", "--config", DEPLOY / "gunicorn.conf.py"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(
                [*command, "--workers", str(workers)],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        while self.log().count("Ready (pid") < workers:
            assert self.server.poll() is None, self.log()
            assert time.monotonic() - began < 30, self.log()
            time.sleep(0.01)
        return time.monotonic() - began

    def lines(self) -> list[dict[str, Any]]:
        """Return the lines of its log. Each is JSON."""
        return [json.loads(line) for line in self.log().splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        """Return the lines of its log that are of requests."""
        return [line for line in self.lines() if "route" in line]


class Nginx:
    """nginx with deploy/nginx.conf, its names and ports made those of this test."""

    def __init__(self, folder: Path, site_port: int) -> None:
        self.folder, self.site_port = folder, site_port
        self.plain_port, self.tls_port = free_port(), free_port()
        self.server: subprocess.Popen[bytes] | None = None
        self.program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")

    def start(self) -> None:
        """Make a certificate and start; say so where nginx is missing."""
        assert self.program, "This test needs nginx. On Debian: sudo apt-get install nginx-light"
        self._certificate()
        (self.folder / "site.conf").write_text(self._site(), encoding="utf-8")
        (self.folder / "nginx.conf").write_text(self._around(), encoding="utf-8")
        command = [self.program, "-p", self.folder, "-c", self.folder / "nginx.conf"]
        subprocess.run([*command, "-t", "-q"], check=True, timeout=20)
        self.server = subprocess.Popen(command)
        began = time.monotonic()
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.tls_port)):
                return
            assert time.monotonic() - began < 20, self.said()
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it and wait for it."""
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=20)

    def said(self) -> str:
        """Return all that it wrote to its logs."""
        return "".join(log.read_text(encoding="utf-8") for log in self.folder.glob("*.log"))

    def connect(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        """Return a connection over TLS, from an address of this machine."""
        trust = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        return http.client.HTTPSConnection(
            "localhost", self.tls_port, timeout=20, context=trust, source_address=(source, 0)
        )

    def _certificate(self) -> None:
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        subprocess.run([*made, *names, *files], check=True, capture_output=True, timeout=30)

    def _site(self) -> str:
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        text = re.sub(r"\n *listen \[::\].*", "", text)  # not every machine has IPv6
        for there, here in {
            "https://training.example.org": f"https://localhost:{self.tls_port}",
            "server_name training.example.org": "server_name localhost",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ": f"listen 127.0.0.1:{self.tls_port} ",
            "/etc/letsencrypt/live/training.example.org": str(self.folder),
            "/var/lib/nginx/waymark": str(self.folder / "cache"),
            "/var/log/nginx": str(self.folder),
            "/srv/waymark/deploy": str(DEPLOY),
            "127.0.0.1:8000": f"127.0.0.1:{self.site_port}",
        }.items():
            assert there in text, f"deploy/nginx.conf has no {there}"
            text = text.replace(there, here)
        return text

    def _around(self) -> str:
        as_root = "user root;" if os.geteuid() == 0 else ""
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return (
            f"{as_root} daemon off; worker_processes 1; pid {self.folder}/pid; "
            f"error_log {self.folder}/error.log warn; events {{ worker_connections 512; }}\n"
            f"http {{ include /etc/nginx/mime.types; access_log {self.folder}/access.log; "
            f"{temporary} include {self.folder}/site.conf; }}\n"
        )
