"""`payform try` on more of what councils, universities, unions and awards really pay, each by its source.

Where a source gives an amount, it is that amount; where it gives hours, the base rate makes them money.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Row:
    """A source's example: the rule as TOML, the options, and what it pays."""

    source: str
    rule: str
    options: str
    pays: str


def standby(table: str, **pay: str) -> str:
    said = "\n".join(f'{key} = "{value}"' for key, value in pay.items())
    return f"[pay]\n{said}\n[pay.standby]\n{table}\n"


def callout(table: str) -> str:
    return f"[pay.callout]\n{table}\n"


DERBYSHIRE = standby(
    'unit = "block"\nfirst_hours = 8\nfirst = "29.20"\nblock_hours = 2\nblock = "3.66"\nmax_hours = 24',
    currency="GBP",
)
AYRSHIRE_2023 = standby(
    'unit = "week"\nweek = "105.72"\nholiday_addon = "19.87"\n'
    'day = { weekday = "10.54", saturday = "22.44", sunday = "30.58" }',
    currency="GBP",
)
SESSIONS = standby(
    'unit = "week"\nweek = "110.43"\nday = { weekday = "12.27", saturday = "24.54" }', currency="GBP"
)
TVOED = standby(
    'unit = "day"\nin_base_hours = true\nday = { weekday = "2", saturday = "4" }\n'
    'day_min_hours = 12\nhour = { weekday = "0.125" }',
    currency="EUR",
)
FULL_HOURS = callout('merge = "separate"\nrounding = { minutes = 60 }')
NURSES = callout("minimum = 60\nrounding = { minutes = 15 }")
MAJORITY = standby(
    'unit = "day"\nday_by = "majority"\nday = { weekday = "1", saturday = "2", sunday = "3" }', currency="AUD"
)
CALL_BACKS = callout("minimum = 180")
SAME_CALL = callout('multiplier = { weekday = "1.5" }\nminimum = 120')
CALL_OUT_3 = callout('rate = "20"\nmultiplier = { weekday = "1.5" }\nminimum_amount = "60"')
TREASURY = callout('multiplier = { weekday = "1.5" }\nminimum = 180')
EIGHT_HOURS = standby('unit = "block"\nin_base_hours = true\nblock_hours = 8\nblock = "1"', currency="CAD")
FOUR_HOURS = callout('rate = "30"\nmultiplier = { weekday = "1.5" }\nminimum_amount = "120"')
FROM_EIGHT = standby(
    'unit = "day"\nin_base_hours = true\nday = { weekday = "2", saturday = "4", sunday = "4", holiday = "4" }'
)
LOUISVILLE = standby('unit = "hour"\nin_base_hours = true\nhour = { weekday = "0.125" }') + callout(
    "minimum = 240"
)
HALF_HOUR = standby('unit = "day"\nin_base_hours = true\nday = { weekday = "0.5" }')
MCPHERSON = standby('unit = "hour"\nhour = { weekday = "0.50" }') + callout(
    'multiplier = { weekday = "1.5" }'
)
STOPS = standby('unit = "hour"\npause_in_callout = true\nhour = { weekday = "2" }') + callout("minimum = 120")
DEDUCTED = standby(
    'unit = "hour"\npause_in_callout = true\nhour = { weekday = "3.00", holiday = "3.50" }', base_rate="0"
)
IN_ADDITION = standby('unit = "hour"\nhour = { weekday = "2.25" }') + callout(
    'multiplier = { weekday = "1.5" }\nminimum = 120'
)
CALCULATOR = standby(
    'unit = "hour"\nhour = { weekday = "3.90", saturday = "7.34" }', currency="EUR"
) + callout('multiplier = { weekday = "1.8", saturday = "2.0" }')

