"""Objects of a calendar server: what is read is written again as it was, and what is none is told apart."""

from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.push.object import UNREADABLE, Component, Line, contradicts, merged
from oncall_cli.core.revision import Entry
from oncall_cli.documents.caldav.object import component_of, object_of, our_object
from tests.documents.test_calendar import SCRIPTS, entries_of, event_of

CHICAGO = ZoneInfo("America/Chicago")
LINES = st.builds(
    Line,
    st.sampled_from(["SUMMARY", "X-A", "ATTACH"]),
    st.sampled_from(["", ";TZID=Asia/Tokyo", ';X-A="é:;,";X-B=c', ";VALUE=DATE;X-C="]),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=120),
)
PARTS = st.recursive(
    st.builds(Component, st.just("VALARM"), st.lists(LINES, max_size=2).map(tuple), st.just(())),
    lambda inner: st.builds(Component, st.just("X-B"), st.just(()), st.lists(inner, max_size=2).map(tuple)),
    max_leaves=3,
)


def entry(summary: str) -> Entry:
    (found,) = entries_of([event_of(summary, f"{summary}\nWeek after: {summary}.")])
    return found


@settings(max_examples=20)
@given(st.lists(LINES, max_size=4), st.lists(PARTS, max_size=3))
def test_what_is_read_is_written_again_as_it_was(lines: list[Line], parts: list[Component]) -> None:
    whole = Component("VCALENDAR", tuple(lines), tuple(parts))
    data = object_of(whole)
    assert component_of(data) == whole
    assert component_of(data.replace(b"\r\n", b"\n")) == whole
    assert object_of(component_of(data)) == data
    assert max(map(len, data.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("summary", SCRIPTS)
def test_ours_is_the_same_after_another_program_has_written_it(summary: str) -> None:
    ours = our_object(entry(summary), CHICAGO)
    assert component_of(object_of(ours)) == ours
    theirs = component_of(vobject.readOne(object_of(ours).decode()).serialize().encode())
    assert theirs != ours
    assert not contradicts(theirs, ours)
    assert merged(ours, theirs) == ours


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Log in</html>",
        b"BEGIN:VCALENDAR\r\n",
        b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nNo colon\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nSUMMARY:\xff\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"X-A:b\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 5000 + b"END:X\r\n" * 5000 + b"END:VCALENDAR\r\n",
    ],
)
def test_what_is_no_calendar_is_replaced_by_ours(data: bytes) -> None:
    theirs = component_of(data)
    ours = our_object(entry("Charge the phone"), CHICAGO)
    assert theirs is UNREADABLE
    assert contradicts(theirs, ours)
    assert merged(ours, theirs) == ours
