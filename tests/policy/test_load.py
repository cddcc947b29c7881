"""A policy file: what it may say, and the sentence for everything it may not."""

import re
import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.errors import BadValue, NotFound
from oncall_cli.policy.holidays import public_holidays
from oncall_cli.policy.load import SIZE_LIMIT, default_text, policy_of, policy_text
from oncall_cli.policy.model import Policy, SwapRules
from oncall_cli.policy.words import keys_of, policy_doubts, policy_table

SOURCE = "team.toml"


def policy(text: str) -> Policy:
    return policy_of(text, SOURCE, timezone="America/Chicago")


def fault(text: str) -> str:
    """What is wrong, where it is one thing."""
    with pytest.raises(BadValue) as refused:
        policy(text)
    assert refused.value.message.startswith(SOURCE)
    assert refused.value.details == ()
    return refused.value.message.removeprefix(f"{SOURCE}: ")


def faults(text: str, year: int | None = None) -> tuple[str, ...]:
    """All that is wrong, where it is several things."""
    with pytest.raises(BadValue) as refused:
        policy_of(text, SOURCE, timezone="America/Chicago", year=year)
    assert refused.value.message == f"{SOURCE}: {len(refused.value.details)} faults"
    return refused.value.details


def test_the_built_in_policy_has_the_numbers_of_the_trade() -> None:
    built_in = policy("")
    rotation = built_in.rotation
    assert (rotation.day, rotation.start, rotation.end) == ("monday", time(18, 1), time(6, 59))
    assert built_in.swap.model_dump() == {"notice_days": 5, "approval": "manager"}
    assert list(built_in.office.model_dump().values()) == [("07:00-18:00",)] * 5 + [()] * 2
    assert built_in.office.monday == ((time(7), time(18)),)
    assert {number: tier.on_line for number, tier in built_in.tiers.items()} == {
        1: True,
        2: True,
        3: False,
        4: False,
    }
    assert built_in.line_tiers == {1, 2}
    assert built_in.clocks.rings == 3
    assert built_in.clocks.follow_up == built_in.clocks.documents == timedelta(hours=24)
    assert set(built_in.clocks.response.values()) == {timedelta(minutes=15)}
    assert built_in.holidays.country is None
    assert built_in.team.clock == "24h"


def test_a_file_says_only_what_differs() -> None:
    own = policy(
        '[team]\nname = "Desk"\n[swap]\nnotice_days = 7\n[office]\nsaturday = ["09:00-12:00", "13:00-24:00"]'
    )
    differing = {key: value for key, value in keys_of(own).items() if keys_of(policy("")).get(key) != value}
    assert differing == {
        "team.name": "Desk",
        "swap.notice_days": "7",
        "office.saturday": "09:00-12:00, 13:00-23:59",
    }


