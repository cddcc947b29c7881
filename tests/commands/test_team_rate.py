"""What an hour pays a member of their own, by date: through the program, up to the pay form."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.store.door import Act
from oncall_cli.store.store import open_store

CHICAGO = ZoneInfo("America/Chicago")
PAY = """
[team]
timezone = "America/Chicago"

[pay]
base_rate = "20.00"
"""
BEN = ("payform", "show", "--person", "ben", "--json", "--week", "2026-11-23")
RATE = ("team", "rate", "ben")


def applied(team: Any, tmp_path: Path, text: str) -> Any:
    """The team in mid-December with a policy from the 20th of October."""
    policy = tmp_path / "pay.toml"
    policy.write_text(text, encoding="utf-8")
    team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
    return team.at("2026-12-18T09:00:00-06:00")


def worked(path: Path, *days: str, person: str = "ben") -> None:
    """An hour of a member's from 22:00 on each day, on a ticket that lacks nothing."""
    store = open_store(path)
    for day in days:
        start, end = (
            datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=CHICAGO).astimezone(UTC)
            for clock in ("22:00", "23:00")
        )
        filed = {"help_desk": "H", "contact_log": "C", "work_order": "W", "documented_at": end}
        done = {"status": "done", "done_at": end, "resolution": "ok", "last_step_at": end, "on_it_at": start}
        with store.door.transaction(Act("ben", None, "ben", end)):
            added = store.tickets.add(
                Ticket.model_validate(
                    {
                        "id": 0,
                        "channel": "phone",
                        "caller": "Jo",
                        "phone": "555",
                        "description": "down",
                        "tier": 1,
                    }
                    | {"received": start, "followed_up_at": end, **done, **filed}
                )
            )
            store.tickets.add_work(Work(ticket=added.id, person=person, start=start, end=end))
    store.door.close()


@pytest.fixture
def desk(team: Any, tmp_path: Path) -> Any:
    """Three calls of an hour in ben's week, of which Thanksgiving is in the middle."""
    applied(team, tmp_path, PAY)
    worked(team.path, "2026-11-24", "2026-11-26", "2026-11-28")
    return team


def amounts(desk: Any) -> list[str]:
    return [line["amount"] for line in desk(*BEN).json["lines"]]


def test_a_week_that_a_change_cuts_pays_each_day_what_held_on_it(desk: Any) -> None:
    assert amounts(desk) == ["20.00", "20.00", "20.00"]
    said = desk(*RATE, "24.50", "--from", "2026-11-26", "--as", "dee")
    assert (said.out, said.err) == ("The base rate of ben from 2026-11-26: 24.50 USD an hour.\n", "")
    assert amounts(desk) == ["20.00", "24.50", "24.50"]
    desk(*RATE, "--policy", "--from", "2026-11-28", "--as", "dee")
    assert amounts(desk) == ["20.00", "24.50", "20.00"]
    desk(*RATE, "0", "--from", "2026-11-01", "--as", "dee")
    assert amounts(desk) == ["0.00", "24.50", "20.00"]
    assert (
        desk("payform", "show", "--person", "ana", "--json", "--week", "2026-11-16").json["total"] == "0.00"
    )


def test_a_call_past_midnight_has_the_rate_of_each_of_its_dates(team: Any, tmp_path: Path) -> None:
    applied(team, tmp_path, PAY)
    team.at("2026-11-25T09:00:00-06:00")
    log = ("ticket", "log", "-c", "phone", "-n", "Jo", "-p", "555", "-d", "down", "--as", "ben")
    team(*log, "--received", "yesterday 23:30", "--worked", "2026-11-24T23:30/2026-11-25T00:30")
    team(*RATE, "30", "--from", "2026-11-25", "--as", "dee")
    assert [(line["date"], line["amount"]) for line in team(*BEN).json["lines"]] == [
        ("2026-11-24", "10.00"),
        ("2026-11-25", "15.00"),
    ]


def test_a_call_rate_of_the_policy_s_own_leaves_a_member_s_rate_without_effect(
    team: Any, tmp_path: Path
) -> None:
    applied(team, tmp_path, PAY + '\n[pay.callout]\nrate = "33.00"\n')
    worked(team.path, "2026-11-24")
    said = team(*RATE, "24.50", "--from", "2026-11-01", "--as", "dee")
    assert said.err == (
        "note: the policy of 2026-11-01 pays nothing by the base rate, so this changes no pay form\n"
    )
    assert amounts(team) == ["33.00"]


