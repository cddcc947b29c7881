"""A pay form from its draft to its signature and beyond: who may, what is refused, what replaces what."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from oncall_cli import cli as program
from oncall_cli.commands import complete
from tests.commands.test_payform import PAY, log
from tests.conftest import Cli

WEEK = ("--week", "2026-11-23")
SUBMIT = ("payform", "submit", *WEEK)
SHOW = ("payform", "show", "--person", "ben", *WEEK)
FILED = {"help_desk": "H1", "contact_log": "told", "work_order": "W9"}


@pytest.fixture
def desk(team: Cli, tmp_path: Path) -> Cli:
    """The team with a pay rule in mid-December; in ben's week of 11-23 a call on a Sunday, all filed."""
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
    done = {"status": "done", "done_at": moment("2026-11-29T03:00"), "resolution": "restarted"}
    log(team.path, "2026-11-29T02:00", "Dan", "VPN", ben=("02:00", "02:14"), **FILED, **done)
    return team.at("2026-12-18T09:00:00-06:00")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00-06:00")


def longer(desk: Cli, until: str = "03:00") -> None:
    """The call of ben's week turns out to have lasted longer."""
    desk("ticket", "work", "1", f"2026-11-29T02:00/2026-11-29T{until}", "--as", "ben")


def states(desk: Cli) -> dict[int, str]:
    rows = desk.store().door.rows("SELECT id, state FROM payform ORDER BY id")
    return {row["id"]: row["state"] for row in rows}


def test_what_is_turned_in_says_so_and_waits(desk: Cli) -> None:
    said = desk(*SUBMIT, "--as", "ben").out
    assert said == (
        "Pay form 1 of Ben Okafor for the week of 2026-11-23 is turned in: USD 345.00.\n"
        "It waits for a manager's signature.\n"
    )
    shown = desk(*SHOW, "--json").json
    assert (shown["form"], shown["state"], shown["total"]) == (1, "submitted", "345.00")
    assert shown["submitted"] == {
        "person": "ben",
        "name": "Ben Okafor",
        "moment": "2026-12-18T09:00:00-06:00",
        "by": None,
    }
    assert (shown["approved"], shown["differences"], shown["replaces"]) == (None, [], None)


def test_left_out_it_is_the_week_that_ended_last(desk: Cli) -> None:
    said = desk.at("2026-11-30T08:00:00-06:00")("payform", "submit", "--as", "ben", "--json").json
    assert said["week"] == "2026-11-23"


def test_a_form_that_lacks_something_is_refused_and_all_of_it_named(desk: Cli) -> None:
    log(desk.path, "2026-11-24T22:10", "Cara", "Invoices", ben=("22:10", "22:24"))
    log(desk.path, "2026-11-25T22:10", "Eve", "Orders", ben=("22:10", "22:24"), **FILED)
    fault = desk(*SUBMIT, "--as", "ben", "--json", code=1).error
    assert fault["message"] == (
        "the form of ben for the week of 2026-11-23 is not final: 2 tickets lack something"
    )
    assert fault["details"] == [
        "ticket 2: has no end: it is On It",
        "ticket 2: help-desk ticket is not filed",
        "ticket 2: contact log note is not filed",
        "ticket 2: work order is not filed",
        "ticket 3: has no end: it is On It",
    ]
    assert "oncall ticket document" in fault["hint"]
    assert states(desk) == {}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ("--week", "2026-12-14", "--as", "ben"),
            "has not ended; its form can be turned in from Mon 2026-12-21",
        ),
        (("--week", "2027-03-01", "--as", "ben"), "the week of 2027-03-01 has not ended"),
        (("--period", "2026-12-01/2026-12-31", "--as", "ben"), "2026-12-01 to 2026-12-31 has not ended"),
        ((*WEEK, "--as", "dee"), "dee had no part of a week and no call in the week of 2026-11-23"),
        ((*WEEK, "--as", "ana"), "ana had no part of a week and no call in the week of 2026-11-23"),
        ((*WEEK, "--as", "ana", "--person", "ben"), "ana cannot turn in the form of ben"),
        (
            (*WEEK, "--as", "ben", "--correction", "x"),
            "ben has no form for the week of 2026-11-23 to correct",
        ),
    ],
)
def test_what_cannot_be_turned_in(desk: Cli, words: tuple[str, ...], why: str) -> None:
    refused = desk("payform", "submit", *words, code=1).err
    assert why in refused
    assert "\nhint: " in refused
    assert states(desk) == {}