def test_the_timezone_is_the_files_own_where_it_names_one() -> None:
    assert policy('[team]\ntimezone = "Europe/London"').team.timezone == "Europe/London"
    assert policy("").team.timezone == "America/Chicago"
    with pytest.raises(BadValue, match=r"team\.timezone is missing"):
        policy_of("", SOURCE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[swap]\nnotice_days = "five"', "swap.notice_days: expected a whole number, not 'five'"),
        ("[swap]\nnotice_days = 2.5", "swap.notice_days: expected a whole number, not '2.5'"),
        (
            "[swap]\nnotice_days = -1",
            "swap.notice_days: expected a number greater than or equal to 0, not '-1'",
        ),
        ('[swap]\napproval = "boss"', "swap.approval: expected 'manager' or 'notice', not 'boss'"),
        ("[team]\nname = 3", "team.name: expected text, not '3'"),
        ('[team]\nname = ""', "team.name: the text is empty, not ''"),
        ('[team]\nname = "a\\nb"', "team.name: the text holds"),
        (
            '[team]\ntimezone = "Chicago"',
            "team.timezone: expected the name of a timezone like \"America/Chicago\", not 'Chicago'",
        ),
        ('[team]\ntimezone = "../../etc/passwd"', "team.timezone: expected the name of a timezone"),
        ('[team]\nclock = "13h"', "team.clock: expected '12h' or '24h', not '13h'"),
        ("team = 3", "team: expected a table, not '3'"),
        ("[[team]]", "team: expected a table"),
        ('[rotation]\nstart = "25:00"', "rotation.start: expected"),
        ('[rotation]\nday = "noday"', "rotation.day: expected 'monday', 'tuesday'"),
        ('[rotation]\nend = "18:01"', "rotation: expected an end earlier on the clock than start"),
        ('[office]\nmonday = "07:00-18:00"', "office.monday: expected a list, not '07:00-18:00'"),
        (
            '[office]\nmonday = ["7-18"]',
            "office.monday.0: expected office hours like \"07:00-18:00\", not '7-18'",
        ),
        (
            '[office]\nmonday = ["18:00-07:00"]',
            "office.monday.0: expected office hours that end after they begin",
        ),
        (
            '[office]\nmonday = ["09:00-12:00", "12:00-15:00"]',
            "office.monday: expected office hours in order that do not overlap",
        ),
        (
            '[office]\nmonday = ["13:00-15:00", "08:00-12:00"]',
            "office.monday: expected office hours in order",
        ),
        ('[office]\nmonday = ["24:00-24:00"]', "office.monday.0: expected office hours"),
        ("[office]\nmonday = [7]", "office.monday.0: expected office hours like"),
        ('[holidays.extra]\n"24.12." = "Eve"', "holidays.extra.24.12.: expected a date like 2026-12-24"),
        ('[holidays]\nextra = ["2026-12-24"]', "holidays.extra: expected a table"),
        ('[tiers.1]\non_line = "maybe"', "tiers.1.on_line: expected true or false, not 'maybe'"),
        ('[tiers.5]\nname = "Odd"\non_line = true', "tiers.5.meaning is missing"),
        ('[tiers.one]\nname = "Odd"\nmeaning = "x"\non_line = true', "tiers.one: expected a whole number"),
        (
            '[tiers.10]\nname = "x"\nmeaning = "x"\non_line = true',
            "tiers: expected tiers numbered from 1 to 9",
        ),
        (
            '[tiers.1]\nupdate_every = "soon"',
            'tiers.1.update_every: expected a length of time like "15m", "24h" or "5d"',
        ),
        ("[clocks]\nfollow_up = 24", 'clocks.follow_up: expected a length of time like "15m", "24h" or "5d"'),
        ('[phone]\nline = "call us"', "phone.line: 'call us' is not a phone number"),
        ("[ready]\nchecks = false", "ready.checks: expected a list, not 'False'"),
        ('[ready]\nchecks = ["phone"]', "ready.checks.0: expected a word and what it stands for, like"),
        ('[ready]\nchecks = ["Phone 1: rings"]', "ready.checks.0: expected a word and what it stands for"),
        ('[ready]\nchecks = ["phone: "]', "ready.checks.0: the text of phone is empty"),
        ('[ready]\nchecks = [["phone", "rings"]]', "ready.checks.0: expected a word and what it stands for"),
        (
            '[ready]\nchecks = ["a: x", "b: y", "a: z"]',
            "ready.checks: expected each word once, and a is there twice",
        ),
        ('[ready]\nvalid = "0d"', "ready.valid: expected a length of time"),
        ('[training]\ntopics = ["line: a\\u0007"]', "training.topics.0: the text of line holds"),
    ],
)
def test_a_wrong_value_is_named_by_its_key_and_what_was_expected(text: str, said: str) -> None:
    assert fault(text).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[swaps]\n", "swaps is not a key of the policy (did you mean swap?)"),
        ("[swap]\nnotice_day = 5", "swap.notice_day is not a key of the policy (did you mean notice_days?)"),
        ("[office]\nmonda = []", "office.monda is not a key of the policy (did you mean monday?)"),
        ("[tiers.1]\non_lin = true", "tiers.1.on_lin is not a key of the policy (did you mean on_line?)"),
        ("[office]\ndays = []", "office.days is not a key of the policy (known here: monday, tuesday, "),
        ("[swap]\nzzz = 1", "swap.zzz is not a key of the policy (known here: notice_days, approval)"),
        ("zone = 1", "zone is not a key of the policy"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_or_the_known_ones(text: str, said: str) -> None:
    assert fault(text).startswith(said)


@pytest.mark.parametrize("table", ["scope"])
def test_a_table_that_is_still_to_come_is_said_to_be(table: str) -> None:
    assert fault(f"[{table}]\nlevels = 2") == f"[{table}] is not in this release of oncall"
    assert fault(f"[swap.{table}]").startswith(f"swap.{table} is not a key of the policy")


def test_the_built_in_policy_asks_for_five_checks_and_no_training() -> None:
    built_in = policy("")
    assert [item.key for item in built_in.ready.checks] == ["phone", "computer", "systems", "email", "code"]
    assert built_in.ready.valid == timedelta(days=185)
    assert built_in.asked("training") == ((), None)


def test_a_list_of_checks_stands_in_the_place_of_the_built_in_one() -> None:
    own = policy('[ready]\nchecks = ["van: its keys at home", "code: arrives"]')
    assert own.asked("ready") == ((("van", "its keys at home"), ("code", "arrives")), timedelta(days=185))
    none = policy("[ready]\nchecks = []")
    assert none.asked("ready").items == ()
    assert policy_of(tomli_w.dumps(policy_table(none)), "printed") == none


def test_a_policy_from_before_there_were_checks_asks_for_none() -> None:
    stored = policy("").model_dump(mode="json")
    old = Policy.model_validate({key: stored[key] for key in stored if key not in ("ready", "training")})
    assert (old.asked("ready"), old.asked("training")) == (((), timedelta(days=185)), ((), None))
    assert policy_of(tomli_w.dumps(policy_table(old)), "printed") == old


def test_every_fault_is_named_at_once_whatever_finds_it() -> None:
    said = faults(
        '[swap]\nnotice_days = -1\n[tiers.5]\nname = "Odd"\n[holidays]\ncountry = "QQ"\n'
        '[escalation]\nlevels = ["Kim Lee", "dee"]\nprimary = "technician"\n'
        '[mail]\nsender = "no"\n[mail.templates]\ndone = "{{ nam }}"\nupdate = "{% for x in y %}"\n',
        year=2026,
    )
    assert [line.partition(" ")[0].rstrip(":") for line in said] == [
        "swap.notice_days",
        "tiers.5.meaning",
        "tiers.5.on_line",
        "escalation.levels.0",
        "escalation.primary",
        "mail.sender",
        "mail.templates.done",
        "mail.templates.update",
        "holidays.country",
    ]


def test_a_great_many_faults_are_counted() -> None:
    with pytest.raises(BadValue) as refused:
        policy("".join(f"[swap{number}]\n" for number in range(60)))
    assert refused.value.message == f"{SOURCE}: 60 faults"
    assert len(refused.value.details) == 51
    assert refused.value.details[-1] == "and 10 more"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[mail]\nsender = "no"', "mail.sender: 'no' is not an email address"),
        ('[phone]\nline = "call us"', "phone.line: 'call us' is not a phone number"),
        (f'[mail]\nsender = "{"x" * 80}"', f"mail.sender: '{'x' * 80}' is not an email address"),
        ("[team]\nname = 3", "team.name: expected text, not '3'"),
    ],
)
def test_a_value_is_said_once(text: str, said: str) -> None:
    assert fault(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[team", "team.toml is not TOML: "),
        ("[team]\nname = Desk", "team.toml is not TOML: Invalid value (at line 2, column 8)"),
        ('[team]\nname = "a"\nname = "b"', "team.toml is not TOML: "),
        ("a = " + "[" * 100_000, "team.toml is not TOML: its tables are nested too deep"),
        ("\x00", "team.toml is not TOML: "),
    ],
)
def test_what_is_not_toml_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        policy(text)
    assert refused.value.message.startswith(said)


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    with pytest.raises(NotFound, match="there is no policy file at"):
        policy_text(path)
    with pytest.raises(BadValue, match="cannot be read: Is a directory"):
        policy_text(tmp_path)
    path.write_bytes(b'[team]\nname = "\xff"')
    with pytest.raises(BadValue, match="is not UTF-8 text"):
        policy_text(path)
    path.write_bytes(b"#" * (SIZE_LIMIT + 1))
    with pytest.raises(BadValue, match="is larger than a policy can be"):
        policy_text(path)
    path.write_bytes("\ufeff[team]\r\nname = 'Büro'\r\n".encode())
    assert policy(policy_text(path)).team.name == "Büro"


