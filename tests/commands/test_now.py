"""`now`: who has the phone, what is open, what is late, on a page, in a line, again and again."""

from datetime import date, datetime

import pytest

from oncall_cli.cli import run
from oncall_cli.commands.frame import World
from oncall_cli.core.cover import Cover
from oncall_cli.core.mail import LEASE, Mail
from oncall_cli.store.door import Act
from tests.conftest import Cli

LOG = ("ticket", "log", "-n", "Dana", "-p", "555-0100", "-d", "Billing is down")


def test_now_says_who_has_the_phone_and_who_is_next(team: Cli) -> None:
    answer = team("now", "--json").json
    assert (answer["person"], answer["name"], answer["week"]) == ("ben", "Ben Okafor", "2026-11-23")
    assert answer["until"] == "2026-11-30T06:59:00-06:00"
    assert answer["next"] == {"person": "cy", "name": "Cy Young", "start": "2026-11-30T18:01:00-06:00"}
    page = team("now").out
    assert "Ben Okafor (ben) has the phone until Mon 2026-11-30 06:59.  555-0100" in page
    assert "Next: Cy Young (cy), from Mon 2026-11-30 18:01." in page
    assert "No ticket is open." in page


def test_on_handover_day_nobody_has_the_phone_and_the_next_one_is_named(team: Cli) -> None:
    answer = team("now", "--at", "2026-11-30T12:00", "--json").json
    assert (answer["person"], answer["week"], answer["office_open"]) == (None, None, True)
    assert answer["next"]["person"] == "cy"
    assert "Handover day: nobody is on call until 18:01." in team("now", "--at", "2026-11-30T12:00").out


def test_a_clock_that_ran_out_is_named_with_how_late_it_is(team: Cli) -> None:
    team(*LOG, "-c", "voicemail", "-t", "1", "--received", "01:50")
    team(*LOG, "-c", "email", "-t", "3", "--received", "02:05")
    answer = team("now", "--json").json
    assert [ticket["id"] for ticket in answer["tickets"]] == [1, 2]
    late = {(one["ticket"], one["clock"]): one["minutes"] for one in answer["overdue"]}
    assert late == {(1, "response"): 5}
    page = team("now").out
    assert "answer late by 5 min" in page
    assert "answer in 10 min" in page
    assert "! ticket 1, answer late by 5 min" in page


def test_a_line_for_the_prompt_counts_what_is_open_and_late(team: Cli) -> None:
    assert team("now", "--short").out == "ben until Mon 06:59, then cy; 0 open\n"
    team(*LOG, "-c", "voicemail", "--received", "01:50")
    team(*LOG, "-c", "phone")
    assert team("now", "--short").out == "ben until Mon 06:59, then cy; 2 open, 1 late\n"


def test_a_swap_is_shown_to_whom_it_waits_for_and_to_nobody_else(team: Cli) -> None:
    asked = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben")
    team(*asked, "--as", "ana")
    waits = {who: team("now", "--json", "--as", who).json["swaps"] for who in ("ana", "ben", "cy", "dee")}
    assert [who for who, swaps in waits.items() if swaps] == ["ben"]
    team("swap", "accept", "1", "--as", "ben")
    waits = {who: team("now", "--json", "--as", who).json["swaps"] for who in ("ana", "ben", "cy", "dee")}
    assert [who for who, swaps in waits.items() if swaps] == ["dee"]


def test_while_a_cover_runs_the_one_who_covers_has_the_phone_until_it_ends(team: Cli) -> None:
    covers(team, "cy", "2026-11-24T02:00:00-06:00", "2026-11-26T08:00:00-06:00")
    answer = team("now", "--json").json
    assert (answer["person"], answer["owner"], answer["cover"], answer["week"]) == (
        "cy",
        "ben",
        1,
        "2026-11-23",
    )
    assert answer["until"] == "2026-11-26T08:00:00-06:00"
    assert answer["next"] == {"person": "ben", "name": "Ben Okafor", "start": "2026-11-26T08:00:00-06:00"}
    page = team("now").out
    assert "Cy Young (cy) has the phone until Thu 2026-11-26 08:00, covering for Ben" in page
    assert "Next: Ben Okafor (ben), from Thu 2026-11-26 08:00." in page
    assert team("now", "--short").out == "cy until Thu 08:00, then ben; 0 open\n"