def test_standby_in_base_hours_is_paid_at_the_member_s_rate(team: Any, tmp_path: Path) -> None:
    standby = 'standby = { unit = "day", day = { weekday = "1" }, in_base_hours = true }\n'
    applied(team, tmp_path, PAY + standby + '\n[pay.callout]\nrate = "33.00"\n')
    said = team(*RATE, "24.50", "--from", "2026-11-26", "--as", "dee")
    assert said.err == ""
    paid = {line["date"]: line["amount"] for line in team(*BEN).json["lines"]}
    assert (paid["2026-11-25"], paid["2026-11-26"]) == ("20.00", "24.50")


def test_standby_by_the_hour_is_cut_where_the_rate_changes(team: Any, tmp_path: Path) -> None:
    applied(
        team,
        tmp_path,
        PAY + 'standby = { unit = "hour", hour = { weekday = "0.1" }, in_base_hours = true }\n',
    )
    team(*RATE, "30", "--from", "2026-11-26", "--as", "dee")
    paid = [(line["quantity"], line["rate"], line["amount"]) for line in team(*BEN).json["lines"]]
    assert ("53.9833", "2.00", "107.97") in paid, "Monday 18:01 up to Thursday"
    assert ("54.9833", "3.00", "164.95") in paid, "Thursday and Friday, and Monday up to 06:59"
    assert {rate for _, rate, _ in paid} == {"2.00", "3.00"}


def test_what_was_recorded_of_a_date_before_counts_no_more_and_stays_on_record(desk: Any) -> None:
    desk(*RATE, "24.50", "--from", "2026-11-26", "--as", "dee")
    said = desk(*RATE, "25", "--from", "2026-11-26", "--as", "dee")
    assert said.err == "note: what was recorded of 2026-11-26 before counts no more: 24.50 USD an hour\n"
    desk(*RATE, "40", "--from", "2027-01-01", "--as", "dee")
    shown = desk(*RATE, "--json").json
    assert [(one["holds_from"], one["rate"], one["state"]) for one in shown["rates"]] == [
        ("2026-11-26", "24.50", "replaced"),
        ("2026-11-26", "25.00", "holds"),
        ("2027-01-01", "40.00", "coming"),
    ]
    assert shown["holds"] == {"rate": "25.00", "own": True, "since": "2026-11-26"}
    assert (shown["policy"], shown["currency"], shown["person"]) == ("20.00", "USD", "ben")
    assert shown["rates"][0]["recorded"] == "2026-12-18T09:00:00-06:00"
    out = desk(*RATE).out
    assert "Today   25.00 USD an hour since 2026-11-26" in out
    assert "counts no more" in out
    assert desk.store().records.latest(1)[0].noun == "base_rate"


def test_a_rate_before_another_says_until_when_it_holds(desk: Any) -> None:
    desk(*RATE, "--policy", "--from", "2026-11-28", "--as", "dee", "--dry-run")
    desk(*RATE, "25", "--from", "2026-11-28", "--as", "dee")
    said = desk(*RATE, "22", "--from", "2026-11-24", "--as", "dee")
    assert said.err == "note: it holds until 2026-11-28; from then on 25.00 USD an hour, as recorded\n"
    assert amounts(desk) == ["22.00", "22.00", "25.00"]


def test_what_holds_already_is_not_recorded_again(desk: Any) -> None:
    for words in (("--policy",), ("24.50",)):
        desk(*RATE, *words, "--from", "2026-11-26", "--as", "dee")
        before = desk("store", "log", "--json").out
        said = desk(
            *RATE, *(("24.5",) if words == ("24.50",) else words), "--from", "2026-11-27", "--as", "dee"
        )
        assert said.out.endswith("already; nothing was changed.\n")
        assert desk("store", "log", "--json").out == before


def test_a_dry_run_shows_the_rate_and_stores_nothing(desk: Any) -> None:
    asked = (*RATE, "24.50", "--from", "2026-11-26", "--as", "dee", "--dry-run")
    assert desk(*asked).out == "Would record the base rate of ben from 2026-11-26: 24.50 USD an hour.\n"
    assert desk(*asked, "--json").json["stored"] is False
    assert amounts(desk) == ["20.00", "20.00", "20.00"]
    assert desk(*RATE, "--json").json["rates"] == []


