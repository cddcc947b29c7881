"""A calendar on real servers: what is put there, what is found there, and what a person is told."""

import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest

from oncall_cli.documents.caldav import listing
from oncall_cli.documents.caldav.login import VARIABLE, password_of
from oncall_cli.documents.caldav.server import PARTS, CalendarServer, Stale, calendar_server
from oncall_cli.errors import BadValue, NotFound, OncallError, Refused, StoreFailed
from tests.caldav_servers import PASSWORD, USER, Asked, Calendar, asked, hanging_up


def event(uid: str, summary: str = "Your week", kind: str = "VEVENT") -> bytes:
    """An object as a calendar program writes it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//example//tests//EN",
        f"BEGIN:{kind}",
        f"UID:{uid}",
        "DTSTAMP:20261101T000000Z",
        "DTSTART:20261123T140000Z",
        f"SUMMARY:{summary}",
        f"END:{kind}",
        "END:VCALENDAR",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def opened(calendar: Calendar) -> Any:
    """The calendar as the program sees it."""
    return calendar_server(calendar.url, calendar.user, calendar.password, allow_http=False)


def failure(url: str, user: str | None = USER, password: str | None = PASSWORD) -> OncallError:
    """What a person is told who looks for a calendar at an address."""
    with (
        pytest.raises(OncallError) as raised,
        calendar_server(url, user, password, allow_http=False) as server,
    ):
        server.check_calendar()
    return raised.value


@pytest.fixture(params=["radicale", "xandikos"])
def calendar(request: pytest.FixtureRequest) -> Calendar:
    """An empty calendar on each of the servers."""
    found: Calendar = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def server(calendar: Calendar) -> Iterator[CalendarServer]:
    """The same, opened."""
    with opened(calendar) as server:
        yield server


def test_an_object_is_put_found_and_replaced(server: CalendarServer) -> None:
    server.check_calendar()
    assert server.objects() == {}
    server.create("a-1", event("a-1"))
    server.create("b-2", event("b-2", "Grüße 你好 😀"))
    first = server.objects()
    assert sorted(first) == ["a-1", "b-2"]
    assert "SUMMARY:Grüße 你好 😀\r\n" in first["b-2"].data.decode()
    server.replace(first["a-1"], event("a-1", "Ben's week"))
    again = server.objects()
    assert b"SUMMARY:Ben's week\r\n" in again["a-1"].data
    assert again["b-2"] == first["b-2"]
    assert server.read(again["a-1"].href) == again["a-1"]


def test_nothing_is_replaced_that_is_not_as_it_was(calendar: Calendar, server: CalendarServer) -> None:
    server.create("a-1", event("a-1"))
    old = server.objects()["a-1"]
    calendar.ask("PUT", "a-1.ics", event("a-1", "by a phone"), Content_Type="text/calendar")
    for tag in (old.etag, f"W/{old.etag}", None):
        with pytest.raises(Stale):
            server.replace(old._replace(etag=tag), event("a-1", "by us"))
    with pytest.raises(Stale):
        server.create("a-1", event("a-1", "by us"))
    now = server.objects()["a-1"]
    assert b"by a phone" in now.data
    for number, tag in enumerate([f"W/{now.etag}", None]):
        server.replace(now._replace(etag=tag), event("a-1", f"by us {number}"))
        now = server.objects()["a-1"]
        assert f"by us {number}".encode() in now.data


def test_what_is_gone_is_told(calendar: Calendar, server: CalendarServer) -> None:
    server.create("a-1", event("a-1"))
    old = server.objects()["a-1"]
    calendar.ask("DELETE", "a-1.ics")
    assert server.read(old.href) is None
    for tag in (old.etag, None):
        with pytest.raises(Stale):
            server.replace(old._replace(etag=tag), event("a-1"))
    calendar.ask("DELETE")
    with pytest.raises(NotFound):
        server.objects()
    with pytest.raises(NotFound):
        server.create("a-1", event("a-1"))


def test_an_event_is_found_under_whatever_address_it_has(calendar: Calendar, server: CalendarServer) -> None:
    calendar.ask("PUT", "%C3%BC%20%25%40.ics", event("a-1"), Content_Type="text/calendar")
    calendar.ask("PUT", "task.ics", event("b-2", kind="VTODO"), Content_Type="text/calendar")
    found = server.objects()
    assert list(found) == ["a-1"]
    with pytest.raises(Stale):
        server.create("a-1", event("a-1"))
    server.replace(found["a-1"], event("a-1", "changed"))
    assert b"changed" in calendar.ask("GET", "%C3%BC%20%25%40.ics")[1]
    assert b"VTODO" in calendar.ask("GET", "task.ics")[1]


def test_many_objects_are_asked_for_in_portions(calendar: Calendar, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PORTION", 3)
    said: list[str] = []

    def noted(request: Asked) -> bool:
        said.append(request.method)
        return False

    for number in range(7):
        calendar.ask("PUT", f"{number}.ics", event(f"uid-{number}"), Content_Type="text/calendar")
    with hanging_up(calendar, noted) as watched, opened(watched) as server:
        assert sorted(server.objects()) == [f"uid-{number}" for number in range(7)]
    assert said == ["PROPFIND", "REPORT", "REPORT", "REPORT"]


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_server_that_goes_away_half_way_is_told_of(calendar: Calendar, lost: Any) -> None:
    with (
        hanging_up(calendar, lambda said: "b-2" in said.path, lost=lost) as broken,
        opened(broken) as server,
    ):
        server.create("a-1", event("a-1"))
        with pytest.raises(StoreFailed, match=r"http://127\.0\.0\.1:\d+ cannot be used: .*connection"):
            server.create("b-2", event("b-2"))
    with opened(calendar) as server:
        assert sorted(server.objects()) == (["a-1"] if lost == "question" else ["a-1", "b-2"])


def test_the_calendars_that_are_there_are_named(calendar: Calendar) -> None:
    root = calendar.url.partition(f"/{USER}/")[0]
    for url in (calendar.home, f"{calendar.home}nothing/", root, f"{root}/{USER}/"):
        wrong = failure(url)
        assert calendar.home in (wrong.hint or "")
        if url.endswith("nothing/"):
            assert isinstance(wrong, NotFound)
            assert wrong.message == f"there is nothing at {url}"
            assert (wrong.hint or "").endswith("; or make one there with --create")
        else:
            assert isinstance(wrong, BadValue)
            assert "is no calendar" in wrong.message
    with opened(calendar._replace(url=calendar.url.rstrip("/"))) as server:
        server.check_calendar()
        server.create("a-1", event("a-1"))
    assert calendar.ask("GET", "a-1.ics")[0] == 200


def test_a_calendar_is_made_once(calendar: Calendar) -> None:
    place = calendar._replace(url=f"{calendar.url.rstrip('/')}-made/")
    with opened(place) as server:
        server.make_calendar("Añ <&> 😀", "teal")
        server.check_calendar()
        with pytest.raises(Refused, match=r"there is something at .*-made/ already"):
            server.make_calendar("again", "red")
    shown = place.ask("PROPFIND", Depth="0")[1].decode()
    assert "Añ &lt;&amp;&gt; 😀" in shown
    assert 'name="VEVENT"' in shown
    assert 'name="VTODO"' not in shown
    with opened(calendar._replace(url=f"{calendar.home}none/none/")) as server, pytest.raises(OncallError):
        server.make_calendar("nowhere", "teal")


def test_a_calendar_for_tasks_alone_takes_no_events(radicale: Calendar) -> None:
    body = (
        b'<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>'
        b'<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>'
        b"</prop></set></C:mkcalendar>"
    )
    tasks = f"{radicale.home}tasks/"
    assert asked("MKCALENDAR", tasks, body)[0] == 201
    wrong = failure(tasks)
    assert isinstance(wrong, Refused)
    assert "takes no events" in wrong.message


@pytest.mark.parametrize(
    ("user", "password", "said"),
    [
        (USER, "wrong", "127.0.0.1 did not take the login of ana"),
        ("ben", PASSWORD, "127.0.0.1 did not take the login of ben"),
        (USER, None, "127.0.0.1 wants a password for ana"),
        (None, None, "127.0.0.1 wants to know who asks"),
    ],
)
def test_nobody_gets_in_without_the_password(
    radicale: Calendar, user: str | None, password: str | None, said: str
) -> None:
    wrong = failure(radicale.url, user, password)
    assert isinstance(wrong, Refused)
    assert wrong.message == said
    if user is not None and password is None:
        assert f"set {VARIABLE}" in (wrong.hint or "")
        assert f"keyring set oncall-caldav {user}" in (wrong.hint or "")
    elif user is not None:
        assert f"is the password in {VARIABLE} right for {user}?" in (wrong.hint or "")


def test_somebody_elses_calendar_is_not_to_be_changed(radicale: Calendar) -> None:
    with opened(radicale._replace(url=radicale.url.replace("/ana/", "/ben/"))) as server:
        with pytest.raises(Refused, match=r"127\.0\.0\.1 does not allow that"):
            server.create("a-1", event("a-1"))
        with pytest.raises(Refused):
            server.make_calendar("mine", "teal")


def test_nobody_listens_there() -> None:
    from tests.mail_server import free_port

    wrong = failure(f"http://127.0.0.1:{free_port()}/ana/")
    assert isinstance(wrong, StoreFailed)
    assert wrong.message.endswith("cannot be used: Connection refused")
    assert failure("https://no.such.host.invalid/").message.startswith("https://no.such.host.invalid cannot")


@pytest.mark.parametrize("lacks", [["httpx"], ["defusedxml"], list(PARTS)])
def test_without_the_extra_it_says_what_to_install(lacks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        "oncall_cli.documents.caldav.server.find_spec", lambda name: None if name in lacks else there(name)
    )
    wrong = failure("https://dav.example.com/")
    assert isinstance(wrong, BadValue)
    assert wrong.message == f"a calendar server needs {', '.join(lacks)}: not installed"
    assert wrong.hint == "pip install 'oncall-cli[caldav]'"


def test_the_password_of_the_calendar_is_not_that_of_the_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    have = {("oncall", "ana"): "of the mails", ("oncall-caldav", "ana"): "kept"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: have.get((service, user)))
    assert password_of("ana", {VARIABLE: "given"}) == "given"
    assert password_of("ana", {VARIABLE: "", "ONCALL_MAIL_PASSWORD": "of the mails"}) == "kept"
    assert password_of("ben", {}) is None
