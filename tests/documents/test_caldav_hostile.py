"""Calendar servers that are broken, in the way of others, or up to no good."""

import hashlib
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from oncall_cli.core.push.step import ServerObject
from oncall_cli.documents.caldav import address, listing, wire
from oncall_cli.documents.caldav.server import CalendarServer, Stale, calendar_server
from oncall_cli.documents.caldav.xml import NoMultistatus, resources
from oncall_cli.errors import BadValue, NotFound, OncallError, Refused, StoreFailed
from tests.caldav_servers import HANG_UP, PASSWORD, USER, Answered, Asked, acting
from tests.mail_server import CERTIFICATE

HOME = "/cal/"
EVENT = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
XML = (("Content-Type", "application/xml; charset=utf-8"),)
CHALLENGE = (("WWW-Authenticate", 'Basic realm="cal"'),)


def table(*responses: str) -> Answered:
    """A multistatus."""
    spaces = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    return Answered(207, f"<multistatus {spaces}>{''.join(responses)}</multistatus>".encode(), XML)


def row(href: str, prop: str = "", *, etag: str | None = '"1"') -> str:
    """What is told of one place."""
    tag = f"<getetag>{etag}</getetag>" if etag else ""
    return (
        f"<response><href>{href}</href><propstat><prop>{tag}{prop}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


CALENDAR = row(HOME, "<resourcetype><collection/><C:calendar/></resourcetype>")


def data(uid: str) -> str:
    """The text of an object, as an answer holds it."""
    return f"<C:calendar-data>{EVENT.format(uid)}</C:calendar-data>"


class Player:
    """Answers by method, or by method and path; everything else is not there. Notes what it was asked."""

    def __init__(self, **parts: Answered | Callable[[Asked], Answered]) -> None:
        self.parts = parts
        self.asked: list[Asked] = []

    def __call__(self, said: Asked) -> Answered:
        self.asked.append(said)
        part = self.parts.get(said.method, Answered(404))
        return part(said) if callable(part) else part

    @property
    def passwords(self) -> list[str]:
        """What it was told to be let in by, request by request."""
        return [said.headers.get("authorization", "") for said in self.asked]


def ended(part: Callable[[Asked], Answered], deed: Callable[[CalendarServer], object], **given: Any) -> Any:
    """What came of a deed on a server that plays a part: its result, or the error."""
    with acting(part) as origin:
        return at(origin + HOME, deed, **given)


def at(
    url: str, deed: Callable[[CalendarServer], object], *, allow_http: bool = False, timeout: float = 30
) -> Any:
    """The same on a server that runs."""
    try:
        with calendar_server(url, USER, PASSWORD, allow_http=allow_http, timeout=timeout) as server:
            return deed(server)
    except (OncallError, Stale) as error:
        return error


def check(server: CalendarServer) -> None:
    server.check_calendar()


def uids(server: CalendarServer) -> list[str]:
    return list(server.objects())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://dav.example.com/ana/", "without encryption"),
        ("http://127.0.0.1.example.com/", "without encryption"),
        ("https://ana:gehe¡m@dav.example.com/", "shell's history"),
        ("https://ana@dav.example.com/", "shell's history"),
        ("https://ana:ge/he¡m@dav.example.com/", "is not the address of a calendar"),
        ("https://dav.example.com/../ana/", "is not the address of a calendar"),
        ("https://dav.example.com/%2e%2e/ana/", "is not the address of a calendar"),
        ("https://dav.example.com/a?b", "is not the address of a calendar"),
        ("https://dav.example.com:port/", "is not the address of a calendar"),
        ("https://dav.example.com/\x1b[31m", "is not the address of a calendar"),
        ("webcal://dav.example.com/", "is not the address of a calendar"),
        ("https://[::1/", "is not the address of a calendar"),
        ("https://", "is not the address of a calendar"),
        ("", "is not the address of a calendar"),
    ],
)
def test_an_address_that_is_none_is_asked_nothing(url: str, said: str) -> None:
    wrong = at(url, check)
    assert isinstance(wrong, BadValue)
    assert said in wrong.message
    assert wrong.hint
    assert "he¡m" not in wrong.message
    assert "\x1b" not in wrong.message