def test_a_tier_that_is_not_named_stays_as_built_in_and_a_named_one_is_completed() -> None:
    named = policy(
        '[tiers.2]\nname = "Urgent"\n[tiers.7]\nname = "Wish"\nmeaning = "some day"\non_line = false'
    )
    assert list(named.tiers) == [1, 2, 3, 4, 7]
    assert named.tiers[2].name == "Urgent"
    assert named.tiers[2].update_every == timedelta(hours=4)


hours = st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(
    lambda minutes: [
        f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"
        for first, last in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    ]
)
lines = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), min_size=1, max_size=20
).filter(str.strip)
lengths = st.from_regex(r"[1-9][0-9]{0,3}[mhd]", fullmatch=True)
items = st.dictionaries(st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True), lines, max_size=3).map(
    lambda named: [f"{key}: {what}" for key, what in named.items()]
)
tables = st.fixed_dictionaries(
    {},
    optional={
        "team": st.fixed_dictionaries({"name": lines, "clock": st.sampled_from(["12h", "24h"])}),
        "swap": st.fixed_dictionaries(
            {"notice_days": st.integers(0, 90), "approval": st.sampled_from(["manager", "notice"])}
        ),
        "office": st.dictionaries(st.sampled_from(["monday", "saturday", "sunday"]), hours),
        "holidays": st.fixed_dictionaries(
            {
                "extra": st.dictionaries(st.dates().map(str), lines, max_size=2),
                "remove": st.lists(lines, max_size=2),
            }
        ),
        "ready": st.fixed_dictionaries({"checks": items, "valid": lengths}),
        "training": st.fixed_dictionaries({"topics": items}),
        "clocks": st.fixed_dictionaries({"follow_up": lengths, "rings": st.integers(1, 9)}),
    },
)