def test_next_is_who_covers_then_and_after_the_last_stretch_whoever_the_next_week_begins_with(
    team: Cli,
) -> None:
    covers(team, "cy", "2026-11-29T20:00:00-06:00", "2026-11-30T06:59:00-06:00")
    before, last, handover = (
        team("now", "--json", "--at", at).json
        for at in ("2026-11-29T19:59", "2026-11-30T06:59", "2026-11-30T07:00")
    )
    assert (before["person"], before["owner"], before["cover"]) == ("ben", "ben", None)
    assert before["until"] == before["next"]["start"] == "2026-11-29T20:00:00-06:00"
    assert before["next"]["person"] == "cy"
    assert (last["person"], last["until"]) == ("cy", "2026-11-30T06:59:00-06:00")
    assert last["next"] == {"person": "cy", "name": "Cy Young", "start": "2026-11-30T18:01:00-06:00"}
    assert (handover["person"], handover["owner"], handover["next"]) == (None, None, last["next"])


def covers(team: Cli, person: str, start: str, end: str) -> None:
    store = team.store()
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    week = date(2026, 11, 23)
    cover = Cover(id=0, week=week, person=person, start=first, end=last, reason="ill", recorded=team.now)
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.covers.add(cover)


def test_alone_the_program_shows_now_or_how_to_begin(cli: Cli, team: Cli) -> None:
    assert "has the phone" in team().out
    team.path.unlink()
    begin = team().out.splitlines()
    assert len(begin) == 3
    assert "oncall init" in begin[0]


