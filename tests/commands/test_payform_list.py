"""Who is to turn in which pay form, what is late, what waits for a signature; in the list and in `now`."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.store.door import Act, Door
from tests.conftest import Cli

CHICAGO = ZoneInfo("America/Chicago")
PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[pay]
base_rate = "20.00"
standby = { unit = "week", week = "300.00" }
"""
FILED = {"help_desk": "H1", "contact_log": "told", "work_order": "W9"}


def work(desk: Cli, person: str, start: str, end: str, **more: Any) -> int:
    """A ticket that is Done with all documents, unless said, and somebody's work on it; its number."""
    began, ended = (
        datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC) for text in (start, end)
    )
    ticket = {"status": "done", "done_at": ended, "resolution": "restarted", **FILED, **more}
    store = desk.store()
    with store.door.transaction(Act(person, None, person, ended)):
        number = store.tickets.add(
            Ticket(
                id=0,
                channel="phone",
                received=began,
                caller="Dan",
                phone="555-0100",
                description="VPN",
                on_it_at=began,
                last_step_at=began,
                **ticket,
            )
        ).id
        store.tickets.add_work(Work(ticket=number, person=person, start=began, end=ended))
    return number


@pytest.fixture
def desk(team: Cli, tmp_path: Path) -> Cli:
    """The team with a pay rule from 2026-11-09 on, on the Tuesday after ben's week of 11-23."""
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    team.at("2026-11-01T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-11-09", "--as", "dee")
    return team.at("2026-12-01T09:00:00-06:00")


def listed(desk: Cli, *words: str) -> list[tuple[str, str, str, int | None]]:
    """Week or dates, member, state and number of each row."""
    forms = desk("payform", "list", *words, "--json").json["forms"]
    return [
        (
            form["week"] or f"{form['period']['from']}/{form['period']['to']}",
            form["person"],
            form["state"],
            form["form"],
        )
        for form in forms
    ]


def submit(desk: Cli, person: str, week: str, *words: str) -> None:
    desk("payform", "submit", "--week", week, "--as", person, *words)


def test_every_week_since_there_is_a_pay_rule_is_to_be_turned_in(desk: Cli) -> None:
    assert listed(desk) == [
        ("2026-11-02", "ben", "late", None),
        ("2026-11-09", "cy", "late", None),
        ("2026-11-16", "ana", "late", None),
        ("2026-11-23", "ben", "late", None),
        ("2026-11-30", "cy", "running", None),
    ]
    answer = desk("payform", "list", "--json").json
    assert answer["period"] == {"from": "2026-09-07", "to": "2026-12-07"}
    assert answer["unpaid"] == 9
    assert answer["forms"][3]["due"] == "2026-11-30T07:30:00-06:00"
    assert answer["forms"][3]["period"] == {"from": "2026-11-23", "to": "2026-11-30"}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-30T06:59:59-06:00", "running"),
        ("2026-11-30T07:00:00-06:00", "due"),
        ("2026-11-30T07:30:59-06:00", "due"),
        ("2026-11-30T07:31:00-06:00", "late"),
    ],
)
def test_a_form_is_late_from_monday_morning_on(desk: Cli, now: str, state: str) -> None:
    assert ("2026-11-23", "ben", state, None) == listed(desk.at(now))[3]
    shown = [one["week"] for one in desk("now", "--json").json["pay_forms_late"]]
    assert ("2026-11-23" in shown) is (state == "late")


def test_who_covered_or_only_had_a_call_owes_a_form_as_well(desk: Cli) -> None:
    night = "2026-11-24T18:00/2026-11-25T07:00"
    desk("cover", "add", "dee", night, "--reason", "ben is ill", "--as", "dee")
    lacking = work(desk, "ana", "2026-11-26T22:00", "2026-11-26T22:20", work_order=None)
    work(desk, "ana", "2026-11-27T22:00", "2026-11-27T22:20")
    work(desk, "cy", "2026-11-25T12:00", "2026-11-25T12:20")
    assert listed(desk, "--weeks", "1")[:3] == [
        ("2026-11-23", "ana", "late", None),
        ("2026-11-23", "ben", "late", None),
        ("2026-11-23", "dee", "late", None),
    ]
    forms = desk("payform", "list", "--weeks", "1", "--json").json["forms"]
    assert [form["incomplete"] for form in forms] == [[lacking], [], [], []]
    assert f"ticket {lacking} incomplete" in desk("payform", "list").out


