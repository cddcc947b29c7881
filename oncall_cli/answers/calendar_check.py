"""The answer about a calendar file that was checked."""

from oncall_cli.answers.answer import Answer
from oncall_cli.core.calendar_check.finding import Finding
from oncall_cli.core.calendar_check.phones import CalendarHeld, PhoneSaid


class CalendarChecked(Answer):
    """What a calendar file holds, what becomes of its alarms on each phone, and all that was found: faults,
    each of which means a wrong time, an alarm that does not ring or an event twice, and notes."""

    file: str
    holds: CalendarHeld
    phones: tuple[PhoneSaid, ...]
    findings: tuple[Finding, ...]
    faults: int
    notes: int