@given(tables)
def test_a_policy_printed_is_read_as_the_same_policy(table: dict[str, object]) -> None:
    once = policy(tomli_w.dumps(table))
    printed = tomli_w.dumps(policy_table(once))
    assert policy_of(printed, "printed") == once
    assert tomli_w.dumps(policy_table(policy_of(printed, "printed"))) == printed
    assert Policy.model_validate_json(once.model_dump_json()) == once


plain = st.one_of(
    st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.datetimes(), st.dates(), st.times()
)
keys = st.sampled_from([*Policy.model_fields, *SwapRules.model_fields, "name", "1", "x"])
anything = st.recursive(
    plain,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=8,
)


@given(anything, st.sampled_from(sorted(Policy.model_fields)))
def test_nothing_that_toml_can_say_does_worse_than_a_refusal(value: object, key: str) -> None:
    try:
        policy(tomli_w.dumps({key: value}))
    except BadValue as error:
        said = error.message
    else:
        said = f"{SOURCE}: "
    assert said.startswith(f"{SOURCE}: ")


def test_what_is_allowed_and_probably_not_meant_is_said() -> None:
    odd = "[tiers.1]\non_line = false\n[tiers.2]\non_line = false\n[office]\n" + "".join(
        f"{day} = []\n" for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
    )
    doubts = policy_doubts(policy(odd + '[holidays]\nremove = ["Labor Day"]\n[training]\nvalid = "365d"'))
    assert [doubt.split(",")[0] for doubt in doubts] == [
        "no tier has on_line = true",
        "[office] has no hours at all",
        "holidays.remove has no effect without holidays.country",
        "phone.line is not set",
        "training.valid has no effect without training.topics",
    ]
    assert policy_doubts(policy('[phone]\nline = "+1 555 0100"')) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('levels = ["Kim Lee"]', "escalation.levels.0"),
        ('levels = ["dee", "technician"]', "escalation.levels.1"),
        ('levels = ["Kim, soon"]', "escalation.levels.0"),
        ('primary = ", 555-0100"', "escalation.primary"),
        ('topics = { billing = "Kim Lee" }', "escalation.topics.billing"),
    ],
)
def test_a_contact_that_can_be_nobody_is_a_fault_of_the_file(text: str, key: str) -> None:
    said = fault(f"[escalation]\n{text}")
    assert said.startswith(
        f'{key}: expected a handle, "manager", "administrator", or "Name, number or address"'
    )


@pytest.mark.parametrize(
    ("keys", "doubts"),
    [
        ('take_over = "18:01"\nhand_over = "18:01"\ntest_call = "18:01"\npay_form = "07:00"', []),
        (
            'take_over = "18:02"',
            ["phone.reminders.take_over is 18:02, but a week begins at 18:01: it rings 31 minutes before"],
        ),
        (
            'hand_over = "19:00"',
            ["phone.reminders.hand_over is 19:00, but a week begins at 18:01: it rings 31 minutes before"],
        ),
        (
            'test_call = "07:00"\npay_form = "06:59"',
            [
                "phone.reminders.test_call is 07:00, but a week begins at 18:01: it rings then",
                "phone.reminders.pay_form is 06:59, but a week ends at 06:59: it rings after that",
            ],
        ),
    ],
)
def test_a_reminder_that_rings_at_another_time_than_it_is_given_is_doubted(
    keys: str, doubts: list[str]
) -> None:
    assert policy_doubts(policy(f'[phone]\nline = "+1 555 0100"\n[phone.reminders]\n{keys}')) == doubts