def test_a_week_without_calls_or_money_is_turned_in_all_the_same(team: Cli) -> None:
    said = team("payform", "submit", "--as", "ana").out
    assert "the week of 2026-11-16 is turned in: USD 0.00" in said


def test_a_dry_run_shows_the_form_and_keeps_nothing(desk: Cli) -> None:
    said = desk(*SUBMIT, "--as", "ben", "--dry-run").out
    first = "Would turn in the pay form of Ben Okafor for the week of 2026-11-23: USD 345.00."
    assert said.splitlines()[0] == first
    assert "Call-out, Sunday" in said
    assert states(desk) == {}


def test_a_manager_turns_in_for_somebody_and_is_named(desk: Cli) -> None:
    desk("team", "edit", "dee", "--login", "dpark", "--as", "dee")
    desk.login = "dpark"
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "submit", "--person", "cy", "--week", "2026-11-30")
    for number in ("1", "2"):
        signed = desk("payform", "show", "--form", number, "--json").json["submitted"]
        assert (signed["person"], signed["by"]) == (("ben", "cy")[int(number) - 1], "dee")
    assert "through dee" in desk(*SHOW).out


def test_once_is_enough(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    fault = desk(*SUBMIT, "--as", "ben", "--json", code=1).error
    assert fault["message"] == (
        "pay form 1 of ben for the week of 2026-11-23 is turned in already and "
        "waits for a manager's signature"
    )
    assert fault["hint"] == "if something changed since: --correction REASON"
    desk("payform", "approve", "1", "--as", "dee")
    assert "is turned in already and signed by dee" in desk(*SUBMIT, "--as", "ben", code=1).err


def test_the_shell_offers_the_forms_that_wait(desk: Cli) -> None:
    context = program.typer.Context(program.typer.main.get_command(program.app))
    assert complete.payforms(context, "") == []
    desk(*SUBMIT, "--as", "ben")
    assert complete.payforms(context, "") == [("1", "ben, the week of 2026-11-23")]
    desk("payform", "approve", "1", "--as", "dee")
    assert complete.payforms(context, "") == []


def test_a_minute_is_on_one_form_only(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    november = ("payform", "submit", "--period", "2026-11-01/2026-11-30", "--as", "ben")
    assert (
        "pay form 1 of ben for the week of 2026-11-23 has some of the time of 2026-11-01 to 2026-11-30"
        in (desk(*november, code=1).err)
    )
    desk("payform", "send-back", "1", "--reason", "by months, please", "--as", "dee")
    desk(*november)
    assert "pay form 2 of ben for 2026-11-01 to 2026-11-30 has some of the time" in (
        desk(*SUBMIT, "--as", "ben", code=1).err
    )
    desk("payform", "submit", "--period", "2026-12-01/2026-12-17", "--as", "ben")
    assert states(desk) == {1: "sent_back", 2: "submitted", 3: "submitted"}


def test_a_draft_of_time_that_a_form_has_says_which(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    november = ("--period", "2026-11-01/2026-11-30", "--person", "ben")
    note = "pay form 1 has a part of these dates already, and a minute is paid on one form only"
    assert f"note: {note}\n" in desk("payform", "show", *november).err
    assert note in desk("payform", "export", *november, "--json").json["notes"]
    assert note not in desk(*SHOW, "--json").json["notes"], "that is the form itself"
    desk("payform", "submit", "--period", "2026-11-01/2026-11-20", "--as", "ben")
    assert "pay forms 1, 2 have a part of these dates" in desk("payform", "show", *november).err
    desk("payform", "send-back", "1", "--reason", "no", "--as", "dee")
    desk("payform", "send-back", "2", "--reason", "no", "--as", "dee")
    assert "part of these dates" not in desk("payform", "show", *november).err


@pytest.mark.parametrize("last", ["2026-11-29", "2026-11-30"])
def test_who_writes_the_dates_of_a_week_is_told_how_it_is_named(desk: Cli, last: str) -> None:
    dates = ("payform", "submit", "--period", f"2026-11-23/{last}", "--as", "ben")
    named = "the week is --week 2026-11-23"
    assert f"note: from midnight to midnight; {named}\n" in desk(*dates, "--dry-run").err
    assert f"hint: {named}\n" in desk(*dates, "--correction", "x", code=1).err
    desk(*SUBMIT, "--as", "ben")
    assert f"hint: {named}\n" in desk(*dates, code=1).err
    beside = ("payform", "submit", "--period", "2026-11-24/2026-11-30", "--as", "ben")
    assert "hint: turn in a period beside it" in desk(*beside, code=1).err


def test_a_number_says_who_sent_the_form_back_or_what_replaced_it(desk: Cli) -> None:
    def first_line(number: int) -> str:
        return desk("payform", "show", "--form", str(number)).out.splitlines()[0]

    desk(*SUBMIT, "--as", "ben")
    assert first_line(1).endswith("2026-11-30: submitted")
    longer(desk)
    desk(*SUBMIT, "--as", "ben", "--correction", "it took longer")
    assert first_line(1).endswith("2026-11-30: submitted, replaced by pay form 2")
    desk("payform", "send-back", "2", "--reason", "told twice", "--as", "dee")
    assert first_line(2).endswith("2026-11-30: DRAFT, sent back by dee: told twice")


def test_a_correction_of_what_waits_takes_its_place_at_once(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    longer(desk)
    said = desk(*SUBMIT, "--as", "ben", "--correction", "the call went on").out
    assert "USD 365.00.\nIt waits in place of form 1 for a manager's signature." in said
    assert states(desk) == {1: "replaced", 2: "submitted"}
    shown = desk(*SHOW, "--json").json
    assert (shown["form"], shown["replaces"]) == (
        2,
        {
            "form": 1,
            "total": "345.00",
            "difference": "20.00",
            "because": "the call went on",
            "approved": False,
        },
    )
    first = desk("payform", "show", "--form", "1", "--json").json
    assert (first["state"], first["replaced_by"], first["differences"]) == ("submitted", 2, [])
    assert (
        "pay form 1 was replaced by a correction"
        in desk("payform", "approve", "1", "--as", "dee", code=1).err
    )


def test_what_is_signed_is_paid_until_its_correction_is(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    longer(desk)
    said = desk(*SUBMIT, "--as", "ben", "--correction", "longer").out
    assert "Until then form 1 is what is paid." in said
    longer(desk, "04:00")
    desk(*SUBMIT, "--as", "ben", "--correction", "longer still")
    assert states(desk) == {1: "approved", 2: "replaced", 3: "submitted"}
    third = desk(*SHOW, "--json").json
    assert third["replaces"] == {
        "form": 1, "total": "345.00", "difference": "60.00", "because": "longer still", "approved": True,
    }  # fmt: skip
    desk("payform", "approve", "3", "--as", "dee")
    assert states(desk) == {1: "replaced", 2: "replaced", 3: "approved"}
    assert desk("payform", "show", "--form", "1", "--json").json["state"] == "approved"
    after = [desk("payform", "show", "--form", n, "--json").json["replaced_by"] for n in ("1", "2", "3")]
    assert after == [3, 3, None]


def test_a_correction_in_which_nothing_differs_is_refused(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    desk("ticket", "edit", "1", "--caller", "Dan Brown", "--as", "ben")
    assert "nothing differs from pay form 1" in desk(*SUBMIT, "--as", "ben", "--correction", "x", code=1).err
    longer(desk)
    desk(*SUBMIT, "--as", "ben", "--correction", "longer")
    assert "nothing differs from pay form 2" in desk(*SUBMIT, "--as", "ben", "--correction", "x", code=1).err
    assert states(desk) == {1: "approved", 2: "submitted"}


def test_a_correction_can_come_to_nothing(desk: Cli) -> None:
    desk("payform", "submit", "--week", "2026-11-30", "--as", "cy")
    desk("payform", "approve", "1", "--as", "dee")
    desk("cover", "add", "ana", "2026-11-30T18:01/2026-12-07T07:00", "--reason", "ill", "--as", "dee")
    shown = desk("payform", "show", "--form", "1", "--json").json
    assert [(one["what"], one["was"], one["now"]) for one in shown["differences"]] == [
        ("week", "cy", "cy; covered by ana from 2026-11-30 18:01 to 2026-12-07 06:59"),
        ("line", "1 week at 300.00: 300.00", None),
        ("total", "300.00 USD", "0.00 USD"),
    ]
    desk("payform", "submit", "--week", "2026-11-30", "--as", "cy", "--correction", "ana had it")
    assert desk("payform", "show", "--form", "2", "--json").json["replaces"]["difference"] == "-300.00"


def test_after_a_send_back_it_is_turned_in_anew(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    said = desk("payform", "send-back", "1", "--reason", "the call went on", "--as", "dee").out
    assert said == "Sent pay form 1 of Ben Okafor for the week of 2026-11-23 back: the call went on.\n"
    back = {
        "form": 1, "person": "dee", "name": "Dee Park", "moment": "2026-12-18T09:00:00-06:00",
        "reason": "the call went on",
    }  # fmt: skip
    draft = desk(*SHOW, "--json").json
    assert (draft["form"], draft["state"], draft["sent_back"]) == (None, "draft", back)
    first = desk("payform", "show", "--form", "1", "--json").json
    assert (first["form"], first["state"], first["sent_back"]) == (1, "draft", back)
    assert "the call went on" in desk(*SHOW).out
    refused = desk(*SUBMIT, "--as", "ben", "--correction", "x", code=1).err
    assert "to correct: form 1 was sent back" in refused
    longer(desk)
    desk(*SUBMIT, "--as", "ben")
    second = desk(*SHOW, "--json").json
    assert (second["form"], second["state"], second["sent_back"]) == (2, "submitted", None)
    assert (second["replaces"]["form"], second["replaces"]["approved"]) == (1, False)


def test_a_correction_that_was_sent_back_leaves_what_is_paid(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "approve", "1", "--as", "dee")
    longer(desk)
    desk(*SUBMIT, "--as", "ben", "--correction", "longer")
    back = desk("payform", "send-back", "2", "--reason", "no proof", "--as", "dee")
    assert back.err == "note: pay form 1, which it would have replaced, is still what is paid\n"
    shown = desk(*SHOW)
    assert shown.out.startswith("Pay form 1 of Ben Okafor")
    assert "note: its correction, pay form 2, was sent back by dee: no proof\n" in shown.err
    desk(*SUBMIT, "--as", "ben", "--correction", "here is the proof")
    assert desk(*SHOW, "--json").json["replaces"]["form"] == 1
    assert "was sent back" not in desk(*SHOW).err


def test_why_a_form_is_sent_back_is_asked_for(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    assert "needs a reason" in desk("payform", "send-back", "1", "--as", "dee", code=2).err
    desk.answers, desk.says = [], ["", "which\tcall?", "which call?"]
    assert desk("payform", "send-back", "1", "--as", "dee").out.endswith("back: which call?\n")
    assert desk.asked == ["What is wrong with it?"] * 3


@pytest.mark.parametrize("verb", [("approve", "1"), ("send-back", "1", "--reason", "x")])
def test_a_manager_settles_forms(desk: Cli, verb: tuple[str, ...]) -> None:
    assert "there is no pay form 1" in desk("payform", *verb, "--as", "dee", code=3).err
    desk(*SUBMIT, "--as", "ben")
    assert "only a manager may" in desk("payform", *verb, "--as", "ana", code=1).err
    assert states(desk) == {1: "submitted"}


def test_nobody_signs_their_own_while_another_manager_is_there(desk: Cli) -> None:
    desk("cover", "add", "dee", "2026-11-25T18:00/2026-11-26T08:00", "--reason", "ill", "--as", "dee")
    desk(*SUBMIT, "--as", "dee")
    desk("team", "edit", "ana", "--role", "manager", "--as", "dee")
    fault = desk("payform", "approve", "1", "--as", "dee", "--json", code=1).error
    assert fault["message"] == "pay form 1 is your own, and another manager signs it"
    assert fault["hint"] == "ask ana"
    desk("team", "edit", "dee", "--login", "dpark", "--as", "dee")
    desk.login = "dpark"
    assert "is your own" in desk("payform", "approve", "1", "--as", "ana", code=1).err
    desk("team", "edit", "ana", "--role", "technician")
    alone = desk("payform", "approve", "1")
    assert alone.err == "note: pay form 1 is your own; you are the only manager, so you may sign it\n"
    assert states(desk) == {1: "approved"}


def test_many_are_signed_at_once_or_none(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    desk("payform", "submit", "--week", "2026-11-16", "--as", "ana")
    desk("payform", "submit", "--week", "2026-11-30", "--as", "cy")
    desk("payform", "approve", "2", "--as", "dee")
    fault = desk("payform", "approve", "1", "2", "3", "--as", "dee", "--json", code=1).error
    assert fault["message"] == "1 of 3 forms cannot be signed, so none was"
    assert fault["details"] == ["pay form 2 is signed by dee already"]
    rehearsed = desk("payform", "approve", "1", "3", "1", "--as", "dee", "--dry-run")
    assert rehearsed.out.startswith("Would sign 2 pay forms, 1 and 3: USD 645.00.\n")
    assert states(desk) == {1: "submitted", 2: "approved", 3: "submitted"}
    signed = desk("payform", "approve", "3", "1", "--as", "dee", "--json").json["forms"]
    assert [(form["form"], form["state"], form["approved"]["name"]) for form in signed] == [
        (3, "approved", "Dee Park"),
        (1, "approved", "Dee Park"),
    ]


def test_who_signs_is_told_what_would_be_otherwise_today(desk: Cli) -> None:
    desk(*SUBMIT, "--as", "ben")
    longer(desk)
    said = desk("payform", "approve", "1", "--as", "dee")
    assert said.out == "Signed pay form 1 of ben for the week of 2026-11-23: USD 345.00.\n"
    assert said.err == (
        "note: by today's tickets and rules pay form 1 would come to 365.00 USD, not 345.00 USD: "
        "oncall payform show --form 1 names 3 differences\n"
    )


@pytest.mark.parametrize(
    ("words", "loser"),
    [
        ((*SUBMIT, "--as", "ben"), "pay form 1 of ben for the week of 2026-11-23 is turned in already"),
        (("payform", "approve", "1", "--as", "dee"), "pay form 1 is signed by dee already"),
    ],
    ids=["submit", "approve"],
)
def test_of_two_at_once_one_wins_and_the_other_is_told(desk: Cli, words: tuple[str, ...], loser: str) -> None:
    if words[1] == "approve":
        desk(*SUBMIT, "--as", "ben")
    runs = "import sys; from datetime import datetime; from oncall_cli.cli import run; "
    runs += "from oncall_cli.commands.frame import World; "
    runs += f"now = datetime.fromisoformat({desk.now.isoformat()!r}); "
    runs += f"sys.exit(run({list(words)!r}, World(clock=lambda: now, login='nobody')))"
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", runs],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        for _ in range(2)
    ]
    told = [racer.communicate()[1] for racer in racers]
    assert sorted(racer.returncode for racer in racers) == [0, 1], told
    assert [loser in said for said in told if said] == [True]
    assert len(states(desk)) == 1
