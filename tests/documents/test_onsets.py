"""A yearly rule is one that a calendar file can say, and gives what dateutil reads out of it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr

from oncall_cli.documents.onsets import EARLIEST, Observance, Onset, YearlyRule, yearly_rule
from oncall_cli.documents.vtimezone import rrule_of

HOUR = timedelta(hours=1)
WINTER, SUMMER = Observance(-6 * HOUR, timedelta(), "CST"), Observance(-5 * HOUR, HOUR, "CDT")
YEARS = range(2020, 2041)


def onsets_of(rule: YearlyRule) -> list[Onset]:
    return [
        Onset((rule.local_in(year) - WINTER.offset).replace(tzinfo=UTC), WINTER, SUMMER) for year in YEARS
    ]


def said_of(rule: YearlyRule) -> str:
    return rrule_of(rule).to_ical().decode()


def found(onsets: list[Onset]) -> YearlyRule | None:
    return yearly_rule(onsets, datetime(2020, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("weekday", [4, 6])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_rule_in_a_file_says_the_onsets_that_it_was_made_of(month: int, weekday: int) -> None:
    said = 0
    for earliest in EARLIEST:
        onsets = onsets_of(YearlyRule(month, weekday, earliest, time(2, 30)))
        inside = {onset.local.month for onset in onsets} == {month}
        rule = found(onsets)
        assert (rule is not None) is inside
        if rule is not None:
            said += 1
            text = said_of(rule)
            read = rrulestr(text, dtstart=onsets[0].local).between(
                onsets[0].local, onsets[-1].local, inc=True
            )
            assert read == [onset.local for onset in onsets]
    assert said >= 23


def test_the_shortest_form_is_preferred() -> None:
    last, second = YearlyRule(10, 6, -1, time(2)), YearlyRule(3, 6, 8, time(2))
    assert found(onsets_of(YearlyRule(10, 6, 25, time(2)))) == last
    assert found(onsets_of(second)) == second
    assert said_of(last) == "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"
    assert said_of(second) == "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"


def test_what_one_year_does_otherwise_is_no_rule() -> None:
    onsets = onsets_of(YearlyRule(3, 6, 8, time(2)))
    moved = onsets[5]._replace(moment=onsets[5].moment + timedelta(days=7))
    assert found([*onsets[:5], moved, *onsets[6:]]) is None
    assert found([*onsets[:5], *onsets[6:]]) is None
    assert found(onsets) is not None
    assert found([]) is None