def test_the_built_in_times_are_not_doubted_in_a_week_of_another_shape() -> None:
    early = '[rotation]\nstart = "08:00"\nend = "07:45"\n[phone]\nline = "+1 555 0100"'
    assert policy_doubts(policy(early)) == []


def test_contacts_are_kept_as_they_are_looked_for_and_odd_ones_are_doubted() -> None:
    own = policy(
        '[escalation]\nlevels = ["DEE", "Manager", "Kim Lee,+1 555 0177"]\n[phone]\nline = "555-0100"'
    )
    assert own.escalation.levels == ("dee", "manager", "Kim Lee,+1 555 0177")
    assert policy_doubts(own) == []
    odd = policy('[phone]\nline = "555-0100"\n[escalation]\nlevels = []\ntopics = { a = "dee", A = "ana" }')
    assert [doubt.split(",")[0] for doubt in policy_doubts(odd)] == [
        "escalation.levels names nobody",
        "escalation.topics has a twice",
    ]
    twice = policy('[phone]\nline = "555-0100"\n[escalation]\nlevels = ["dee", "ana", "dee"]')
    assert policy_doubts(twice) == ["escalation.levels names dee twice"]


def uncommented() -> str:
    return re.sub(r"^#(?=[^\s#])", "", default_text(), flags=re.M)


def unwritten(model: type[BaseModel], tables: list[Any], place: str) -> list[str]:
    """The keys of a model, and of the models inside it, that none of the tables has."""
    missing = []
    for name, field in model.model_fields.items():
        values = [table[name] for table in tables if name in table]
        missing += [] if values else [f"{place}{name}"]
        kinds = [field.annotation, *get_args(field.annotation)]
        several = get_origin(field.annotation) in (dict, tuple)
        for kind in kinds:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                inner = [one for value in values for one in _each(value)] if several else values
                missing += unwritten(kind, inner, f"{place}{name}.")
    return missing


def _each(value: Any) -> list[Any]:
    return list(value.values() if isinstance(value, dict) else value)


def test_the_built_in_file_names_every_key_that_a_policy_can_have() -> None:
    assert unwritten(Policy, [tomllib.loads(uncommented())], "") == []


def test_what_the_built_in_file_only_proposes_is_a_policy_too() -> None:
    proposed = policy_of(uncommented(), "uncommented")
    assert proposed.team.timezone == "America/Chicago"
    assert (proposed.pay.standby.unit, len(proposed.pay.callout.nights)) == ("week", 1)
    assert policy_doubts(proposed) == []


def test_the_built_in_file_is_whole_but_for_the_timezone() -> None:
    assert set(tomllib.loads(default_text())) <= set(Policy.model_fields)
    assert policy("").phone.reminders == ReminderTimes()
    assert policy_of(default_text(), "built-in", timezone="UTC") == policy_of("", "none", timezone="UTC")


@pytest.mark.parametrize(
    ("number", "amount"), [("1e3", 1000), ("2E1", 20), ("-0.0", 0), ("20.0000000000000", 20), ('"20.00"', 20)]
)
def test_an_amount_is_kept_as_it_can_be_read_again(number: str, amount: int) -> None:
    once = policy(f"[pay]\nbase_rate = {number}")
    assert once.pay.base_rate == amount
    assert Policy.model_validate_json(once.model_dump_json()) == once


@pytest.mark.parametrize(
    "line",
    [
        "[swap]\nnotice_days = 1e999999999",
        "[pay]\nbase_rate = 1e99999999999999999999",
        "[pay]\nbase_rate = nan",
        f"[swap]\nnotice_days = {'9' * 5000}",
        f"[swap]\nnotice_days = 0x{'f' * 5000}",
        "[swap]\nnotice_days = true",
        "[swap]\nnotice_days = 5.0",
        "[clocks]\nrings = true",
        "[tiers.1]\non_line = 1",
        '[office]\nmonday = [["18:00", "07:00"]]',
        f'[holidays]\ncountry = "{"x" * 100_000}"\nbad = 1',
        f"[team]\n{'k' * 100_000} = 1",
    ],
)
def test_what_no_policy_can_mean_is_one_short_sentence(line: str) -> None:
    with pytest.raises(BadValue) as refused:
        policy(line)
    assert len(refused.value.message) < 1000


@pytest.mark.parametrize("name", ["__class__", "registry", "HolidayBase", "country_holidays", "constants"])
def test_only_countries_are_countries(name: str) -> None:
    with pytest.raises(BadValue, match="there is no country"):
        public_holidays(policy(f'[holidays]\ncountry = "{name}"').holidays, [2026])
