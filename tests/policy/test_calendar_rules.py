"""`[calendar]`: what it says when nobody says anything, and what it may not say."""

from datetime import timedelta

import pytest
import tomli_w

from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.errors import BadValue
from oncall_cli.policy.load import policy_of
from oncall_cli.policy.model import Policy
from oncall_cli.policy.words import policy_table


def policy(keys: str) -> Policy:
    return policy_of(f"[calendar]\n{keys}", "team.toml", timezone="America/Chicago")


def test_the_built_in_calendar_reaches_half_a_year_ahead_and_leaves_nothing_out() -> None:
    rules = policy("").calendar
    assert (rules.weeks, rules.past, rules.refresh, rules.color) == (26, 4, timedelta(hours=6), "teal")
    assert (rules.base_url, rules.leave_out) == (None, ())


def test_what_a_team_says_of_its_calendars_is_kept_and_printed_again() -> None:
    own = policy(
        'weeks = 13\npast = 0\nrefresh = "1h"\ncolor = "navy"\nbase_url = "webcal://cal.example.com/x"\n'
        'leave_out = ["charge", "carry"]'
    )
    rules = own.calendar
    assert (rules.weeks, rules.past, rules.refresh, rules.color) == (13, 0, timedelta(hours=1), "navy")
    assert rules.base_url == "https://cal.example.com/x/"
    assert rules.leave_out == ("charge", "carry")
    assert policy_of(tomli_w.dumps(policy_table(own)), "printed") == own


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("weeks = 0", "calendar.weeks"),
        ("weeks = 521", "calendar.weeks"),
        ("past = -1", "calendar.past"),
        ('refresh = "5m"', "calendar.refresh: expected a length of time between 15m and 7d"),
        ('refresh = "8d"', "calendar.refresh: expected a length of time between 15m and 7d"),
        ('color = "teal;X-EVIL:1"', "calendar.color"),
        ('base_url = "cal.example.com"', "calendar.base_url"),
        ('base_url = "https://ana:secret@cal.example.com/"', "calendar.base_url"),
        ('leave_out = ["week"]', "calendar.leave_out"),
        ('reminders = ["carry"]', "calendar.reminders is not a key of the policy"),
    ],
)
def test_what_no_calendar_can_be_is_refused_by_its_key(keys: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        policy(keys)
    assert said in refused.value.message


def test_every_reminder_that_has_a_time_can_be_left_out() -> None:
    timed = {name for name in ReminderTimes.model_fields if name != "swap_notice"} | {"swap_deadline"}
    listed = ", ".join(f'"{name}"' for name in sorted(timed | {"starts"}))
    assert set(policy(f"leave_out = [{listed}]").calendar.leave_out) == timed | {"starts"}