def test_a_name_that_cannot_log_in_is_not_tried() -> None:
    for user in ("", "ana:x", "ana\r\nX: y"):
        with (
            pytest.raises(BadValue),
            calendar_server("https://dav.example.com", user, PASSWORD, allow_http=False),
        ):
            pass


def test_it_follows_on_the_same_server() -> None:
    player = Player(
        PROPFIND=lambda said: (
            table(row("/moved/", "<resourcetype><collection/><C:calendar/></resourcetype>"))
            if said.path == "/moved/"
            else Answered(301, headers=(("Location", "/moved/"),))
        ),
        PUT=lambda said: Answered(201 if said.path.startswith("/moved/") else 500),
    )
    assert ended(player, lambda server: (check(server), server.create("a", b""))) == (None, None)
    assert [said.path for said in player.asked] == [HOME, "/moved/", "/moved/a.ics"]
    assert player.asked[1].body == player.asked[0].body != b""


def test_the_password_is_not_sent_to_another_server() -> None:
    other = Player()
    with acting(other) as elsewhere:
        for status in (301, 302, 307, 308):
            away = Answered(status, headers=(("Location", f"{elsewhere}{HOME}"),))
            wrong = ended(Player(PROPFIND=away), check)
            assert isinstance(wrong, Refused)
            assert f"sends its visitors on to {elsewhere}{HOME}" in wrong.message
    assert other.asked == []


def test_a_circle_is_left() -> None:
    player = Player(PROPFIND=Answered(302, headers=(("Location", HOME),)))
    wrong = ended(player, check)
    assert isinstance(wrong, Refused)
    assert "without an end" in wrong.message
    assert len(player.asked) == 6


def test_it_follows_to_encryption_and_trusts_only_whom_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    player = Player(PROPFIND=table(CALENDAR))
    with acting(player, tls=True) as secure:
        open_door = Player(PROPFIND=Answered(301, headers=(("Location", f"{secure}{HOME}"),)))
        with acting(open_door) as plain:
            there = plain.replace("127.0.0.1", "localhost") + HOME
            wrong = at(there, check)
            assert isinstance(wrong, StoreFailed)
            assert "its certificate is not to be trusted" in wrong.message
            assert "SSL_CERT_FILE" in (wrong.hint or "")
            assert player.asked == []
            monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
            assert at(there, check) is None
    assert len(player.asked) == 1


def digest_server(said: Asked, *, hashed: str = "MD5") -> Answered:
    """A server that wants a riddle answered, and looks whether it was."""
    nonce, realm = "5ccc069c403ebaf9f0171e9517f40e41", "cal, endar"
    answer = said.headers.get("authorization", "")
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', answer.partition(" ")[2].replace(realm, "")))

    def hash_of(*texts: str) -> str:
        return hashlib.new(hashed.replace("-", "").lower(), ":".join(texts).encode()).hexdigest()

    right = hash_of(
        hash_of(USER, realm, PASSWORD),
        nonce,
        given.get("nc", ""),
        given.get("cnonce", ""),
        "auth",
        hash_of(said.method, said.path),
    )
    if answer.startswith("Digest ") and given.get("response") == right:
        return table(CALENDAR) if said.method == "PROPFIND" else Answered(201)
    riddle = f'Digest realm="{realm}", qop="auth", nonce="{nonce}", algorithm={hashed}'
    return Answered(401, headers=(("WWW-Authenticate", riddle), ("WWW-Authenticate", "Negotiate")))


@pytest.mark.parametrize("hashed", ["MD5", "SHA-256"])
def test_a_riddle_is_answered(hashed: str) -> None:
    player = Player(**dict.fromkeys(("PROPFIND", "PUT"), lambda said: digest_server(said, hashed=hashed)))
    assert ended(player, lambda server: (check(server), server.create("a", b"x"))) == (None, None)
    assert [len(said.body) for said in player.asked if said.method == "PUT"] == [1]


