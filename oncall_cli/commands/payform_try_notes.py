"""What a form would pay otherwise than a rule that is tried: a week not said to be one, office hours."""

from collections.abc import Iterable, Iterator
from datetime import date

from oncall_cli.core.span import Span
from oncall_cli.core.timetable import Timetable
from oncall_cli.policy.model import Policy


def try_notes(
    policy: Policy,
    free: Iterable[date],
    duties: Iterable[tuple[Span, str]],
    calls: Iterable[tuple[Span, str]],
    *,
    whole_week: bool,
) -> Iterator[str]:
    """A note for each duty that is exactly an on-call week of the policy (W1) and is not tried as one, and
    for each call with minutes in its office hours (W3), `free` being the holidays. A note changes no pay:
    whoever tries a rule says what was a week and what was a call."""
    timetable = Timetable([policy.hours_from(date.min)], dict.fromkeys(free, ""))
    for span, text in duties:
        if not whole_week and _is_week(span, timetable):
            yield f"the duty '{text}' is the whole on-call week: --whole-week pays it as one"
    for span, text in calls:
        office = span.minutes - sum(part.minutes for part in timetable.after_hours_parts(span))
        if office > 0:
            yield (
                f"{office} of the {span.minutes} minutes of the call '{text}' are in office hours:"
                " on a form, only the time after hours would be a call"
            )


def _is_week(span: Span, timetable: Timetable) -> bool:
    """Whether it is a week to its last minute, whether that is counted in or not."""
    week = timetable.week_at(span.start)
    if week is None or timetable.span(week).start != span.start:
        return False
    return span.end in (timetable.span(week).end, timetable.held(week).end)