ROWS = [
    Row("Derbyshire, 8 h", DERBYSHIRE, "--duty 2026-11-24T16:00/00:00", "29.20"),
    Row("Derbyshire, 8.01 h", DERBYSHIRE, "--duty 2026-11-24T16:00/00:01", "32.86"),
    Row("Derbyshire, example a, 17 h", DERBYSHIRE, "--duty 2026-11-24T16:00/09:00", "47.50"),
    Row("Derbyshire, 24 h", DERBYSHIRE, "--duty 2026-11-24T16:00/24h", "58.48"),
    Row("Derbyshire, 24 h at most", DERBYSHIRE, "--duty 2026-11-24T16:00/30h", "58.48"),
    Row(
        "North Ayrshire 2023, a week with a holiday",
        AYRSHIRE_2023,
        "--whole-week --duty 2023-05-01T18:01/2023-05-08T06:59 --holiday 2023-05-01",
        "125.59",
    ),
    Row("North Ayrshire 2023, a weekend", AYRSHIRE_2023, "--duty 2023-05-06T18:01/2023-05-08T06:59", "53.02"),
    Row(
        "Circular 06/10, a week with a holiday",
        standby('unit = "week"\nweek = "80.76"\nholiday_addon = "15.16"'),
        "--whole-week --duty 2010-05-03T18:01/2010-05-10T06:59 --holiday 2010-05-03",
        "95.92",
    ),
    Row(
        "Single Status, a week of nine sessions",
        SESSIONS,
        "--whole-week --duty 2026-11-23T18:01/2026-11-30T06:59",
        "110.43",
    ),
    Row("Single Status, the nine by days", SESSIONS, "--duty 2026-11-23T18:01/2026-11-30T06:59", "110.43"),
    Row(
        "Hampshire 13.7, the first 30 min in the standby",
        callout("included = 30"),
        "--base-rate 60 --call 2026-11-24T20:00/50m --call 2026-11-24T22:00/30m",
        "20",
    ),
    Row(
        "TVöD § 8 (3), Friday 23:00 to Saturday 24:00",
        TVOED,
        "--base-rate 1 --duty 2026-11-27T23:00/2026-11-29T00:00",
        "6",
    ),
    Row("TVöD § 8 (3), 11 h by the hour", TVOED, "--base-rate 8 --duty 2026-11-24T18:00/05:00", "11"),
    Row(
        "TVöD § 8 (3), Monday 19:00 to Tuesday 19:00 with three calls",
        TVOED + FULL_HOURS,
        "--base-rate 1 --duty 2026-11-23T19:00/24h --call 2026-11-23T20:10/20:40 "
        "--call 2026-11-23T22:30/23:05 --call 2026-11-24T03:20/04:10",
        "5",
    ),
    Row("Nurses Award, Janko's Saturday", MAJORITY, "--duty 2026-11-27T18:00/10:00", "2"),
    Row(
        "Nurses Award, twice in one hour",
        NURSES,
        "--base-rate 1 --call 2026-11-24T20:00/10m --call 2026-11-24T20:30/10m",
        "1",
    ),
    Row("Nurses Award, beyond the hour", NURSES, "--base-rate 1 --call 2026-11-24T20:00/65m", "1.25"),
    Row(
        "Nurses Award, the second goes beyond the hour",
        NURSES,
        "--base-rate 1 --call 2026-11-24T20:00/10m --call 2026-11-24T20:50/21:20",
        "1.50",
    ),
    Row(
        "California, reporting a second time in a day",
        callout("minimum = 120"),
        "--base-rate 1 --call 2026-11-24T20:00/1h",
        "2",
    ),
    Row(
        "call-back 9.1, within an earlier one's minimum",
        CALL_BACKS,
        "--base-rate 1 --call 2026-11-24T20:00/30m --call 2026-11-24T21:00/30m",
        "3",
    ),
    Row(
        "call-back 9.1, past an earlier one's minimum",
        CALL_BACKS,
        "--base-rate 1 --call 2026-11-24T20:00/30m --call 2026-11-24T22:30/90m",
        "4",
    ),
    Row(
        "minimum call out 10.2, calls within two hours are one",
        SAME_CALL,
        "--base-rate 1 --call 2026-11-24T20:00/20m --call 2026-11-24T21:50/10m",
        "3",
    ),
    Row("call out, three regular hours at least", CALL_OUT_3, "--call 2026-11-24T20:00/1h", "60"),
    Row("call out, the overtime where it is more", CALL_OUT_3, "--call 2026-11-24T20:00/150m", "75"),
    Row("Treasury Board SP 10.01, 1 h", TREASURY, "--base-rate 1 --call 2026-11-24T20:00/1h", "4.5"),
    Row("Treasury Board SP 10.01, 4 h", TREASURY, "--base-rate 1 --call 2026-11-24T19:00/4h", "6"),
    Row("GNWT article 29, 16 h", EIGHT_HOURS, "--base-rate 30 --duty 2026-11-24T16:30/08:30", "60"),
    Row("GNWT article 29, 17 h", EIGHT_HOURS, "--base-rate 30 --duty 2026-11-24T16:00/09:00", "90"),
    Row("GNWT article 29 (4), 1 h", FOUR_HOURS, "--call 2026-11-24T20:00/1h", "120"),
    Row("GNWT article 29 (4), 3 h", FOUR_HOURS, "--call 2026-11-24T20:00/3h", "135"),
    Row(
        "standby duty from 8:00, Friday to Monday",
        FROM_EIGHT,
        "--base-rate 1 --duty 2026-11-27T08:00/2026-11-30T08:00",
        "10",
    ),
    Row(
        "standby duty from 8:00, a paid holiday",
        FROM_EIGHT,
        "--base-rate 1 --duty 2026-11-26T08:00/24h --holiday 2026-11-26",
        "4",
    ),
    Row(
        "Louisville PER-3.08, 16 h and a call of one",
        LOUISVILLE,
        "--base-rate 15 --duty 2026-11-24T16:00/08:00 --call 2026-11-24T20:00/1h",
        "90",
    ),
    Row("USI E.12, three days", HALF_HOUR, "--base-rate 20 --duty 2026-11-23T17:00/72h", "30"),
    Row(
        "McPherson 2-7, a night and two hours of work",
        MCPHERSON,
        "--base-rate 10 --duty 2026-11-24T17:00/08:00 --call 2026-11-24T20:00/2h",
        "37.50",
    ),
    Row(
        "UAB 205, standby stops at work",
        STOPS,
        "--base-rate 20 --duty 2026-11-24T18:00/06:00 --call 2026-11-24T20:00/3h",
        "78",
    ),
    Row(
        "standby 19.01, hours worked deducted",
        DEDUCTED,
        "--duty 2026-11-24T18:00/8h --call 2026-11-24T20:00/2h",
        "18",
    ),
    Row(
        "standby 19.01, a holiday's rate",
        DEDUCTED,
        "--duty 2026-11-26T08:00/8h --holiday 2026-11-26",
        "28",
    ),
    Row(
        "standby 24.02 to 24.04, both",
        IN_ADDITION,
        "--base-rate 20 --duty 2026-11-24T16:00/8h --call 2026-11-24T20:00/30m",
        "78",
    ),
    Row("calendar-calculator, its rates", CALCULATOR, "--duty 2026-11-27T18:00/09:00", "89.46"),
    Row(
        "calendar-calculator, its incidents",
        CALCULATOR,
        "--base-rate 33.50 --call 2026-11-27T20:00/1h --call 2026-11-28T20:00/1h",
        "127.30",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.source)
def test_pays_what_the_source_says(cli: Any, tmp_path: Path, row: Row) -> None:
    file = tmp_path / "rule.toml"
    file.write_text(f'[team]\ntimezone = "America/Chicago"\n{row.rule}', encoding="utf-8")
    tried = cli("payform", "try", file, *row.options.split(), "--json").json
    assert Decimal(tried["total"]) == Decimal(row.pays)
    assert sum(Decimal(line["amount"]) for line in tried["lines"]) == Decimal(tried["total"])