def test_watching_shows_the_page_anew_until_it_is_interrupted(
    team: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter([team.now, team.now.replace(minute=12)])
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt

    capsys.readouterr()
    code = run(["now", "--watch"], World(clock=lambda: next(moments), login="nobody", wait=wait))
    printed = capsys.readouterr()
    assert (code, printed.err) == (130, "")
    assert "Tue 2026-11-24 02:10" in printed.out
    assert "Tue 2026-11-24 02:12" in printed.out


def test_of_a_past_moment_only_who_was_on_is_known(team: Cli) -> None:
    team(*LOG, "-c", "phone", "--received", "02:00")
    answer = team("now", "--at", "02:05", "--json").json
    assert (answer["past"], answer["person"], answer["tickets"]) == (True, "ben", [])
    page = team("now", "--at", "2026-11-10T12:00").out
    assert "Cy Young (cy) had the phone until Mon 2026-11-16 06:59." in page
    assert "That is past; which tickets were open then is not known." in page
    later = team("now", "--at", "2026-11-24T02:30", "--json").json
    assert [ticket["id"] for ticket in later["tickets"]] == [1]


def test_on_a_narrow_terminal_a_number_is_never_cut(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(13):
        team(*LOG, "-c", "voicemail", "--received", "01:50")
    monkeypatch.setenv("COLUMNS", "40")
    page = team("now").out
    assert " 13  " in page
    assert page.partition("! ")[0].count("answer late by 5 min") == 13


def test_the_longest_late_is_named_first_and_the_queue_keeps_its_order(team: Cli) -> None:
    team(*LOG, "-c", "voicemail", "-t", "1", "--received", "01:50")
    team(*LOG, "-c", "voicemail", "-t", "3", "--received", "01:20")
    answer = team("now", "--json").json
    assert [ticket["id"] for ticket in answer["tickets"]] == [1, 2]
    assert [(one["ticket"], one["minutes"]) for one in answer["overdue"]] == [(2, 35), (1, 5)]
    assert "! ticket 2, answer late by 35 min; ticket 1, answer late by 5 min" in team("now").out


def test_what_is_deferred_is_not_open_until_its_time_comes(team: Cli) -> None:
    team(*LOG, "-c", "voicemail", "-t", "4", "--received", "01:20")
    team("ticket", "defer", "1", "--as", "ben")
    answer = team("now", "--json").json
    assert (answer["tickets"], answer["overdue"], answer["deferred"]) == ([], [], 1)
    assert answer["next_deferred"] == "2026-11-24T07:00:00-06:00"
    assert "No ticket is to be answered.\n1 deferred, until 07:00: oncall" in team("now").out
    then = team("now", "--at", "2026-11-24T07:00", "--json").json
    assert ([ticket["id"] for ticket in then["tickets"]], then["deferred"]) == ([1], 0)
    assert team.at("2026-11-24T07:00:00-06:00")("now", "--short").out.endswith("; 1 open, 1 late\n")


def done_without_documents(team: Cli, count: int) -> None:
    """Tickets that were answered and resolved days ago, one an hour, and of which nothing is filed."""
    for hour in range(count):
        received = f"2026-11-20T{10 + hour}:00"
        team(*LOG, "-c", "voicemail", "--received", received, "--as", "ben")
        team("ticket", "done", str(hour + 1), "-r", "it works", "--as", "ben")


def test_documents_that_a_done_ticket_lacks_are_late_until_they_are_filed(team: Cli) -> None:
    done_without_documents(team, 1)
    team(*LOG, "-c", "voicemail", "--received", "01:50")
    answer = team("now", "--json").json
    late = [(one["ticket"], one["clock"], one["minutes"]) for one in answer["overdue"]]
    assert late == [(1, "documents", 2 * 1440 + 16 * 60 + 10), (2, "response", 5)]
    assert ([ticket["id"] for ticket in answer["tickets"]], answer["overdue_more"]) == ([2], 0)
    assert "! ticket 2, answer late by 5 min; ticket 1, documents late by 2 d 16 h\n" in team("now").out
    assert team("now", "--short").out.endswith("; 1 open, 1 late\n")
    assert team("now", "--at", "2026-11-22T10:00", "--json").json["overdue"] == []
    team("ticket", "document", "1", *("--help-desk", "H", "--contact-log", "C", "--work-order", "W"))
    assert [one["ticket"] for one in team("now", "--json").json["overdue"]] == [2]


def test_what_is_done_and_not_late_yet_is_not_overdue(team: Cli) -> None:
    team(*LOG, "-c", "voicemail", "--received", "01:50")
    team("ticket", "done", "1", "-r", "it works", "--as", "ben")
    assert team("now", "--json").json["overdue"] == []
    assert "late" not in team("now").out


def test_of_many_old_tickets_the_longest_late_are_named_and_the_rest_counted(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    done_without_documents(team, 8)
    for received in ("2026-11-20T11:00", "2026-11-23T05:00"):
        team(*LOG, "-c", "voicemail", "--received", received, "--as", "ben")
    team("ticket", "done", "9", "-r", "it works", "--as", "ben")
    team("ticket", "done", "10", "-r", "it works", "--as", "ben")
    whole = team("now", "--json").json
    assert [one["ticket"] for one in whole["overdue"]] == [1, 2, 9, *range(3, 9)]
    assert whole["overdue_more"] == 0
    page = team("now").out
    assert " ".join(page.split()).endswith("2 d 13 h; and 4 more: oncall ticket list --late")
    monkeypatch.setattr("oncall_cli.commands.now.LATE_DONE", 2)
    answer = team("now", "--json").json
    assert ([one["ticket"] for one in answer["overdue"]], answer["overdue_more"]) == ([1, 2], 7)
    said = " ".join(team("now").out.split())
    assert "ticket 2, documents late by 2 d 15 h; and 7 more: oncall ticket list --late" in said


def a_reply(team: Cli, number: int, state: str) -> Mail:
    """A reply about ticket 1 that was tried just now."""
    return Mail.model_validate(
        {
            "ticket": 1,
            "kind": "on_it",
            "person": "ana",
            "message_id": f"<{number}@x.org>",
            "sender": "ana@example.com",
            "recipients": ("dana@x.org",),
            "subject": "",
            "source": "x",
            "made": team.now,
            "state": state,
            "tried": team.now,
        }
    )


@pytest.mark.parametrize(
    ("state", "one", "two"),
    [
        ("waiting", "1 reply waits to be sent", "2 replies wait to be sent"),
        ("unsure", "1 reply may not have arrived", "2 replies may not have arrived"),
        ("refused", "1 reply was refused", "2 replies were refused"),
    ],
)
def test_a_reply_that_is_not_out_is_told_as_it_stands(team: Cli, state: str, one: str, two: str) -> None:
    team(*LOG, "-c", "phone")
    assert "repl" not in team("now").out
    store = team.store()
    for number, said in ((1, one), (2, two)):
        with store.door.transaction(Act("ana", None, "nobody", team.now)):
            store.mails.add(a_reply(team, number, state))
        lines = [line for line in team("now").out.splitlines() if "repl" in line]
        assert lines == [f"! {said}: oncall mail list"]
        answer = team("now", "--json").json
        counts = {name: answer[f"mail_{name}"] for name in ("waiting", "unsure", "refused")}
        assert counts == {name: number * (name == state) for name in counts}


def test_what_is_being_sent_is_nobodys_care_until_that_takes_too_long(team: Cli) -> None:
    team(*LOG, "-c", "phone")
    store = team.store()
    with store.door.transaction(Act("ana", None, "nobody", team.now)):
        store.mails.add(a_reply(team, 1, "sending"))
    assert "repl" not in team("now").out
    team.now += LEASE
    assert "! 1 reply may not have arrived: oncall mail list" in team("now").out
