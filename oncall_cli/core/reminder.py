"""When a calendar reminds: the times of day of every reminder about the phone, the pay form and swaps."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oncall_cli.core.length import Length
from oncall_cli.core.model import Frozen
from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.wallclock import WallClock
from oncall_cli.core.week import DAY, WEEK, instant

DAYS = 7
AHEAD = timedelta(minutes=31)
"""How long before a handover its reminder rings where the time of day would come too late."""


class ReminderTimes(Frozen):
    """`[phone.reminders]`: times of day on the team's wall clock, and how long before the last moment to
    ask for a swap its reminder rings."""

    take_over: WallClock = time(17, 30)
    """On the day the week begins: take the phone over. Later than that: 31 minutes before it."""
    test_call: WallClock = time(18, 30)
    """On the first evening: call the line from another phone (P3)."""
    carry: WallClock = time(17, 0)
    """Every day of the week, after work: carry the phone (P2)."""
    charge: WallClock = time(21, 30)
    """Every evening of the week: charge the phone (P2)."""
    hand_over: WallClock = time(17, 30)
    """On the day the next week begins: hand the phone over (P1). Later than that: 31 minutes before it."""
    pay_form: WallClock = time(7, 30)
    """On the day the week has ended: turn in the pay form."""
    swap_notice: Length = timedelta(hours=24)
    """So long before the last moment to ask for a swap of the week (S2)."""


def before_handover(week: date, start: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """That time on the day a week begins, in UTC; 31 minutes before its `start` where the time is later."""
    rings = instant(week, clock, zone)
    return rings if rings <= start else start - AHEAD


def first_evening(week: date, span: Span, clock: time, zone: ZoneInfo) -> datetime:
    """That time on the week's first day, in UTC; not before the week begins."""
    return max(instant(week, clock, zone), span.start)


def daily(week: date, span: Span, clock: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """That time on each of the seven days of the week, in UTC; on the first, not before the week begins."""
    later = (instant(week + day * DAY, clock, zone) for day in range(1, DAYS))
    return (first_evening(week, span, clock, zone), *later)


def once_ended(week: date, span: Span, clock: time, zone: ZoneInfo) -> datetime:
    """That time on the day the week ends, in UTC; not before its last minute is over."""
    return max(instant(week + WEEK, clock, zone), span.end + MINUTE)
