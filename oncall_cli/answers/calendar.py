"""Answers about calendars."""

from datetime import date

from oncall_cli.answers.answer import Answer


class CalendarExported(Answer):
    """A calendar: whose, from which week, how many events, and the file or, without one, the text."""

    person: str | None
    team: bool
    start: date
    weeks: int
    events: int
    changed: int
    out: str | None
    calendar: str | None
