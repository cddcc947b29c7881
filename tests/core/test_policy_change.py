"""A new policy never judges again what has been lived by the old one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.policy_change import check_not_past, check_shape_change
from oncall_cli.core.rotation import Order
from oncall_cli.core.week import WeekShape
from oncall_cli.errors import Refused

CHICAGO = ZoneInfo("America/Chicago")
OLD = WeekShape(CHICAGO)
EARLY = WeekShape(CHICAGO, start=time(17, 1), end=time(5, 59))
NOW = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def order(start: date) -> Order:
    return Order(start=start, handles=("ana", "ben"), made=NOW)


def test_a_past_date_is_free_only_while_nothing_was_lived_by_a_policy() -> None:
    check_not_past(TODAY - timedelta(days=1), TODAY, [], is_judged=False)
    check_not_past(TODAY - timedelta(days=1), TODAY, [order(TODAY)], is_judged=False)
    for orders, is_judged in (([order(TODAY - timedelta(days=1))], False), ([], True)):
        check_not_past(TODAY, TODAY, orders, is_judged=is_judged)
        with pytest.raises(Refused, match="2026-11-23 is past"):
            check_not_past(TODAY - timedelta(days=1), TODAY, orders, is_judged=is_judged)


def test_weeks_change_their_shape_where_one_begins() -> None:
    check_shape_change(date(2026, 11, 30), OLD, EARLY, NOW, None)
    check_shape_change(date(2026, 12, 2), OLD, OLD, NOW, date(2027, 3, 29))
    check_shape_change(date(2027, 1, 4), OLD, EARLY, NOW, date(2026, 12, 28))


@pytest.mark.parametrize(
    ("day", "new", "now", "published", "sentence", "hint"),
    [
        (date(2026, 12, 7), EARLY, NOW, date(2026, 12, 7), "week 2026-12-07 is published", "2026-12-14"),
        (date(2026, 12, 2), EARLY, NOW, None, "2026-12-02 lies inside the week of 2026-11-30", "2026-12-07"),
        (date(2026, 11, 30), WeekShape(CHICAGO, weekday=3), NOW, None, "named by the day", "oncall init"),
        (
            date(2026, 11, 30),
            EARLY,
            datetime(2026, 11, 30, 23, 1, tzinfo=UTC),
            None,
            "week 2026-11-30 has begun",
            "2026-12-07",
        ),
        (
            date(2026, 11, 30),
            WeekShape(CHICAGO, start=time(6, 59), end=time(5, 0)),
            NOW,
            None,
            "would end after its first one begins",
            None,
        ),
    ],
)
def test_a_week_that_is_announced_begun_or_named_keeps_its_shape(
    day: date, new: WeekShape, now: datetime, published: date | None, sentence: str, hint: str | None
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        check_shape_change(day, OLD, new, now, published)
    assert hint is None or hint in (refused.value.hint or "")
