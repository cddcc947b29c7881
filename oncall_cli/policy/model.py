"""The shape of a policy: every table and key it can have, and what is expected of each."""

import re
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, field_validator, model_validator

from oncall_cli.core.calendar_rules import CalendarRules
from oncall_cli.core.clock import ClockRules
from oncall_cli.core.escalation import EscalationRules
from oncall_cli.core.length import Length
from oncall_cli.core.line import Line, PhoneNumber
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.model import Frozen
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.preparation import Asked, Item, Kind, PolicyItem
from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.core.timetable import DatedHours, Hours
from oncall_cli.core.wallclock import WallClock, wall_clock
from oncall_cli.core.week import WEEKDAYS, WeekShape

LAST_MINUTE = time(23, 59)
DEFAULT_LOCALE = "en"
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError('expected the name of a timezone like "America/Chicago"') from None
    return name


def _locale(name: str) -> str:
    """The package that knows the locales is asked where one is named other than the usual."""
    if name != DEFAULT_LOCALE:
        from babel.localedata import exists

        if not _LOCALE.fullmatch(name) or not exists(name):
            raise ValueError('expected a locale like "en", "en_GB" or "de_DE"')
    return name


def hours_of(value: object) -> tuple[time, time]:
    """The first and last minute of "07:00-18:00"; "24:00" as an end is the last minute of the day."""
    first, dash, last = value.partition("-") if isinstance(value, str) else ("", "", "")
    if not dash:
        raise ValueError('expected office hours like "07:00-18:00"')
    try:
        hours = (
            wall_clock(first.strip()),
            LAST_MINUTE if last.strip() == "24:00" else wall_clock(last.strip()),
        )
    except ValueError:
        raise ValueError('expected office hours like "07:00-18:00"') from None
    if hours[0] >= hours[1]:
        raise ValueError('expected office hours that end after they begin, like "07:00-18:00"')
    return hours


def hours_text(hours: tuple[time, time]) -> str:
    """Office hours as a policy file writes them."""
    return f"{hours[0]:%H:%M}-{hours[1]:%H:%M}"


OfficeHours = Annotated[tuple[time, time], BeforeValidator(hours_of), PlainSerializer(hours_text)]


class TeamRules(Frozen):
    """`[team]`: its name, its timezone and how people there read a clock."""

    name: Line
    timezone: Annotated[str, AfterValidator(_zone)]
    clock: Literal["12h", "24h"]
    locale: Annotated[str, AfterValidator(_locale)] = DEFAULT_LOCALE
    """How money is written for people: a language, or a language and a country."""


class RotationRules(Frozen):
    """`[rotation]`: when a week begins and ends (W1)."""

    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    start: WallClock
    end: WallClock

    @model_validator(mode="after")
    def _apart(self) -> "RotationRules":
        if self.end >= self.start:
            raise ValueError(
                "expected an end earlier on the clock than start, so that two weeks never overlap"
            )
        return self


class SwapRules(Frozen):
    """`[swap]`: notice in local calendar days, and whether a manager approves (S2, S3)."""

    notice_days: int = Field(ge=0, le=90, strict=True)
    approval: Literal["manager", "notice"]


class OfficeRules(Frozen):
    """`[office]`: when the office answers, day by day (W3)."""

    monday: tuple[OfficeHours, ...]
    tuesday: tuple[OfficeHours, ...]
    wednesday: tuple[OfficeHours, ...]
    thursday: tuple[OfficeHours, ...]
    friday: tuple[OfficeHours, ...]
    saturday: tuple[OfficeHours, ...]
    sunday: tuple[OfficeHours, ...]

    @field_validator("*")
    @classmethod
    def _in_order(cls, hours: Hours) -> Hours:
        for (_, last), (first, _) in pairwise(hours):
            if first <= last:
                raise ValueError("expected office hours in order that do not overlap")
        return hours


class HolidayRules(Frozen):
    """`[holidays]`: the public holidays of a country or a part of it, more days, and days that are none."""

    country: str | None = None
    subdivision: str | None = None
    extra: dict[date, Line]
    remove: tuple[Line, ...]


class TierRules(Frozen):
    """`[tiers.N]`: how bad, whether the critical line is for it (T3), how often to report (T10), and clocks
    of its own in place of those of every tier (T5)."""

    name: Line
    meaning: Line
    on_line: bool = Field(strict=True)
    update_every: Length | None = None
    response: Length | None = None
    follow_up: Length | None = None


class PhoneRules(Frozen):
    """`[phone]`: the number that callers dial and the times of the reminders about it."""

    line: PhoneNumber | None = None
    reminders: ReminderTimes = ReminderTimes()


def _apart(items: tuple[Item, ...]) -> tuple[Item, ...]:
    keys = [item.key for item in items]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"expected each word once, and {', '.join(twice)} is there twice")
    return items


Items = Annotated[tuple[PolicyItem, ...], AfterValidator(_apart)]


class ReadyRules(Frozen):
    """`[ready]`: what a member has ready before their week, and how long a check counts (P7)."""

    checks: Items = ()
    valid: Length = timedelta(days=185)


class TrainingRules(Frozen):
    """`[training]`: what a member has been trained in, and how long that counts (P7)."""

    topics: Items = ()
    valid: Length | None = None


class Policy(Frozen):
    """A whole policy, as one file says it and the built-in one completes it."""

    team: TeamRules
    rotation: RotationRules
    swap: SwapRules
    office: OfficeRules
    holidays: HolidayRules
    tiers: dict[int, TierRules]
    clocks: ClockRules
    phone: PhoneRules
    escalation: EscalationRules = EscalationRules()
    mail: MailRules = MailRules()
    ready: ReadyRules = ReadyRules()
    training: TrainingRules = TrainingRules()
    calendar: CalendarRules = CalendarRules()
    pay: PayRules = PayRules()

    @field_validator("tiers")
    @classmethod
    def _numbered(cls, tiers: dict[int, TierRules]) -> dict[int, TierRules]:
        if not tiers or not all(1 <= tier <= 9 for tier in tiers):
            raise ValueError("expected tiers numbered from 1 to 9")
        return dict(sorted(tiers.items()))

    @property
    def zone(self) -> ZoneInfo:
        """The team's timezone."""
        return ZoneInfo(self.team.timezone)

    @property
    def line_tiers(self) -> set[int]:
        """The tiers that the critical line is for (T3)."""
        return {tier for tier, rules in self.tiers.items() if rules.on_line}

    def asked(self, kind: Kind) -> Asked:
        """What it asks a member to have ready, or to be trained in (P7)."""
        if kind == "ready":
            return Asked(self.ready.checks, self.ready.valid)
        return Asked(self.training.topics, self.training.valid)

    def hours_from(self, day: date) -> DatedHours:
        """Its weeks and office hours, holding from a date on."""
        shape = WeekShape(
            self.zone, WEEKDAYS.index(self.rotation.day), self.rotation.start, self.rotation.end
        )
        office = tuple(getattr(self.office, name) for name in WEEKDAYS)
        return DatedHours(holds_from=day, shape=shape, office=office)