def test_what_is_turned_in_waits_for_a_manager_and_is_approved(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    submit(desk, "ben", "2026-11-23")
    answer = desk("payform", "list", "--as", "dee", "--json").json
    assert answer["to_sign"] == [1, 2]
    (ana,) = (form for form in answer["forms"] if form["form"] == 1)
    assert (ana["state"], ana["currency"], ana["total"]) == ("submitted", "USD", "300.00")
    out = desk("payform", "list", "--as", "dee").out
    assert "2 wait for your signature: oncall payform approve 1 2" in out.splitlines()
    assert "signature: oncall" not in desk("payform", "list", "--as", "ana").out
    desk("payform", "approve", "1", "--as", "dee")
    assert listed(desk, "--state", "approved") == [("2026-11-16", "ana", "approved", 1)]
    assert listed(desk, "--state", "submitted") == [("2026-11-23", "ben", "submitted", 2)]
    assert desk("payform", "list", "--as", "dee", "--json").json["to_sign"] == [2]


def test_a_manager_signs_their_own_form_only_where_there_is_no_other(desk: Cli) -> None:
    desk("cover", "add", "dee", "2026-11-24T18:00/2026-11-25T07:00", "--reason", "x", "--as", "dee")
    submit(desk, "dee", "2026-11-23")
    assert desk("now", "--as", "dee", "--json").json["pay_forms_to_sign"] == [1]
    desk("team", "edit", "cy", "--role", "manager", "--as", "dee")
    assert desk("now", "--as", "dee", "--json").json["pay_forms_to_sign"] == []
    assert desk("now", "--as", "cy", "--json").json["pay_forms_to_sign"] == [1]
    assert desk("now", "--json").json["pay_forms_to_sign"] == []


def test_what_is_sent_back_is_one_row_with_its_reason_until_it_is_turned_in_anew(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    desk("payform", "send-back", "1", "--reason", "one call lacks", "--as", "dee")
    assert listed(desk, "--person", "ana") == [("2026-11-16", "ana", "sent_back", 1)]
    (form,) = desk("payform", "list", "--person", "ana", "--json").json["forms"]
    assert (form["sent_back"]["person"], form["sent_back"]["reason"]) == ("dee", "one call lacks")
    assert form["total"] is None
    assert "sent back one call lacks" in " ".join(desk("payform", "list").out.split())
    assert desk("now", "--json").json["pay_forms_late"][2]["people"] == ["ana"]
    back = "! Your pay form of week 2026-11-16 was sent back: one call lacks (oncall payform show --form 1)"
    assert back in " ".join(desk("now", "--as", "ana").out.split())
    assert "sent back" not in desk("now", "--as", "ben").out
    submit(desk, "ana", "2026-11-16")
    assert desk("now", "--as", "ana", "--json").json["pay_forms_sent_back"] == []
    assert listed(desk, "--person", "ana") == [("2026-11-16", "ana", "submitted", 2)]
    assert desk("payform", "list", "--person", "ana", "--json").json["forms"][0]["replaces"] == 1


def test_a_correction_speaks_for_its_week_and_one_sent_back_leaves_what_is_signed(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    desk("payform", "approve", "1", "--as", "dee")
    work(desk, "ana", "2026-11-17T22:00", "2026-11-17T22:30")
    assert listed(desk, "--differing") == [("2026-11-16", "ana", "approved", 1)]
    assert desk("payform", "list", "--differing", "--json").json["forms"][0]["differences"] > 0
    submit(desk, "ana", "2026-11-16", "--correction", "a call was told late")
    assert listed(desk, "--person", "ana") == [("2026-11-16", "ana", "submitted", 2)]
    assert "waits for a signature" in desk("payform", "list").out
    assert "replaces 1" in desk("payform", "list").out
    assert listed(desk, "--differing") == []
    desk("payform", "send-back", "2", "--reason", "told twice", "--as", "dee")
    assert listed(desk, "--person", "ana") == [("2026-11-16", "ana", "approved", 1)]
    assert "correction 2 was sent back: told twice" in desk("payform", "list").out


def test_a_form_for_dates_is_a_row_of_its_own_and_holds_its_weeks(desk: Cli) -> None:
    dates = "2026-11-10/2026-11-30"
    desk("payform", "submit", "--period", dates, "--as", "ben")
    assert listed(desk, "--person", "ben") == [
        ("2026-11-02", "ben", "late", None),
        (dates, "ben", "submitted", 1),
    ]
    desk("payform", "submit", "--period", "2026-11-10/2026-11-12", "--as", "cy")
    assert listed(desk, "--person", "cy")[:2] == [
        ("2026-11-09", "cy", "late", None),
        ("2026-11-10/2026-11-12", "cy", "submitted", 2),
    ]
    assert "in part on form 2, the rest goes by --period" in " ".join(desk("payform", "list").out.split())
    assert desk("payform", "list", "--as", "cy", "--json").json["to_turn_in"] == []
    desk("payform", "send-back", "1", "--reason", "by week, please", "--as", "dee")
    assert listed(desk, "--person", "ben") == [
        ("2026-11-02", "ben", "late", None),
        (dates, "ben", "sent_back", 1),
    ]
    told = " ".join(desk("now", "--as", "ben").out.split())
    assert f"Your pay form of {dates.replace('/', ' to ')} was sent back: by week, please (" in told
    late = desk("now", "--json").json["pay_forms_late"]
    assert [one["week"] for one in late if "ben" in one["people"]] == ["2026-11-02", "2026-11-23"]
    submit(desk, "ben", "2026-11-23")
    assert listed(desk, "--person", "ben") == [
        ("2026-11-02", "ben", "late", None),
        ("2026-11-23", "ben", "submitted", 3),
    ]


def test_without_a_pay_rule_nothing_is_owed_until_something_was_turned_in(team: Cli) -> None:
    team.at("2026-12-01T09:00:00-06:00")
    shown = team("payform", "list")
    assert shown.out.splitlines() == [
        "There is no such pay form that ends between 2026-09-07 and 2026-12-07.",
        "14 weeks are left out: the policy had no pay rule then, so there is nothing to",
        "turn in.",
    ]
    assert team("now", "--json").json["pay_forms_late"] == []
    work(team, "ana", "2026-11-17T22:00", "2026-11-17T22:30")
    submit(team, "ana", "2026-11-16")
    assert [row[:3] for row in listed(team)] == [
        ("2026-11-16", "ana", "submitted"),
        ("2026-11-23", "ben", "late"),
        ("2026-11-30", "cy", "running"),
    ]
    assert team("now", "--json").json["pay_forms_late"] == []


def test_what_waits_is_listed_however_old_it_is(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    desk.at("2027-06-01T09:00:00-05:00")
    assert ("2026-11-16", "ana", "submitted", 1) in listed(desk)
    assert ("2026-11-16", "ana", "submitted", 1) not in listed(desk, "--weeks", "13")


def test_what_is_not_listed_is_not_named_to_be_signed_or_turned_in(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    submit(desk, "ben", "2026-11-23")

    def named(*words: str) -> tuple[list[int], list[str]]:
        answer = desk("payform", "list", *words, "--json").json
        return answer["to_sign"], answer["to_turn_in"]

    as_dee, as_cy = ("--as", "dee"), ("--as", "cy")
    assert named(*as_dee) == ([1, 2], [])
    assert named("--person", "ben", *as_dee) == ([2], [])
    assert named("--state", "late", *as_dee) == ([], [])
    assert named("--period", "2026-11-20/2026-11-25", *as_dee) == ([1], [])
    assert named("--differing", *as_dee) == ([], [])
    assert named(*as_cy) == ([], ["2026-11-09"])
    assert named("--person", "cy", *as_cy) == ([], ["2026-11-09"])
    assert named("--state", "submitted", *as_cy) == ([], [])
    assert "Yours" not in desk("payform", "list", "--differing", *as_cy).out


def test_a_technician_s_own_forms_come_first_and_the_next_one_is_named(desk: Cli) -> None:
    work(desk, "ben", "2026-11-03T22:00", "2026-11-03T22:20", work_order=None)
    assert [row[1] for row in listed(desk, "--as", "ben")] == ["ben", "ben", "cy", "ana", "cy"]
    assert desk("payform", "list", "--as", "ben", "--json").json["to_turn_in"] == ["2026-11-23"]
    out = desk("payform", "list", "--as", "ben").out
    assert out.splitlines()[-1] == "Yours to turn in: oncall payform submit --week 2026-11-23"
    assert max(map(len, out.splitlines())) <= 80


def test_the_dates_asked_for_are_those_on_which_forms_end(desk: Cli) -> None:
    assert [row[0] for row in listed(desk, "--period", "2026-11-16/2026-11-23")] == [
        "2026-11-09",
        "2026-11-16",
    ]
    assert [row[0] for row in listed(desk, "--weeks", "2")] == ["2026-11-16", "2026-11-23", "2026-11-30"]
    assert listed(desk, "--period", "2026-11-17/2026-11-18") == []
    assert listed(desk, "--period", "2027-01-01/2027-02-28") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "paid"), "'paid' is no state of a pay form"),
        (("--period", "2026-11-01/2026-11-30", "--weeks", "3"), "--period and --weeks both say which weeks"),
        (("--period", "november"), "'november' is not a period"),
        (("--weeks", "0"), "invalid value for '--weeks': expected a number, 1 or more, not '0'"),
    ],
)
def test_what_is_wrong_is_said(desk: Cli, words: tuple[str, ...], said: str) -> None:
    assert desk("payform", "list", *words, code=2).err.splitlines()[0] == f"oncall: error: {said}"


def test_now_names_what_is_late_of_the_last_weeks_and_what_waits_for_a_manager(desk: Cli) -> None:
    submit(desk, "ana", "2026-11-16")
    out = desk("now", "--as", "dee").out.splitlines()
    assert "! Late pay form of week 2026-11-23: ben; more before it (oncall payform list)" in out
    assert "! 1 pay form waits for your signature: oncall payform list" in out
    assert not [line for line in out if "2026-11-16" in line]
    assert not [line for line in desk("now", "--as", "ana").out.splitlines() if "signature" in line]
    late = desk("now", "--json").json["pay_forms_late"]
    assert [one["week"] for one in late] == ["2026-11-02", "2026-11-09", "2026-11-23"]
    assert late[0]["due"] == "2026-11-09T07:30:00-06:00"
    assert desk("now", "--at", "2026-11-30T09:00", "--json").json["pay_forms_late"] == []
    late = desk.at("2026-12-29T09:00:00-06:00")("now", "--json").json["pay_forms_late"]
    assert [one["week"] for one in late] == ["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"]


def test_many_tickets_are_read_in_as_few_queries_as_few_and_none_reads_a_whole_table(
    desk: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, Any]] = []
    rows = Door.rows

    def counted(door: Door, sql: str, params: Any = ()) -> Any:
        asked.append((sql, params))
        return rows(door, sql, params)

    def queries(*words: str) -> int:
        asked.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Door, "rows", counted)
            desk(*words, "--as", "dee")
        return len(asked)

    submit(desk, "cy", "2026-11-09")
    work(desk, "ana", "2026-11-17T22:00", "2026-11-17T22:20")
    few = queries("payform", "list"), queries("now")
    for day in range(10, 29):
        work(desk, ("ana", "ben", "cy")[day % 3], f"2026-11-{day}T22:00", f"2026-11-{day}T22:20")
    assert (queries("payform", "list"), queries("now")) == few
    queries("payform", "list")
    door = desk.store().door
    plans = [
        (sql, step["detail"])
        for sql, params in asked
        if "payform" in sql or "work" in sql or "FROM ticket" in sql
        for step in rows(door, f"EXPLAIN QUERY PLAN {sql}", params)
    ]
    assert len({sql for sql, _ in plans}) >= 4
    assert [plan for plan in plans if plan[1].startswith("SCAN") and "USING" not in plan[1]] == []


def test_now_works_out_no_pay_for_a_team_that_has_no_pay_rule(team: Cli) -> None:
    looking = (
        "import sys\nfrom datetime import UTC, datetime\n"
        "from oncall_cli.cli import run\nfrom oncall_cli.commands.frame import World\n"
        "run(['now'], World(clock=lambda: datetime(2026, 11, 24, 8, tzinfo=UTC)))\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    ended = subprocess.run([sys.executable, "-c", looking], capture_output=True, text=True, check=True)
    assert "oncall_cli.commands.payform_late" in ended.stderr.split()
    assert "oncall_cli.core.payform" not in ended.stderr.split()
