"""Mail servers that run inside the tests: a real one that keeps what it takes, and one that plays a part."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope

CERTIFICATE = Path(__file__).parent / "documents" / "localhost.pem"
"""A key and a self-made certificate for the name localhost, of use to nobody but these tests."""


class Kept:
    """Takes every mail, but for what a test makes it answer: `rcpt` and `data` are answers, or deeds."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.greeted = 0
        self.rcpt: dict[str, str] = {}
        self.data: str | Callable[[SMTP], str] = "250 kept"
        for name, hook in (("EHLO", self._greet), ("RCPT", self._address), ("DATA", self._take)):
            setattr(self, f"handle_{name}", hook)  # as the library looks for them

    async def _greet(self, server: SMTP, _: Any, __: Any, hostname: str, said: list[str]) -> list[str]:
        self.greeted += 1
        server.session.host_name = hostname
        return said

    async def _address(self, _: SMTP, __: Any, envelope: Envelope, address: str, ___: Any) -> str:
        answer = self.rcpt.get(address, "250 fine")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def _take(self, server: SMTP, _: Any, envelope: Envelope) -> str:
        answer = self.data(server) if callable(self.data) else self.data
        if answer.startswith("2"):
            self.taken.append(envelope)
        return answer


def tls_context() -> ssl.SSLContext:
    """What a server with the tests' certificate speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def only_ana(*said: Any) -> AuthResult:
    """Lets in ana, by the password "gehe¡m"."""
    given = said[-1]
    right = (given.login, given.password) == (b"ana", "gehe¡m".encode())
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as looking:
        looking.bind(("127.0.0.1", 0))
        return int(looking.getsockname()[1])


class Server(Controller):
    """A mail server at a port of its own."""

    def __init__(self, handler: Kept, *, within: bool = False, **given: Any) -> None:
        self.given = given
        context = tls_context() if within else None
        super().__init__(handler, hostname="127.0.0.1", port=free_port(), ssl_context=context)

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="mail.test", **self.given)

    def _trigger_server(self) -> None:
        """Makes the first connection, as the library wants it; to a server within TLS too."""
        with socket.create_connection((self.hostname, self.port), 5) as first:
            if self.ssl_context is None:
                first.recv(1024)
                return
            anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
            with anybody.wrap_socket(first) as talking:
                talking.recv(1024)


@contextmanager
def serving(handler: Kept, **given: Any) -> Iterator[int]:
    """A real server for the time of the block; its port."""
    server = Server(handler, **given)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


Part = tuple[str | None, bytes | None]
"""What to wait for (the beginning of a line, nothing: not at all) and what to say then (nothing: hang up)."""

HELLO: list[Part] = [(None, b"220 hello\r\n"), ("EHLO", b"250 mail.test\r\n")]
ENVELOPE: list[Part] = [*HELLO, ("MAIL", b"250 ok\r\n"), ("RCPT", b"250 ok\r\n"), ("DATA", b"354 go\r\n")]


@contextmanager
def playing(*parts: Sequence[Part], heard: list[bytes] | None = None, pause: float = 0.0) -> Iterator[int]:
    """A server that says its part to each connection in turn, whatever it is told; its port. Where a part has
    come to its end, it waits in silence until the other side takes its leave; an end of a mail
    that comes by then is put into `heard`. With a `pause` it says a byte at a time, so many seconds apart."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def play() -> None:
            for part in parts:
                with suppress(OSError):
                    talking, _ = listening.accept()
                    with talking, talking.makefile("rb") as lines:
                        _play(talking, lines, part, [] if heard is None else heard, pause)

        player = threading.Thread(target=play, daemon=True)
        player.start()
        yield int(listening.getsockname()[1])
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        player.join(5)


def _play(talking: socket.socket, lines: Any, part: Sequence[Part], heard: list[bytes], pause: float) -> None:
    for wanted, answer in part:
        while wanted is not None:
            line = lines.readline()
            if line.upper().startswith(b"QUIT"):
                return
            if not line or line.decode("utf-8", "replace").upper().startswith(wanted.upper()):
                break
        if answer is None:
            return
        if not pause:
            talking.sendall(answer)
            continue
        for place in range(len(answer)):
            talking.sendall(answer[place : place + 1])
            time.sleep(pause)
    while (line := lines.readline()) and not line.upper().startswith(b"QUIT"):
        if line == b".\r\n":
            heard.append(line)