def test_a_rate_of_the_past_names_the_forms_that_were_turned_in_otherwise(desk: Any) -> None:
    desk("payform", "submit", "--week", "2026-11-23", "--as", "ben")
    desk("payform", "submit", "--week", "2026-11-02", "--as", "ben")
    later = desk(*RATE, "30", "--from", "2026-11-29", "--as", "dee", "--json").json
    assert later["forms"] == [], "no call of the form lies on those dates"
    said = desk(*RATE, "24.50", "--from", "2026-10-26", "--as", "dee", "--dry-run")
    assert "note: this makes a difference to pay form 1; it stays as turned in until a correction" in said.err
    assert "oncall payform submit --person ben --week 2026-11-23 --correction REASON\n" in said.err
    assert desk(*RATE, "24.50", "--from", "2026-10-26", "--as", "dee", "--json").json["forms"] == [1]
    assert desk(*BEN).json["total"] == "60.00", "what was turned in stays"


def test_of_several_forms_the_note_names_the_first_one_s_correction(desk: Any) -> None:
    desk("payform", "submit", "--period", "2026-11-24/2026-11-25", "--as", "ben")
    desk("payform", "submit", "--period", "2026-11-26/2026-11-28", "--as", "ben")
    said = desk(*RATE, "24.50", "--from", "2026-10-26", "--as", "dee")
    assert "difference to 2 pay forms turned in: 1, 2; they stay as turned in" in said.err
    command = "submit --person ben --period 2026-11-24/2026-11-25 --correction REASON, and so for each\n"
    assert command in said.err


def test_a_member_s_page_names_the_rate_that_holds(desk: Any) -> None:
    assert "Base rate  20.00 USD an hour, the policy's" in desk("team", "show", "ben").out
    desk(*RATE, "24.50", "--from", "2026-12-18", "--as", "dee")
    assert "Base rate  24.50 USD an hour since 2026-12-18" in desk("team", "show", "ben").out
    assert desk("team", "show", "ben", "--json").json["base_rate"]["rate"] == "24.50"
    assert "Base rate  20.00 USD" in desk.at("2026-12-17T09:00:00-06:00")("team", "show", "ben").out


def test_who_has_left_gets_a_rate_of_the_past_alone(desk: Any) -> None:
    desk("team", "add", "eve", "--name", "Eve", "--as", "dee")
    worked(desk.path, "2026-11-25", person="eve")
    desk("team", "leave", "eve", "--on", "2026-12-01", "--as", "dee")
    assert (
        "eve is in the team until 2026-12-01 only"
        in desk("team", "rate", "eve", "30", "--as", "dee", code=1).err
    )
    desk("team", "rate", "eve", "30", "--from", "2026-11-25", "--as", "dee")
    form = desk("payform", "show", "--person", "eve", "--week", "2026-11-23", "--json").json
    assert [line["amount"] for line in form["lines"]] == ["30.00"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("30", "--as", "ben"), 1, "only a manager may say what an hour pays; ben is none"),
        (("30", "--policy", "--as", "dee"), 2, "an hour pays the amount or the policy's rate"),
        (("--from", "2026-11-01", "--as", "dee"), 2, "what does an hour pay from then on?"),
        (("--dry-run", "--as", "dee"), 2, "what does an hour pay from then on?"),
        (("30,5", "--as", "dee"), 2, "'30,5' is no rate: expected an amount"),
        (("30", "--from", "someday", "--as", "dee"), 2, "'someday' is not a date"),
    ],
)
def test_wrong_words_get_one_sentence_and_change_nothing(
    desk: Any, words: tuple[str, ...], code: int, said: str
) -> None:
    before = desk.path.read_bytes()
    assert said in desk(*RATE, *words, code=code).err.splitlines()[0]
    assert desk.path.read_bytes() == before


def test_a_rate_that_makes_no_sense_is_damage(desk: Any) -> None:
    desk(*RATE, "30", "--as", "dee")
    conn = desk.store().door.db.conn
    conn.execute("DROP TRIGGER base_rate_no_update")
    conn.execute("UPDATE base_rate SET rate = 'much'")
    assert "what it holds makes no sense" in desk(*RATE, code=4).err
