"""Calendar servers that run inside the tests: Radicale and Xandikos as they are, a go-between that hangs up,
and one that plays a part.

The fixtures `radicale` and `xandikos` give a `Calendar` of a test's own; the programs behind them run once in
a run of tests. Radicale asks for a password. Xandikos does so only within TLS, and here asks for none.
"""

import base64
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

import pytest

USER, PASSWORD = "ana", "gehe¡m"

_NUMBERS = count(1)
_PATIENCE = 60.0
_RADICALE = """\
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/collections
[server]
hosts = 127.0.0.1:{port}
[logging]
level = warning
"""


class Calendar(NamedTuple):
    """An empty calendar on a server, whose password is one that the server wants, or does not look at."""

    url: str
    home: str
    user: str = USER
    password: str = PASSWORD

    def ask(self, method: str, place: str = "", body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """What the server answers to a request for a place below the calendar: a status and a body."""
        return asked(method, self.url + place, body, **headers)


def asked(method: str, url: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    """What a server answers to ana; an underscore in a header's name stands for a hyphen."""
    parts = urlsplit(url)
    talking = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        talking.request(method, parts.path, body, {"Authorization": f"Basic {login}"} | named)
        answer = talking.getresponse()
        return answer.status, answer.read()
    finally:
        talking.close()


@contextmanager
def running(command: Callable[[int], Sequence[str]], folder: Path) -> Iterator[str]:
    """A server for the time of the block: `command` starts it at a port; the address of its root."""
    from tests.mail_server import free_port

    environ = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), "PYTHONDONTWRITEBYTECODE": "1"}
    for _ in range(3):  # somebody else may have taken the port
        port = free_port()
        with (folder / "said").open("wb") as said:
            server = subprocess.Popen(
                [sys.executable, *command(port)], stdout=said, stderr=said, cwd=folder, env=environ
            )
        try:
            if _answers(server, port):
                yield f"http://127.0.0.1:{port}/"
                return
        finally:
            server.kill()
            server.wait()
    raise RuntimeError((folder / "said").read_text("utf-8", "replace"))


def _answers(server: "subprocess.Popen[bytes]", port: int) -> bool:
    """Whether a server has begun to answer, as soon as that is known."""
    until = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            asked("OPTIONS", f"http://127.0.0.1:{port}/")
            return server.poll() is None
        time.sleep(0.02)
    return False


@pytest.fixture(scope="session")
def radicale_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Radicale of this run: its address."""
    folder = tmp_path_factory.mktemp("radicale")
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")

    def command(port: int) -> list[str]:
        settings = folder / "config"
        settings.write_text(_RADICALE.format(folder=folder, port=port), encoding="utf-8")
        return ["-m", "radicale", "--config", str(settings)]

    with running(command, folder) as root:
        yield root


@pytest.fixture(scope="session")
def xandikos_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Xandikos of this run: its address."""
    folder = tmp_path_factory.mktemp("xandikos")

    def command(port: int) -> list[str]:
        where = ["-d", f"{folder}/collections", "--state-dir", f"{folder}/state"]
        who = ["--defaults", "--current-user-principal", f"/{USER}/"]
        listens = ["--no-detect-systemd", "-l", "127.0.0.1", "-p", str(port)]
        return ["-m", "xandikos.web", *where, *who, *listens]

    with running(command, folder) as root:
        yield root


@pytest.fixture
def radicale(radicale_root: str) -> Calendar:
    """An empty calendar on a real Radicale, which wants a password."""
    return fresh(f"{radicale_root}{USER}/")


@pytest.fixture
def xandikos(xandikos_root: str) -> Calendar:
    """An empty calendar on a real Xandikos, which wants none."""
    return fresh(f"{xandikos_root}{USER}/calendars/")


def fresh(home: str) -> Calendar:
    """Another empty calendar in somebody's folder of them."""
    url = f"{home}calendar-{os.getpid()}-{next(_NUMBERS)}/"
    status, said = asked("MKCALENDAR", url)
    assert status == 201, said
    return Calendar(url=url, home=home)


class Asked(NamedTuple):
    """A request, as a server gets it; the names of its headers are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Answered(NamedTuple):
    """What a server says to one, or `raw`: the bytes it says instead, before it hangs up; with a `pause` they
    come one by one, so many seconds apart."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None
    pause: float = 0.0


HANG_UP = Answered(raw=b"")

Part = Callable[[Asked], Answered]


@contextmanager
def acting(part: Part, *, tls: bool = False) -> Iterator[str]:
    """A server that plays a part, whatever it is asked; its address, with no slash at the end."""

    class Player(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def handle_one_request(self) -> None:
            with suppress(OSError):
                self._play()
                return
            self.close_connection = True

        def _play(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = part(Asked(self.command, self.path, headers, body))
            if answer.raw is not None:
                self.close_connection = True
                size = 1 if answer.pause else max(1, len(answer.raw))
                for place in range(0, len(answer.raw), size):
                    self.wfile.write(answer.raw[place : place + size])
                    time.sleep(answer.pause)
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that goes away is no news."""

    server = Server(("127.0.0.1", 0), Player)
    if tls:
        from tests.mail_server import tls_context

        server.socket = tls_context().wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"{'https://localhost' if tls else 'http://127.0.0.1'}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def hanging_up(
    calendar: Calendar, wanted: Callable[[Asked], bool], *, lost: Literal["question", "answer"] = "question"
) -> Iterator[Calendar]:
    """The same calendar by way of a go-between that hangs up on what is `wanted`: before the server is asked,
    or once it has done what it was asked, so that only its answer is lost."""
    root = "http://{0.hostname}:{0.port}".format(urlsplit(calendar.url))

    def part(said: Asked) -> Answered:
        hangs_up = wanted(said)
        if hangs_up and lost == "question":
            return HANG_UP
        talking = http.client.HTTPConnection(root.removeprefix("http://"), timeout=_PATIENCE)
        try:
            talking.request(said.method, said.path, said.body, said.headers)
            answer = talking.getresponse()
            body = answer.read()
            own = {"content-length", "transfer-encoding", "connection", "date", "server", "content-encoding"}
            headers = tuple((name, value) for name, value in answer.getheaders() if name.lower() not in own)
            return HANG_UP if hangs_up else Answered(answer.status, body, headers)
        finally:
            talking.close()

    with acting(part) as address:
        yield calendar._replace(
            url=calendar.url.replace(root, address), home=calendar.home.replace(root, address)
        )
