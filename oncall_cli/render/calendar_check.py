"""The check of a calendar file on screen."""

import textwrap
from datetime import timedelta

from oncall_cli.answers.calendar_check import CalendarChecked
from oncall_cli.core.calendar_check.finding import EVERY, Finding, Phone
from oncall_cli.core.calendar_check.phones import CalendarHeld, PhoneSaid
from oncall_cli.core.length import length_text
from oncall_cli.core.text import visible
from oncall_cli.render.screen import Screen

PHONES: dict[Phone, str] = {
    "iphone": "iPhone",
    "google": "Google Calendar",
    "android": "Android",
    "outlook": "Outlook",
    "thunderbird": "Thunderbird",
    "caldav": "CalDAV servers",
}
WAYS = {"subscribed": ", by a link", "imported": ", imported", "both": ""}
SHOWN_ZONES = 3
WIDEST = 100


def checked(screen: Screen, answer: CalendarChecked) -> None:
    """What the file holds, what each phone makes of it, and what is wrong."""
    _held(screen, answer.holds)
    screen.line()
    screen.pairs([(_phone(said), said.said) for said in answer.phones])
    for degree, title in (("fault", "Wrong"), ("note", "Worth knowing")):
        findings = [finding for finding in answer.findings if finding.degree == degree]
        if findings:
            screen.line()
            screen.line(title, "bold")
            for finding in findings:
                _finding(screen, finding)
    if not answer.faults:
        screen.line()
        screen.line("Nothing is wrong with it.")


def _held(screen: Screen, holds: CalendarHeld) -> None:
    events = _count(holds.events, "event")
    if holds.start and holds.end:
        events += f", from {screen.moment(holds.start)} to {screen.moment(holds.end)}"
    of_them = [
        said
        for count, said in (
            (holds.all_day, "all day"),
            (holds.repeating, "repeating"),
            (holds.cancelled, "cancelled"),
        )
        if count
        for said in [f"{count:,} {said}"]
    ]
    more = len(holds.zones) - SHOWN_ZONES
    zones = ", ".join(_short(zone) for zone in holds.zones[:SHOWN_ZONES])
    screen.pairs(
        [
            ("Calendar", _short(holds.name) if holds.name else "(no name)"),
            ("Events", events + (f"; {', '.join(of_them)}" if of_them else "")),
            ("Timezones", zones + (f" and {more:,} more" if more > 0 else "")),
            (
                "Alarms",
                f"{holds.alarms:,}, {holds.alarms_to_come:,} of them to ring" if holds.alarms else "none",
            ),
            (
                "Read again",
                f"every {length_text(timedelta(seconds=holds.refresh))}" if holds.refresh else None,
            ),
            ("Size", f"{holds.size:,} bytes" if holds.size < 10_000 else f"{holds.size // 1000:,} kB"),
        ]
    )


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _short(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _phone(said: PhoneSaid) -> str:
    return PHONES[said.phone] + WAYS[said.way]


def _finding(screen: Screen, finding: Finding) -> None:
    _indented(screen, finding.said, "- ")
    if finding.named:
        more = finding.events - len(finding.named)
        named = "; ".join(finding.named) + (f"; and {more:,} more" if more else "")
        _indented(screen, named, "  ")
    if set(finding.phones) != set(EVERY):
        _indented(screen, f"Seen on: {', '.join(PHONES[phone] for phone in finding.phones)}", "  ")


def _indented(screen: Screen, text: str, mark: str) -> None:
    """A paragraph that keeps to the right of its mark."""
    lines = textwrap.wrap(visible(text), screen.width - 2, break_on_hyphens=False) or [""]
    for number, line in enumerate(lines):
        screen.line((mark if number == 0 else "  ") + line)
