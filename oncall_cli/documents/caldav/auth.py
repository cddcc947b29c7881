"""Logging into a calendar server by name and password.

Where nobody can read along, the password goes with the first request. Elsewhere the server is asked first,
and gets the answer to a riddle (Digest) wherever it has one. A server that wants only Digest gets it.
"""

import re
from base64 import b64encode
from collections.abc import Generator

import httpx

_SCHEME = re.compile(r"(?:^|,)\s*(?P<scheme>[A-Za-z][A-Za-z0-9_.-]*)(?=\s+[^\s=,]|\s*$|\s*,)")

Flow = Generator[httpx.Request, httpx.Response, None]


class Login:
    """A name and a password on one server. `asked_for` tells by which ways it wanted to be told them, and
    `is_puzzled` that its riddle made no sense."""

    def __init__(self, user: str, password: str, *, is_encrypted: bool) -> None:
        self._user = user.encode("utf-8", "surrogateescape")
        self._password = password.encode("utf-8", "surrogateescape")
        self._basic = b"Basic " + b64encode(self._user + b":" + self._password)
        self._gives_basic = is_encrypted
        self._is_encrypted = is_encrypted
        self._digest: httpx.DigestAuth | None = None
        self.asked_for: frozenset[str] = frozenset()
        self.is_puzzled = False

    def tries(self, request: httpx.Request) -> Flow:
        """The request with what logs in, and again otherwise where the answer asks for that."""
        if self._digest is None:
            if self._gives_basic:
                request.headers["Authorization"] = self._basic.decode("ascii")
            answer = yield request
            if answer.status_code != 401:
                return
            self.asked_for = asked_for(answer.headers.get_list("www-authenticate"))
            if not self._turns(request):
                return
            if self._digest is None:
                yield request
                return
        try:
            yield from self._digest.auth_flow(request)
        except (KeyError, ValueError, NotImplementedError, httpx.ProtocolError):
            self.is_puzzled = True

    def _turns(self, request: httpx.Request) -> bool:
        """Whether there is another way to log in that the server asks for; the request is made fit for it."""
        gave = request.headers.pop("Authorization", None)
        if "digest" in self.asked_for and (gave or not self._is_encrypted or "basic" not in self.asked_for):
            self._digest = httpx.DigestAuth(self._user, self._password)
            return True
        if gave is None and "basic" in self.asked_for:
            self._gives_basic = True
            request.headers["Authorization"] = self._basic.decode("ascii")
            return True
        return False

    def is_quoted_in(self, text: str) -> bool:
        """Whether a text holds the password, as it is or as it travels."""
        secrets = (self._password, self._basic.removeprefix(b"Basic "))
        return any(secret and secret in text.encode("utf-8", "surrogateescape") for secret in secrets)


def asked_for(challenges: list[str]) -> frozenset[str]:
    """The ways to log in that a server names, in small letters: a header each, or several in one."""
    return frozenset(
        found["scheme"].lower()
        for challenge in challenges
        for found in _SCHEME.finditer(re.sub(r'"(?:[^"\\]|\\.)*"', "x", challenge))
    )
