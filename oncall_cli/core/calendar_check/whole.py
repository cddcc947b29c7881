"""The check of a calendar file: what it holds, what phones make of it, and what is wrong with it."""

from datetime import datetime
from typing import NamedTuple

from oncall_cli.core.calendar_check.alarms import alarm_findings
from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenFile
from oncall_cli.core.calendar_check.finding import KINDS, Finding
from oncall_cli.core.calendar_check.form import form_findings
from oncall_cli.core.calendar_check.names import name_findings
from oncall_cli.core.calendar_check.phones import CalendarHeld, PhoneSaid, held, phones_said
from oncall_cli.core.calendar_check.ringing import Ringing
from oncall_cli.core.calendar_check.times import time_findings
from oncall_cli.core.calendar_check.zones import zone_findings

MOST_FINDINGS = 200
"""How many findings are told; a file can describe a thousand timezones, each of them wrong."""


class Checked(NamedTuple):
    """What a check comes to; the findings are those of faults first, each in the order of `KINDS`."""

    holds: CalendarHeld
    phones: tuple[PhoneSaid, ...]
    findings: tuple[Finding, ...]


def checked(file: SeenFile, now: datetime) -> Checked:
    """A file as it would come out on phones at a moment."""
    clock = FileClock(file)
    ringing = Ringing(file.events, clock, now)
    holds = held(file, clock, ringing)
    found = [
        *time_findings(file, clock),
        *zone_findings(file, clock),
        *alarm_findings(file.events, clock, ringing, now),
        *name_findings(file.events, clock),
        *form_findings(file),
    ]
    places = {key: place for place, key in enumerate(KINDS)}
    found.sort(key=lambda one: (KINDS[one.key].degree, places[one.key]))
    findings = tuple(one.told(clock.rest) for one in found[:MOST_FINDINGS])
    return Checked(holds, phones_said(file, holds, ringing), findings)
