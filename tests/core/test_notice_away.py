"""Who is told that somebody is on in a published week though they are away, and until when."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from oncall_cli.core.away import Away
from oncall_cli.core.cover import Cover
from oncall_cli.core.notice import Reader
from oncall_cli.core.notice_away import of_time_away
from tests.core.reader import GIVE, NOW, THIS, TIMETABLE, ZONE, cover, reader, turn

MINUTE = timedelta(minutes=1)


def away(person: str, first: str, last: str | None = None) -> Away:
    return Away(id=1, person=person, first=date.fromisoformat(first), last=date.fromisoformat(last or first))


def deadline(week: date) -> datetime:
    return datetime(2026, 12, 2, 18, 1, tzinfo=ZONE)


def seen(who: Reader, *times: Away, leaving: Iterable[date] = ()) -> list[str]:
    found = list(of_time_away(who, times, set(leaving), deadline))
    assert {one.kind for one in found} <= {"away"}
    return [one.text for one in found]


ONE_DAY = away("ana", "2026-12-10")


def manager(moment: datetime = NOW, covers: Iterable[Cover] = (), published: int = 6) -> Reader:
    return reader("dee", manages=True, moment=moment, covers=covers, published=published)


def test_an_owner_is_told_the_last_moment_to_ask_for_a_swap() -> None:
    touched = "week 2026-12-07 is yours and touches your time away 2026-12-10; "
    assert seen(reader("ana"), ONE_DAY) == [touched + "ask for a swap until 12-02 18:01"]
    last = deadline(GIVE)
    assert seen(reader("ana", moment=last), ONE_DAY) == [touched + "ask for a swap until 12-02 18:01"]
    late = reader("ana", moment=last + MINUTE)
    assert seen(late, ONE_DAY) == [touched + "it is too late to ask for a swap, so tell a manager"]
    assert seen(reader("ana"), ONE_DAY, leaving=[GIVE]) == []
    assert seen(reader("ana", turn(GIVE, "cy", "ana", "assigned")), ONE_DAY) == []
    assert seen(reader("ben"), ONE_DAY) == []


def test_once_the_week_runs_its_owner_is_told_that_a_manager_can_put_somebody_on() -> None:
    text = (
        "week 2026-12-07 is yours and touches your time away 2026-12-10; a manager can put somebody on: "
        "oncall cover add HANDLE 2026-12-10T00:00/2026-12-11T00:00 --reason TEXT"
    )
    ends = datetime(2026, 12, 11, tzinfo=ZONE)
    assert seen(reader("ana", moment=TIMETABLE.span(GIVE).start), ONE_DAY) == [text]
    in_it = seen(reader("ana", moment=ends - MINUTE), ONE_DAY)
    assert in_it == [text.replace("2026-12-10T00:00", "2026-12-10T23:59")]
    assert seen(reader("ana", moment=ends), ONE_DAY) == []


def test_managers_are_told_who_is_away_in_which_published_week_and_what_can_be_done() -> None:
    whole = away("ana", "2026-12-01", "2026-12-20")
    assert seen(manager(), whole) == [
        "ana is away 2026-12-01/2026-12-20 and has week 2026-12-07; "
        "cover, assign or swap: oncall rotation assign 2026-12-07 HANDLE --reason TEXT"
    ]
    assert seen(manager(), ONE_DAY) == [
        "ana is away 2026-12-10 and has week 2026-12-07; cover, assign or swap: "
        "oncall cover add HANDLE 2026-12-10T00:00/2026-12-11T00:00 --reason TEXT"
    ]
    assert seen(manager(moment=TIMETABLE.span(GIVE).start), whole) == [
        "ana is away 2026-12-01/2026-12-20 and has week 2026-12-07; put somebody on: "
        "oncall cover add HANDLE 2026-12-07T18:01/2026-12-14T06:59 --reason TEXT"
    ]
    assert seen(manager(), ONE_DAY, leaving=[GIVE]) != []
    assert seen(manager(published=2), ONE_DAY) == []


def test_a_week_is_touched_from_its_first_minute_to_its_last() -> None:
    assert seen(manager(), away("ana", "2026-12-07")) != []
    assert seen(manager(), away("ana", "2026-12-14")) != []
    assert seen(manager(), away("ana", "2026-12-06"), away("ana", "2026-12-15")) == []
    assert seen(manager(moment=TIMETABLE.held(GIVE).end), away("ana", "2026-12-14")) == []


def test_time_that_somebody_else_covers_is_told_to_nobody() -> None:
    most = cover("2026-12-10T00:00", "2026-12-10T23:00")
    rest = cover("2026-12-10T23:00", "2026-12-11T00:00")
    assert seen(manager(covers=[most]), ONE_DAY) == [
        "ana is away 2026-12-10 and has week 2026-12-07; cover, assign or swap: "
        "oncall cover add HANDLE 2026-12-10T23:00/2026-12-11T00:00 --reason TEXT"
    ]
    assert seen(reader("ana", covers=[most]), ONE_DAY) != []
    assert seen(manager(covers=[most, rest]), ONE_DAY) == []
    assert seen(reader("ana", covers=[most, rest]), ONE_DAY) == []


def test_who_covers_and_is_away_then_is_told_like_an_owner() -> None:
    put_on = cover("2026-11-25T18:00", "2026-11-26T08:00")
    gone, elsewhere = away("cy", "2026-11-26"), away("cy", "2026-11-27")
    assert seen(manager(covers=[put_on]), gone) == [
        "cy is away 2026-11-26 and covers in week 2026-11-23; "
        "put somebody else on after oncall cover remove 5 --reason TEXT"
    ]
    assert seen(reader("cy", covers=[put_on]), gone, leaving=[THIS]) == [
        "you cover in week 2026-11-23 and are away 2026-11-26; tell a manager"
    ]
    assert seen(manager(covers=[put_on]), elsewhere) == []


def test_a_manager_who_is_away_themselves_is_told_what_a_manager_can_do() -> None:
    own = reader("ana", manages=True, moment=deadline(GIVE) + MINUTE)
    assert seen(own, ONE_DAY) == [
        "week 2026-12-07 is yours and touches your time away 2026-12-10; it is too late to ask for a swap, "
        "so cover, assign or swap: oncall cover add HANDLE 2026-12-10T00:00/2026-12-11T00:00 --reason TEXT"
    ]
    put_on = cover("2026-11-25T18:00", "2026-11-26T08:00", "ana")
    covering = reader("ana", manages=True, covers=[put_on])
    assert seen(covering, away("ana", "2026-11-26")) == [
        "you cover in week 2026-11-23 and are away 2026-11-26; "
        "put somebody else on after oncall cover remove 5 --reason TEXT"
    ]