@pytest.mark.parametrize(
    "challenge",
    [
        "Digest nonsense",
        'Digest realm="x"',
        'Digest realm="x", nonce="y", algorithm=KLINGON',
        'Digest realm="x", nonce="y", qop="auth-int"',
        'Digest realm="x", nonce="y", qop="other"',
        "Negotiate",
        "Bearer",
    ],
)
def test_a_riddle_without_sense_ends_in_a_sentence(challenge: str) -> None:
    wrong = ended(Player(PROPFIND=Answered(401, headers=(("WWW-Authenticate", challenge),))), check)
    assert isinstance(wrong, Refused)
    assert "wants a login of a kind that oncall has not" in wrong.message


@pytest.fixture
def in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine is taken for one far away, that others listen in on the way to."""
    monkeypatch.setattr(address, "is_this_machine", lambda _: False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_where_others_listen_the_password_is_not_said_unless_nothing_else_will_do(in_the_open: None) -> None:
    player = Player(PROPFIND=digest_server)
    assert ended(player, check, allow_http=True) is None
    assert [word.partition(" ")[0] for word in player.passwords] == ["", "", "Digest"]

    only_basic = Player(
        PROPFIND=lambda said: (
            table(CALENDAR) if "authorization" in said.headers else Answered(401, headers=CHALLENGE)
        )
    )
    assert ended(only_basic, check, allow_http=True) is None
    assert [word.partition(" ")[0] for word in only_basic.passwords] == ["", "Basic"]
    assert "without encryption" in ended(only_basic, check).message


def test_a_page_for_people_is_no_calendar() -> None:
    page = b"<!DOCTYPE html><html><body>Sign in to the hotel</body></html>"
    for status in (200, 207):
        for answer in (
            Answered(status, page, (("Content-Type", "text/html"),)),
            Answered(status),
            Answered(status, b"<calendar/>"),
        ):
            for deed in (check, uids):
                wrong = ended(Player(PROPFIND=answer), deed)
                assert isinstance(wrong, BadValue)
                assert "a page for people to read" in wrong.message
    assert "a page for people" in ended(Player(PROPFIND=Answered(405)), check).message


BOMB = (
    b'<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<multistatus xmlns="DAV:"><response><href>&b;</href></response></multistatus>'
)
FILE = (
    b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    b'<multistatus xmlns="DAV:"><response><href>&a;</href></response></multistatus>'
)


@pytest.mark.parametrize(
    "body",
    [BOMB, FILE, b"<a>" * 100_000, b'<?xml version="1.0" encoding="klingon"?><a/>', b"\xff\xfe<", b"\x00"],
    ids=["bomb", "file", "deep", "klingon", "utf-16", "zero"],
)
def test_xml_that_bites_is_not_read(body: bytes) -> None:
    assert isinstance(ended(Player(PROPFIND=Answered(207, body, XML)), check), BadValue)
    broken = Player(PROPFIND=Answered(409, body, XML), PUT=Answered(403, body, XML))
    assert isinstance(ended(broken, check), Refused)
    assert isinstance(ended(broken, lambda server: server.create("a", b"")), Refused)


def test_what_nests_without_an_end_is_not_read() -> None:
    deep = b'<multistatus xmlns="DAV:">' + b"<a>" * 100 + b"</a>" * 100 + b"</multistatus>"
    assert resources(b'<multistatus xmlns="DAV:"><a><b/></a></multistatus>') == []
    with pytest.raises(NoMultistatus):
        resources(deep)


@pytest.mark.parametrize("long", ["<a {}/>", "<!--{}-->", "<?a {}?>", "</a{}>"])
def test_a_tag_without_an_end_is_not_read_to_its_end(long: str) -> None:
    many = " ".join(f'a{number}="x"' for number in range(200_000))
    start = '<multistatus xmlns="DAV:">'
    with pytest.raises(NoMultistatus):
        resources(f"{start}{long.format(many)}</multistatus>".encode())
    text = f"{start}<response><href>{'&lt;x' * 100_000}</href></response></multistatus>"
    assert len(resources(text.encode())[0].href) == 200_000


@pytest.mark.parametrize("coding", ["gzip", "gzip, gzip", "DEFLATE", "br", "zstd", "klingon"])
def test_a_packed_answer_is_not_unpacked(coding: str) -> None:
    packed = zlib.compress(zlib.compress(bytes(1 << 20), wbits=31), wbits=31)
    headers = (*XML, ("Content-Encoding", coding))
    wrong = ended(Player(PROPFIND=Answered(207, packed, headers)), check)
    assert isinstance(wrong, StoreFailed)
    assert wrong.message == "127.0.0.1 packs its answers though it is asked not to; they are not unpacked"
    plain = Player(
        PROPFIND=table(CALENDAR)._replace(headers=(*XML, ("Content-Encoding", "Identity"))),
        PUT=Answered(204, headers=(("Content-Encoding", coding),)),
    )
    assert ended(plain, lambda server: (check(server), server.create("a", b"x"))) == (None, None)


def test_an_answer_in_another_encoding_is_read() -> None:
    body = table(CALENDAR).body.decode()
    wide = ('<?xml version="1.0" encoding="utf-16"?>' + body).encode("utf-16")
    assert ended(Player(PROPFIND=Answered(207, wide, XML)), check) is None


def test_only_what_is_right_in_the_calendar_is_looked_at() -> None:
    hrefs = [
        f"{HOME}good.ics",
        "http://127.0.0.1:1/cal/port.ics",
        "relative.ics",
        "https://evil.example.com/cal/other.ics",
        "//evil.example.com/cal/other.ics",
        f"{HOME}../up.ics",
        f"{HOME}%2e%2e/up.ics",
        f"{HOME}deeper/down.ics",
        "/elsewhere/a.ics",
        f"{HOME}%0d%0aX-Injected:%20a.ics",
        f"{HOME}%zz.ics",
        f"{HOME}?query",
        "mailto:ana@example.com",
        "http://[::1/",
        "",
    ]
    player = Player(
        PROPFIND=table(CALENDAR, *(row(href) for href in hrefs)),
        REPORT=table(*(row(href, data(href)) for href in hrefs), row("/cal/unasked.ics", data("unasked"))),
    )
    assert ended(player, uids) == [f"{HOME}good.ics", "http://127.0.0.1:1/cal/port.ics", "relative.ics"]
    assert {said.path for said in player.asked} == {HOME}
    outside = ended(player, lambda server: server.read("https://evil.example.com/cal/a.ics"))
    assert isinstance(outside, BadValue)


def test_what_is_no_event_is_left_alone() -> None:
    twice = EVENT.format("b").replace("END:VEVENT", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:c\r\nEND:VEVENT")
    texts = {
        "broken.ics": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n",
        "task.ics": EVENT.format("a").replace("VEVENT", "VTODO"),
        "two.ics": twice,
        "none.ics": EVENT.format("").replace("UID:\r\n", ""),
        "empty.ics": "",
        "words.ics": "hello",
        "alarm.ics": EVENT.format("").replace("UID:", "BEGIN:VALARM\r\nUID:x\r\nEND:VALARM"),
        "good.ics": EVENT.format("good"),
    }
    rows = [row(HOME + name, f"<C:calendar-data>{text}</C:calendar-data>") for name, text in texts.items()]
    kinds = row(f"{HOME}kind.ics", "<getcontenttype>text/calendar; component=VTODO</getcontenttype>")
    folder = row(f"{HOME}folder/", "<resourcetype><collection/></resourcetype>")
    player = Player(PROPFIND=table(CALENDAR, *rows, kinds, folder), REPORT=table(*rows))
    assert ended(player, uids) == ["good"]
    assert b"kind.ics" not in player.asked[1].body
    assert b"folder" not in player.asked[1].body


def test_of_two_with_the_same_uid_the_one_of_our_making_counts() -> None:
    rows = [row(f"{HOME}{name}.ics", data("b")) for name in ("a", "b", "c")]
    player = Player(PROPFIND=table(CALENDAR, *rows), REPORT=table(*rows))
    assert ended(player, lambda server: server.objects()["b"].href) == f"{HOME}b.ics"
    assert [found.href for _, found in ended(player, lambda server: server.objects().doubles)] == [
        f"{HOME}a.ics",
        f"{HOME}c.ics",
    ]
    player.parts["REPORT"] = player.parts["PROPFIND"] = table(CALENDAR, rows[2], rows[0])
    assert ended(player, lambda server: server.objects()["b"].href) == f"{HOME}a.ics"


def test_what_has_a_name_of_ours_is_told_of_whatever_it_holds() -> None:
    names = [str(uuid5(NAMESPACE_URL, word)) for word in ("empty", "words", "another", "deep")]
    texts = ["", "hello", EVENT.format("b"), EVENT.format(names[3])]
    rows = [
        row(f"{HOME}{name}.ics", f"<C:calendar-data>{text}</C:calendar-data>")
        for name, text in zip(names, texts, strict=True)
    ]
    rows.append(row(f"{HOME}{names[3]}", data("c")))
    player = Player(PROPFIND=table(CALENDAR, *rows), REPORT=table(*rows), GET=Answered(body=b""))
    found = ended(player, lambda server: server.objects())
    assert {uid: found[uid].href for uid in found} == {
        **{name: f"{HOME}{name}.ics" for name in names},
        "c": f"{HOME}{names[3]}",
    }


@pytest.mark.parametrize(
    "report",
    [Answered(501), Answered(405), Answered(400), Answered(500), Answered(207, b"<broken"), Answered(200)],
    ids=["501", "405", "400", "500", "broken", "200"],
)
def test_without_an_answer_to_many_each_is_asked_for(
    report: Answered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PORTION", 2)
    names = ["a", "b", "c", "gone", "secret"]
    statuses = {"gone": 404, "secret": 403}

    def one(said: Asked) -> Answered:
        name = said.path.removeprefix(HOME).removesuffix(".ics")
        return Answered(statuses.get(name, 200), EVENT.format(name).encode(), (("ETag", f'"{name}"'),))

    player = Player(
        PROPFIND=table(CALENDAR, *(row(f"{HOME}{name}.ics", etag=None) for name in names)),
        REPORT=report,
        GET=one,
    )
    found = ended(player, lambda server: server.objects())
    assert {uid: found[uid].etag for uid in found} == {"a": '"a"', "b": '"b"', "c": '"c"'}
    player.parts["GET"] = Answered(500)
    assert isinstance(ended(player, uids), StoreFailed)


def test_what_an_answer_to_many_leaves_out_is_asked_for() -> None:
    rows = [row(f"{HOME}{name}.ics") for name in "abc"]
    some = table(
        row(f"{HOME}a.ics", data("a"), etag=None), rows[1], f"<response><href>{HOME}c.ics</href></response>"
    )
    player = Player(
        PROPFIND=table(CALENDAR, *rows),
        REPORT=some,
        GET=lambda said: Answered(body=EVENT.format(said.path[-5]).encode()),
    )
    found = ended(player, lambda server: server.objects())
    assert {uid: found[uid].etag for uid in found} == dict.fromkeys("abc", '"1"')


def test_weak_tags_do_not_guard_so_it_is_read_again_first() -> None:
    kept = [EVENT.format("a").encode()]

    def put(said: Asked) -> Answered:
        if "if-match" in said.headers:
            return Answered(412)
        kept.append(said.body)
        return Answered(204)

    player = Player(
        PROPFIND=table(CALENDAR, row(f"{HOME}a.ics", etag="W/&quot;1&quot;")),
        REPORT=table(row(f"{HOME}a.ics", data("a"), etag="W/&quot;1&quot;")),
        GET=lambda _: Answered(body=kept[-1], headers=(("ETag", 'W/"1"'),)),
        PUT=put,
    )
    assert ended(player, lambda server: server.replace(server.objects()["a"], b"ours")) is None
    assert kept[-1] == b"ours"
    player.parts["GET"] = Answered(body=b"theirs")
    assert isinstance(ended(player, lambda server: server.replace(server.objects()["a"], b"no")), Stale)
    assert kept[-1] == b"ours"


CONFLICT = b'<error xmlns="DAV:"><C:no-uid-conflict xmlns:C="urn:ietf:params:xml:ns:caldav"/></error>'


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Answered(412), Stale, ""),
        (Answered(409, CONFLICT), Stale, ""),
        (Answered(403, CONFLICT), Stale, ""),
        (Answered(409), NotFound, "there is no calendar at http"),
        (Answered(403), Refused, "127.0.0.1 does not allow that"),
        (Answered(413), Refused, "127.0.0.1 takes nothing of that size"),
        (Answered(415), Refused, "did not do that (415 Unsupported Media Type)"),
        (Answered(299 + 300), StoreFailed, "has a fault of its own (599)"),
        (Answered(423), StoreFailed, "is locked just now"),
        (Answered(507), StoreFailed, "127.0.0.1 has no room left"),
        (Answered(500), StoreFailed, "has a fault of its own (500 Internal Server Error)"),
    ],
)
def test_every_answer_to_a_new_object_has_its_sentence(answer: Answered, kind: type, said: str) -> None:
    player = Player(PUT=answer)
    wrong = ended(player, lambda server: server.create("a", b"x"))
    assert type(wrong) is kind
    assert said in str(wrong)
    sent = player.asked[0].headers
    assert sent["if-none-match"] == "*"
    assert sent["content-type"] == "text/calendar; charset=utf-8"
    assert sent["user-agent"].startswith("oncall-cli/")


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, Stale), (409, Stale), (410, Stale), (412, Stale), (403, Refused), (500, StoreFailed)],
)
def test_every_answer_to_another_version_has_its_sentence(status: int, kind: type) -> None:
    old = ServerObject(f"{HOME}a.ics", '"7"', b"x")
    taken = ended(Player(PUT=Answered(409, CONFLICT)), lambda server: server.replace(old, b"y"))
    assert "127.0.0.1 lets no event take the place of another one at /cal/a.ics" in str(taken)
    player = Player(PUT=Answered(status))
    assert type(ended(player, lambda server: server.replace(old, b"y"))) is kind
    assert player.asked[0].headers["if-match"] == '"7"'
    assert "if-none-match" not in player.asked[0].headers


def test_the_words_of_a_server_are_told_harmless_and_short_and_without_the_password() -> None:
    def saying(words: str, *, space: str = "") -> str:
        body = f'<error xmlns="DAV:"><s:message xmlns:s="x">{words}</s:message></error>'.encode()
        wrong = ended(Player(PUT=Answered(403, body)), lambda server: server.create("a", b""))
        return str(wrong.message)

    assert saying("the calendar\n is read-only") == "127.0.0.1 does not allow that: the calendar is read-only"
    assert "\u202e" not in saying("\u202eabc")
    assert len(saying("a" * 5000)) < 220
    assert "gehe" not in saying(f"no {PASSWORD} here")
    assert "YW5h" not in saying("you sent YW5hOmdlaGXCoW0=")


def busy(wait: str, *then: Answered) -> Player:
    """A server that asks to be left alone, then does something else."""
    answers = iter(then)
    headers = (("Retry-After", wait),)
    return Player(PUT=lambda _: next(answers, Answered(429, headers=headers)))


def test_a_busy_server_is_left_alone_shortly_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(wire.time, "sleep", slept.append)

    def create(server: CalendarServer) -> None:
        server.create("a", b"")

    first = Answered(503, headers=(("Retry-After", "3"),))
    assert ended(busy("3", first, Answered(201)), create) is None
    assert slept == [3]
    wrong = ended(busy("3"), create)
    assert isinstance(wrong, StoreFailed)
    assert "is too busy just now" in wrong.message
    assert wrong.hint == "try again in 3 s"
    assert slept == [3, 3]
    assert ended(busy("3600"), create).hint == "try again in 60 minutes"
    assert ended(busy("soon"), create).hint == "try again in a while"
    assert "minutes" in ended(busy("Fri, 31 Dec 2100 23:59:59 GMT"), create).hint
    assert slept == [3, 3]


def test_a_login_that_ends_half_way_is_told() -> None:
    rows = [row(f"{HOME}a.ics")]
    player = Player(PROPFIND=table(CALENDAR, *rows), REPORT=Answered(401, headers=CHALLENGE))
    wrong = ended(player, uids)
    assert isinstance(wrong, Refused)
    assert "did not take the login of ana" in wrong.message


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"HTTP/1.1 207 Multi",
        b"HTTP/1.1 207 Multi-Status\r\nContent-Le",
        b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 100\r\n\r\n<multi",
        b"HTTP/1.1 207 Multi-Status\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<mul",
        b"220 mail.test ESMTP\r\n",
        b"HTTP/1.1 99999 No\r\n\r\n",
        b"\x00" * 200_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000,
        b"HTTP/1.1 207 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
        b"HTTP/1.1 301 Moved\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: /\xff\xfe\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_an_answer_that_breaks_off_or_is_none_ends_in_a_sentence(raw: bytes) -> None:
    wrong = ended(Player(PROPFIND=Answered(raw=raw)), check)
    assert isinstance(wrong, OncallError)
    assert "127.0.0.1" in wrong.message
    assert "\n" not in wrong.message
    assert isinstance(wrong, StoreFailed) or b"301" in raw


HELD = b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 10000\r\n\r\n"


@pytest.mark.parametrize(
    "raw",
    [HELD, HELD + b" " * 9000, b"HTTP/1.1 207 Multi-Status\r\n" + b"X: y\r\n" * 1000],
    ids=["headers", "body", "headers without end"],
)
def test_an_answer_in_drops_has_an_end(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_WHOLE", 0.03)
    wrong = ended(Player(PROPFIND=Answered(raw=raw, pause=0.01)), check, timeout=10)
    assert isinstance(wrong, StoreFailed)
    assert "its answer had not ended after 0.3 s" in wrong.message


def test_a_silent_server_is_waited_for_no_longer_than_said() -> None:
    import threading

    silent = threading.Event()

    def part(said: Asked) -> Answered:
        silent.wait(10)
        return HANG_UP

    with acting(part) as origin:
        wrong = at(origin + HOME, check, timeout=0.1)
        silent.set()
    assert isinstance(wrong, StoreFailed)
    assert wrong.message == f"{origin} cannot be used: no answer within 0.1 s"


def test_an_answer_without_an_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SHORT", 1000)
    monkeypatch.setattr(listing, "LARGEST", 300)
    for status in (207, 401, 500):
        headers = CHALLENGE if status == 401 else ()
        wrong = ended(Player(PROPFIND=Answered(status, b" " * 2000, headers)), check)
        assert isinstance(wrong, StoreFailed)
        assert "is longer than" in wrong.message
    rows = [row(f"{HOME}{name}.ics") for name in "ab"]
    texts = {"a": EVENT.format("a"), "b": EVENT.format("b").replace("UID", f"X-LONG:{'y' * 300}\r\nUID")}
    player = Player(
        PROPFIND=table(*rows),
        REPORT=Answered(501),
        GET=lambda said: Answered(body=texts[said.path[5]].encode()),
    )
    assert ended(player, uids) == ["a"]


def test_cookies_and_netrc_are_no_way_in(own_home: Path) -> None:
    (own_home / ".netrc").write_text("machine 127.0.0.1 login ana password other\n", encoding="utf-8")
    player = Player(PROPFIND=Answered(207, table(CALENDAR).body, (*XML, ("Set-Cookie", "session=1"))))
    with acting(player) as origin, calendar_server(origin + HOME, None, None, allow_http=False) as server:
        check(server)
        check(server)
    assert player.passwords == ["", ""]
    assert all("cookie" not in said.headers for said in player.asked)


def test_proxies_are_for_others_than_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert ended(Player(PROPFIND=table(CALENDAR)), check) is None
    wrong = at("http://dav.example.com/", check, allow_http=True)
    assert isinstance(wrong, StoreFailed)
    assert "http://dav.example.com cannot be used: " in wrong.message
    monkeypatch.setenv("ALL_PROXY", "klingon://x")
    wrong = at("https://dav.example.com/", check)
    assert isinstance(wrong, BadValue)
    assert "the proxy that the environment names" in wrong.message
