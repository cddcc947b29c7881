"""Work told while a ticket is logged: spans, or how long it took until just now."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall_cli.core.length import length_of
from oncall_cli.core.moment import span_of
from oncall_cli.core.span import MINUTE, Span, whole_minute
from oncall_cli.core.ticket_work import LONGEST
from oncall_cli.errors import BadValue


def worked_spans(
    texts: Sequence[str], received: datetime | None, now: datetime, zone: ZoneInfo
) -> list[Span]:
    """The spans that were worked, in whole minutes and in order. A length (`25m`) is work that began with the
    call, where it was said when that came in (`received`), else work that ended just now; it is said alone.
    BadValue for what is neither a span nor a length."""
    lengths = [text for text in texts if "/" not in text]
    if lengths and len(texts) > 1:
        raise BadValue(
            f"--worked {lengths[0]} does not say when, so it stands alone",
            hint="several are spans: --worked 22:14/25m --worked 23:10/23:40",
        )
    if lengths:
        return [_span(lengths[0], received, now)]
    return sorted(span_of(text, now, zone) for text in texts)


def _span(text: str, received: datetime | None, now: datetime) -> Span:
    try:
        length = length_of(text)
    except ValueError:
        raise BadValue(
            f"--worked '{text}' is no length of time", hint="write 25m or 1h10m, or when: 22:14/22:40"
        ) from None
    if length > LONGEST * MINUTE:
        raise BadValue(f"--worked {text} is longer than a week", hint="tell the work day by day, as spans")
    if received is not None:
        start = whole_minute(received)
        return Span(start, start + length)
    end = whole_minute(now)
    return Span(end - length, end)
